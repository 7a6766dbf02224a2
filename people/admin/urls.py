"""Wagtail's admin addresses, each behind the gate. Include these in place of ``wagtail.admin.urls``."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import urlpatterns as wagtail_urlpatterns
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from people.admin import tags
from people.admin.gate import gate
from people.forms.scoped import limit_choices
from people.viewsets.scoped import ScopedFilters


def scope_filters(patterns: Iterable[Any]) -> None:
    """Let the filters of Wagtail's own lists, reports and choosers offer only what the reader may choose.

    By themselves they offer every author, editor and locker of the server by name.
    """
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            scope_filters(pattern.url_patterns)
        callback: Any = getattr(pattern, "callback", None)
        view = getattr(callback, "view_class", None)
        if view is None or not view.__module__.startswith("wagtail."):
            continue
        if issubclass(view, BaseListingView):
            pattern.callback = _rebuilt(ScopedFilters, view, callback.view_initkwargs)
        elif issubclass(view, BaseChooseView):
            pattern.callback = _rebuilt(ScopedFilterForm, view, callback.view_initkwargs)


def scope_tags(patterns: Iterable[Any]) -> None:
    """Let Wagtail suggest only tags that the reader may know."""
    for pattern in patterns:
        if getattr(pattern, "name", "") in ("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete"):
            pattern.callback = require_admin_access(tags.autocomplete)


class ScopedFilterForm:
    """A chooser whose filters (collections, say) offer only what the reader may choose."""

    def get_filter_form(self) -> Any:
        """Return the form above the list."""
        form = super().get_filter_form()  # type: ignore[misc]
        limit_choices(form, self.request.user)  # type: ignore[attr-defined]
        return form


def _rebuilt(mixin: type, view: type, arguments: dict[str, Any]) -> Callable[..., HttpResponseBase]:
    scoped: Any = type(view.__name__, (mixin, view), {"__module__": view.__module__})
    return require_admin_access(scoped.as_view(**arguments))


scope_filters(wagtail_urlpatterns)
scope_tags(wagtail_urlpatterns)
urlpatterns = decorate_urlpatterns(wagtail_urlpatterns, gate)
