"""What every router of the API shares: who is signed in, pages of rows, and how an error looks.

A room brings ``router = Router(...)`` in its ``api.py``; ``config.api`` puts them together below ``/api/v1/``. A plugin
registers its router at ``schoolhouse.extension_points.api_routers`` and finds it below ``/api/v1/plugins/<name>/``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from schoolhouse.refusals import Refusal

PREFIX = "/api/v1/"
"""Where the API stands."""
MOST_ROWS = 100
"""The most rows that one page may have."""
MOST_PAGES = 10_000
"""The highest page that may be asked for."""

Shape = TypeVar("Shape")


class SignedIn(APIKeyCookie):
    """Only for the person signed in by the site's own session; what changes something also needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> AbstractBaseUser | None:
        """Return the person, or ``None`` for a stranger: 401. Raises ``Refusal`` when the CSRF token is missing."""
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise Refusal(_("The CSRF token is missing or wrong: send it as X-CSRFToken."), code="csrf", status=403)
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> AbstractBaseUser | None:
        """Answer as a call does: the session, not the cookie's text, says who it is."""
        return self(request)


class PageAsked(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    page_size: int = Field(30, ge=1, le=MOST_ROWS)


class PageOf(Schema, Generic[Shape]):
    """A page of a list; ``count`` counts all rows. A page beyond the last one is empty."""

    items: list[Shape]
    count: int
    page: int
    page_size: int


class RowsAsked(Schema):
    """Which rows of a list that grows while it is read: those behind ``before``, the ``next`` of an earlier answer."""

    before: str = Field("", max_length=100)
    page_size: int = Field(30, ge=1, le=MOST_ROWS)


class RowsOf(Schema, Generic[Shape]):
    """Rows of such a list; ``next`` is where to go on from, ``null`` at its end. Nothing counts what is skipped."""

    items: list[Shape]
    next: str | None


class Trouble(Schema):
    """An error: ``code`` is for programs, ``message`` for the reader, ``fields`` names what was wrong in the input."""

    code: str
    message: str
    fields: dict[str, str] = {}


def page_of(
    rows: QuerySet[Any] | Sequence[Any], asked: PageAsked, shape: Callable[[list[Any]], Iterable[dict[str, Any]]]
) -> dict[str, Any]:
    """Return one page of ``rows``, given their shape all at once, as ``PageOf`` wants it. Two queries, and shape's."""
    paginator = Paginator(rows, asked.page_size)
    beyond = asked.page > max(paginator.num_pages, 1)
    found = [] if beyond else list(paginator.page(asked.page).object_list)
    return {
        "items": list(shape(found)) if found else [],
        "count": paginator.count,
        "page": asked.page,
        "page_size": asked.page_size,
    }


def trouble(code: str, message: str | Promise, status: int, **extra: Any) -> HttpResponse:
    """Return an error as every part of the API gives it: ``{"code": …, "message": …}``."""
    return JsonResponse({"code": code, "message": str(message), **extra}, status=status)


def not_found() -> HttpResponse:
    """Answer 404, alike for what is not there and for what one may not see."""
    return trouble("not_found", _("There is nothing here, or it is open to others only."), 404)


def answer_errors(api: NinjaAPI) -> None:
    """Let ``api`` answer all errors in the shape of ``Trouble``; an unforeseen one stays Django's to log."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: lambda request, refusal: trouble(refusal.code, refusal.message, refusal.status),
        Http404: lambda request, error: not_found(),
        PermissionDenied: lambda request, error: trouble("forbidden", _("This is not for you."), 403),
        AuthenticationError: lambda request, error: trouble("sign_in", _("Please sign in first."), 401),
        HttpError: lambda request, error: trouble("unreadable", _("The request cannot be read."), error.status_code),
        ValidationError: _invalid,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


_SAID = {
    "missing": gettext_lazy("This is needed."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "greater_than_equal": gettext_lazy("This must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("This may be at most %(le)s."),
    "uuid_parsing": gettext_lazy("This must be a UUID."),
    "uuid_type": gettext_lazy("This must be a UUID."),
    "enum": gettext_lazy("This must be one of: %(expected)s."),
    "literal_error": gettext_lazy("This must be one of: %(expected)s."),
    "string_pattern_mismatch": gettext_lazy("This is not one of the values there are."),
    "string_too_long": gettext_lazy("This may have at most %(max_length)s characters."),
}


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {_field(one["loc"]): _said(one) for one in error.errors}
    message = _("Please check: %(names)s.") % {"names": ", ".join(fields)}
    return trouble("invalid", message, 422, fields=fields)


def _field(place: Sequence[str | int]) -> str:
    """Return the name of what was wrong; a value in a list has its list's."""
    return next((part for part in reversed(place) if isinstance(part, str)), "")


def _said(one: dict[str, Any]) -> str:
    """Say in the reader's language what is wrong with one field; never repeat what was sent."""
    said = _SAID.get(one["type"])
    return str(said) % one.get("ctx", {}) if said else _("This is not valid.")
