"""Staff look at the site as another person sees it."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.actions.viewing import stop_viewing
from people.models import User
from people.permissions import may_view_as
from schoolhouse.api import PREFIX, trouble

VIEWING_AS = "people_viewing_as"
SAFE = ("GET", "HEAD", "OPTIONS")


def own_addresses() -> tuple[str, ...]:
    """Addresses at which a viewer stays the person they are: the way back, signing out, and display preferences."""
    return (reverse("people:stop_viewing"), reverse("account_logout"), reverse("design:preferences"))


def closed_addresses() -> tuple[str, ...]:
    """Beginnings of addresses that nobody sees as somebody else: accounts and the admin."""
    return (reverse("people:accounts"), reverse("wagtailadmin_home"))


class ViewAsMiddleware:
    """Lets ``request.user`` be the person looked at, and ``request.viewer`` the one who looks.

    Only reading: other methods, the admin and account pages are refused, and whatever a page writes while it is read
    (a read mark, progress, an event) is rolled back. The right to look is asked at every request. ``request.viewer``
    is ``None`` where nobody looks as another. Stands after authentication and the interface language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the person looked at in the viewer's place, for this request."""
        request.viewer = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or VIEWING_AS not in request.session:
            return self.get_response(request)
        person = viewed_person(request)
        if person is None:
            del request.session[VIEWING_AS]
            return self.get_response(request)
        if request.path_info in own_addresses():
            return self.get_response(request)
        request.viewer, request.user = request.user, person  # type: ignore[attr-defined]
        with transaction.atomic():
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
            transaction.set_rollback(True)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Refuse whatever is more than looking."""
        if request.viewer is None:  # type: ignore[attr-defined]
            return None
        if request.method in SAFE and not request.path_info.startswith(closed_addresses()):
            return None
        if request.path_info.startswith(PREFIX):
            return trouble("viewing", _("You are only looking at what somebody else sees; nothing is changed."), 403)
        return render(request, "people/viewing_refused.html", status=403)


def end_with_sign_out(request: HttpRequest | None, user: User | None, **signal: object) -> None:
    """Write down that somebody who signs out while they look as another no longer does."""
    session = getattr(request, "session", {})
    if user is not None and VIEWING_AS in session:
        person = User.objects.filter(public_id=str(session[VIEWING_AS])).first()
        if person is not None:
            stop_viewing(user=person, by=user)


def viewed_person(request: HttpRequest) -> User | None:
    """Return whom the signed-in person looks as, while that is allowed; ``None`` otherwise."""
    if not request.user.is_authenticated:
        return None
    person = User.objects.filter(public_id=str(request.session.get(VIEWING_AS)), is_active=True).first()
    return person if person and may_view_as(cast(User, request.user), person) else None
