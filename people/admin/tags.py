"""Wagtail's suggestions for tags, without those that only other organizations use."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import CommonGenericTaggedItemBase, ItemBase, Tag, TagBase
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT

from people.queries.in_scope import Asker, choosable, has_scope
from people.scope import scope_of


def autocomplete(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """Suggest tags that begin as typed, of those on something that the reader may choose."""
    model = _tag_model(app_name, model_name)
    term = request.GET.get("term", "").replace("\x00", "")
    found = model.objects.filter(name__istartswith=term) if term else model.objects.none()  # type: ignore[attr-defined]
    if term and not scope_of(request.user).everything:
        used = Q(pk__in=())
        for tagged in _tagged_for(request.user, model):
            used |= Q(pk__in=tagged.values("tag_id"))
        found = found.filter(used)
    names = found.order_by("name").values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]
    return JsonResponse(list(names), safe=False)


def _tag_model(app_name: str, model_name: str) -> type[models.Model]:
    if not app_name:
        return Tag
    try:
        model = ContentType.objects.get_by_natural_key(app_name, model_name).model_class()
    except ContentType.DoesNotExist as error:
        raise Http404 from error
    if model is None or not issubclass(model, TagBase):
        raise Http404
    return model


def _tagged_for(user: Asker, tag_model: type[models.Model]) -> Iterator[models.QuerySet[Any]]:
    """Give the uses of tags on things that ``user`` may choose, one queryset for each kind of thing."""
    for relation in tag_model._meta.related_objects:
        through: Any = relation.related_model
        if not issubclass(through, ItemBase):
            continue
        if issubclass(through, CommonGenericTaggedItemBase):
            for kind in ContentType.objects.filter(pk__in=through.objects.values("content_type")):
                model = kind.model_class()
                if model is not None and has_scope(model):
                    rows = choosable(user, model._default_manager.all())
                    yield through.objects.filter(content_type=kind, object_id__in=rows.values("pk"))
        else:
            model = through._meta.get_field("content_object").related_model
            if has_scope(model):
                rows = choosable(user, model._default_manager.all())
                yield through.objects.filter(content_object__in=rows.values("pk"))
