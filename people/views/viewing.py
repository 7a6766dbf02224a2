"""Beginning and ending to look at the site as another person sees it."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import View

from people.actions.viewing import start_viewing, stop_viewing
from people.middleware import VIEWING_AS, viewed_person
from people.models import User
from people.permissions import may_view_as
from people.views.current import person_of

RETURN_TO = "people_viewing_return"


@method_decorator([login_required, never_cache], name="dispatch")
class StartViewingView(View):
    """Explains on GET, begins on POST. To whoever may not, there is nobody here."""

    def person(self) -> User:
        """Find the person to look as."""
        user = get_object_or_404(User, public_id=self.kwargs["public_id"], is_active=True)
        if not may_view_as(person_of(self.request), user):
            raise Http404
        return user

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Say what it means."""
        return render(
            request, "people/start_viewing.html", {"person": self.person(), "next": _own_address(request, "next")}
        )

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Begin, on the record, and go where ``then`` leads, else to the person's dashboard."""
        person = self.person()
        start_viewing(user=person, by=person_of(request))
        request.session[VIEWING_AS] = str(person.public_id)
        request.session[RETURN_TO] = _own_address(request, "next")
        return redirect(_own_address(request, "then") or settings.LOGIN_REDIRECT_URL)


@require_POST
@never_cache
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again, and go back to where it began."""
    person = viewed_person(request) if VIEWING_AS in request.session else None
    if person is not None:
        stop_viewing(user=person, by=person_of(request))
    request.session.pop(VIEWING_AS, None)
    return redirect(request.session.pop(RETURN_TO, "") or "/")


def _own_address(request: HttpRequest, name: str) -> str:
    address = request.POST.get(name) or request.GET.get(name) or ""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed else ""
