"""Wagtail's section of groups, closed: the software makes groups from roles, and people get roles instead."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.users.views.groups import GroupViewSet


class ClosedGroupViewSet(GroupViewSet):
    """Keeps the addresses' names, for Wagtail's own look-ups, and answers 404 to everybody."""

    add_to_settings_menu = False

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return a view that is not found."""
        return _not_found


def _not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    raise Http404
