"""The gate before every address of Wagtail's admin.

Wagtail's permission policies protect changes, and hide little: choosers, usage, history, the admin's API and bulk
actions answer for any object whose number is guessed. So every admin address that names an object is written out in
``OBJECTS``; the gate looks the object up within the scope of who asks and answers 404 outside of it. An address of
Wagtail's that names something and is not in the table is for superusers: a new Wagtail release opens nothing.
A ``ScopedViewSet`` has a gate of its own.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, UploadedFile

from people.admin.links import read_by
from people.models import SchoolDocument, SchoolImage, SchoolMedia, User
from people.queries.in_scope import Asker, choosable, in_scope
from people.scope import scope_of

View = Callable[..., HttpResponseBase]
Check = Callable[[Asker, Any], bool]


def worked_on(model: type[models.Model]) -> Check:
    """Return the check that an object of ``model`` lies where somebody works."""
    return lambda user, pk: _exists(in_scope(user, model._default_manager.all()), pk)


def may_choose(model: type[models.Model]) -> Check:
    """Return the check that somebody may name this object of ``model`` in a form."""
    return lambda user, pk: _exists(choosable(user, model._default_manager.all()), pk)


def explorable(user: Asker, pk: Any) -> bool:
    """Check that a page lies where somebody works, or on the way there."""
    from wagtail.permissions import policy_registry

    return _exists(policy_registry.get_by_type(Page).explorable_instances(user), pk)


def on_the_way(user: Asker, pk: Any) -> bool:
    """Check that a page may be opened in the page chooser: to choose it, or on the way to one that may be chosen."""
    return may_choose(Page)(user, pk) or explorable(user, pk)


def own_upload(user: Asker, pk: Any) -> bool:
    """Check that an upload in progress is one's own."""
    return UploadedFile.objects.filter(pk=pk, uploaded_by_user_id=user.pk).exists()


def nobody(user: Asker, value: Any) -> bool:
    """Leave an address to superusers."""
    return False


def anybody(user: Asker, value: Any) -> bool:
    """Say that a value names no object of an organization."""
    return True


_page, _image, _document, _media = (worked_on(model) for model in (Page, SchoolImage, SchoolDocument, SchoolMedia))

OBJECTS: dict[str, dict[str, Check]] = {
    # The page explorer and everything about one page.
    "wagtailadmin_explore": {"parent_page_id": explorable},
    "wagtailadmin_explore_results": {"parent_page_id": explorable},
    "wagtailadmin_pages": {
        "page_id": _page,
        "parent_page_id": _page,
        "page_to_move_id": _page,
        "destination_id": _page,
        "new_parent_page": _page,
        "revisions_compare:pk": _page,
        # Wagtail looks these up below the page itself.
        **dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), anybody),
        **dict.fromkeys(("task_state_id", "task_id", "workflow_state_id", "action_name"), anybody),
        # Page types: the pages listed are filtered.
        **dict.fromkeys(("content_type_app_name", "content_type_model_name", "app_label", "model_name"), anybody),
    },
    "simple_translation": {"submit_page_translation:page_id": _page},
    "wagtailforms": {"page_id": _page},
    "wagtailadmin_api": {"action_name": anybody},
    "wagtailadmin_api:pages": {"pk": _page, "action_name": anybody},
    "wagtailadmin_api:images": {"pk": _image},
    "wagtailadmin_api:documents": {"pk": _document},
    # Choosers.
    "wagtailadmin_choose_page_child": {"parent_page_id": on_the_way},
    "wagtailadmin_choose_page_chosen_multiple": {"?id": may_choose(Page)},
    "wagtailimages_chooser": {"pk": _image, "image_id": _image, "?id": _image},
    "wagtaildocs_chooser": {"pk": _document, "?id": _document},
    # Files.
    "wagtailimages": {"image_id": _image, "filter_spec": anybody, "uploaded_file_id": own_upload},
    "wagtaildocs": {"document_id": _document, "doc_id": _document, "uploaded_file_id": own_upload},
    "wagtailmedia": {"media_id": _media, "media_type": anybody},
    # People; their groups have no address.
    "wagtailusers_users": {"pk": worked_on(User)},
    # Settings: Wagtail asks for the permission on each.
    "wagtailsettings": {"app_name": anybody, "model_name": anybody, "pk": anybody},
    # A model's own row decides, below; a session is checked to be one's own by Wagtail.
    "wagtailadmin_editing_sessions": dict.fromkeys(("app_label", "model_name", "object_id", "session_id"), anybody),
    "wagtail_bulk_action": dict.fromkeys(("app_label", "model_name", "action"), anybody),
    "wagtailadmin_tag_model_autocomplete": {"app_name": anybody, "model_name": anybody},
    "wagtailadmin_password_reset_confirm": {"uidb64": anybody, "token": anybody},
    # Fails on purpose, to try out what is reported.
    "wagtailadmin_error_test": {"wagtailadmin_error_test": nobody},
    # Shows the last edited page of each type on the whole server.
    "wagtailadmin_reports": {"page_types_usage": nobody, "page_types_usage_results": nobody},
}

_MODEL_ROWS = {
    "wagtailadmin_editing_sessions:ping": ("app_label", "model_name", "object_id"),
    "simple_translation:submit_snippet_translation": ("app_label", "model_name", "pk"),
}


def gate(view: View) -> View:
    """Wrap one admin view: 404 where an object in its address lies outside the scope of who asks."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and user.is_active and not scope_of(user).everything:
            name = request.resolver_match.view_name if request.resolver_match else ""
            if not admits(user, name, request, kwargs):
                raise Http404
        return read_by(user, lambda: view(request, *args, **kwargs))

    return gated


def admits(user: Asker, view_name: str, request: HttpRequest, values: dict[str, Any]) -> bool:
    """Say whether ``user`` may use the admin address ``view_name`` with these values in it."""
    if not view_name.startswith(("wagtail", "simple_translation")) or _has_own_gate(view_name):
        return True
    if row := _MODEL_ROWS.get(view_name):
        return _row_admits(user, *(values[name] for name in row))
    namespace, _colon, name = view_name.rpartition(":")
    checks = OBJECTS.get(namespace or name, {})
    if checks.get(name) is nobody:
        return False
    found = [(checks.get(f"{name}:{key}", checks.get(key, nobody)), value) for key, value in values.items()]
    found += [(check, value) for check, value in _sent(checks, request)]
    return all(check(user, value) for check, value in found)


def _sent(checks: dict[str, Check], request: HttpRequest) -> Iterable[tuple[Check, str]]:
    """Objects named in the query (``?id``), and the target of a copy or a move in the form."""
    if check := checks.get("?id"):
        for value in request.GET.getlist("id"):
            yield check, value
    if check := checks.get("new_parent_page"):
        for value in request.POST.getlist("new_parent_page"):
            if value:
                yield check, value


def _row_admits(user: Asker, app_label: str, model_name: str, pk: Any) -> bool:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return False
    return worked_on(model)(user, pk)


def _has_own_gate(view_name: str) -> bool:
    from people.viewsets.scoped import NAMESPACES

    return view_name.rpartition(":")[0] in NAMESPACES


def _exists(queryset: models.QuerySet[Any], pk: Any) -> bool:
    try:
        return queryset.filter(pk=pk).exists()
    except (ValueError, TypeError, OverflowError):
        return False
