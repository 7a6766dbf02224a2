"""Links that Wagtail offers to everybody, and that would lead nowhere for who reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.chooser import BaseChooser

from people.models import User
from people.scope import scope_of

_reader: ContextVar[User | AnonymousUser | None] = ContextVar("admin_reader", default=None)
_stock_init = AdminURLFinder.__init__
_stock_value = BaseChooser.get_value_data_from_instance


def _init(self: AdminURLFinder, user: User | AnonymousUser | None = None) -> None:
    _stock_init(self, user or _reader.get())


def _value(self: BaseChooser, instance: Any) -> dict[str, Any]:
    # Wagtail's template writes a missing address out as "None".
    data = _stock_value(self, instance)
    return {**data, "edit_url": data["edit_url"] or ""}


def ask_before_edit_links() -> None:
    """Let a chooser in a form link to editing what was chosen only where the reader may; called once at the start.

    Wagtail's widgets ask for the link without saying who reads.
    """
    AdminURLFinder.__init__ = _init  # type: ignore[method-assign]
    BaseChooser.get_value_data_from_instance = _value


def read_by(user: User | AnonymousUser, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the response of ``view``, which is built, and rendered afterwards, knowing that ``user`` reads it."""
    with _reading(user):
        response = view()
    if hasattr(response, "render"):
        stock_render = response.render

        def render() -> HttpResponseBase:
            with _reading(user):
                return stock_render()

        response.render = render
    return response


@contextmanager
def _reading(user: User | AnonymousUser) -> Iterator[None]:
    token = _reader.set(user)
    try:
        yield
    finally:
        _reader.reset(token)


class WithoutServerReport:
    """A view that leaves the report about the whole server out of its breadcrumbs, for whom it does not answer."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        items = super().get_breadcrumbs_items()  # type: ignore[misc]
        if scope_of(self.request.user).everything:  # type: ignore[attr-defined]
            return items
        report = reverse("wagtailadmin_reports:page_types_usage")
        return [item for item in items if item.get("url") != report]
