"""Signing in by a way that a plugin brings: the house asks it, and closes the door where it is not sure."""

import secrets

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.queries.sign_in_methods import address_to_ask, person_who_came, way_called
from schoolhouse.extension_points import Extension, SignInMethod

_BEGUN = "sign_in_method"
"""In the session: by which way somebody has begun to sign in, its secret, and where they go afterwards."""


@never_cache
@require_GET
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Send a person to where they are asked who they are."""
    way = _way_or_404(name)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    state = secrets.token_urlsafe(24)
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = settings.LOGIN_REDIRECT_URL
    request.session[_BEGUN] = {"name": name, "state": state, "next": target}
    back = request.build_absolute_uri(f"{reverse('account_sign_in_back', args=[name])}?{urlencode({'state': state})}")
    address = address_to_ask(way, request, back)
    return redirect(address) if address else _refused(request)


@never_cache
@require_GET
def come_back(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in the person whom the plugin recognizes, if they began in this browser; else nobody."""
    way = _way_or_404(name)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    begun = request.session.pop(_BEGUN, None)
    if not begun or begun["name"] != name or not constant_time_compare(begun["state"], request.GET.get("state", "")):
        return _refused(request)
    person = person_who_came(way, request)
    if person is None:
        return _refused(request)
    return perform_login(request, person, email_verification="none", redirect_url=begun["next"])


def _way_or_404(name: str) -> Extension[SignInMethod]:
    way = way_called(name)
    if way is None:
        raise Http404
    return way


def _refused(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("You could not be signed in this way. Try again, or sign in with your password."))
    return redirect("account_login")
