"""Who may fetch a stored file."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from wagtail.models import Page, ReferenceIndex

from people.audience import AudienceMixin, may_see
from people.models import OrganizationFile, User
from people.roles import ADMIN_ROLES
from people.scope import scope_of

Reader = User | AnonymousUser
_rules: dict[type[models.Model], Callable[[Reader, Any], bool]] = {}


def register_file_user(model: type[models.Model], rule: Callable[[Reader, Any], bool]) -> None:
    """Say who may fetch files that an object of ``model`` refers to: ``rule(user, obj)``.

    Pages, and models with an audience, need no rule where whoever may see them may fetch their files.
    """
    _rules[model] = rule


def may_fetch(user: Reader, file: OrganizationFile) -> bool:
    """Say whether ``user`` may fetch ``file``.

    Those who work in the admin for its organization may, and who uploaded it. Others by the file's own audience, or,
    where it has none, when they may see anything live that uses it.
    """
    scope = scope_of(user)
    if scope.may(ADMIN_ROLES, file.organization):
        return True
    if user.is_authenticated and file.uploaded_by_user_id == user.pk:  # type: ignore[attr-defined]
        return True
    return may_see(user, file) if file.audience else _used_in_sight(user, file)


def _used_in_sight(user: Reader, file: OrganizationFile) -> bool:
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file), to_object_id=str(file.pk)
    )
    page_type = ContentType.objects.get_for_model(Page)
    pages = Page.objects.filter(pk__in=_ids(references.filter(base_content_type=page_type)), live=True)
    if any(_rules.get(type(page), may_see)(user, page) for page in pages.specific().iterator(chunk_size=20)):
        return True
    others = references.exclude(base_content_type=page_type).values_list("content_type", "object_id").distinct()
    return any(_in_sight(user, *row) for row in others)


def _ids(references: QuerySet[ReferenceIndex]) -> list[int]:
    return [int(value) for value in set(references.values_list("object_id", flat=True)) if value.isdigit()]


def _in_sight(user: Reader, content_type: int, pk: str) -> bool:
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None:
        return False
    rule = _rules.get(model)
    if rule is None and not issubclass(model, AudienceMixin):
        return False
    obj = model._default_manager.filter(pk=pk).first()
    return obj is not None and (rule(user, obj) if rule else may_see(user, obj))
