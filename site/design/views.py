"""Display preferences, the styleguide, and the pages that say that something went wrong."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.http import require_POST, require_safe
from wagtail.users.models import UserProfile

from .context_processors import SCHEMES
from .languages import COOKIE_AGE, activate_interface, supported, translated_address
from .samples import SCREENS, screen_context, styleguide_context

logger = logging.getLogger(__name__)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language, scheme or type size, and go back to where they were.

    Takes any of ``language`` (a code), ``scheme`` (day, evening, auto), ``type_size`` (large, normal), and ``next``.
    What it does not know it leaves alone.
    """
    address = _safe_next(request)
    language = supported(request.POST.get("language", ""))
    if language:
        address = translated_address(request, address, language)
    response = HttpResponseRedirect(address)
    response.status_code = 303
    if language:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        _save_language(request, language)
    _remember_choice(request, response, name="scheme", values=SCHEMES, reset="auto")
    _remember_choice(request, response, name="type_size", values=("large",), reset="normal")
    return response


def _safe_next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed else "/"


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=COOKIE_AGE, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True
    )


def _remember_choice(
    request: HttpRequest, response: HttpResponse, *, name: str, values: tuple[str, ...], reset: str
) -> None:
    value = request.POST.get(name, "")
    if value in values:
        _remember(response, name, value)
    elif value == reset:
        response.delete_cookie(name, samesite="Lax")


def _save_language(request: HttpRequest, language: str) -> None:
    """Keep the language with a signed-in person; the Wagtail admin then follows it too."""
    if request.user.is_authenticated:
        get_user_model()._default_manager.filter(pk=request.user.pk).update(preferred_language=language)
        UserProfile.objects.filter(user_id=request.user.pk).update(preferred_language="")


@require_safe
def styleguide(request: HttpRequest, screen: str = "") -> HttpResponse:
    """Show the whole design system, or one sample ``screen`` made of it.

    Outside of development and the demo only server administrators see it; to others it is not there.
    """
    if not (settings.DEBUG or settings.STYLEGUIDE_OPEN or getattr(request.user, "is_superuser", False)):
        raise Http404
    if not screen:
        return render(request, "styleguide/index.html", styleguide_context())
    if screen not in SCREENS:
        raise Http404
    return render(request, f"styleguide/screens/{screen}.html", screen_context(screen))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 in the reader's language."""
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 in the reader's language."""
    activate_interface(request)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the reader's language."""
    activate_interface(request)
    return defaults.page_not_found(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page had been open for too long, without its jargon."""
    activate_interface(request)
    logger.warning("CSRF check failed: %s", reason)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that needs neither database nor context."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:
        logger.exception("The error page itself failed")
        return HttpResponseServerError("Server error", content_type="text/plain")
