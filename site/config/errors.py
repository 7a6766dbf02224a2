"""Answers to what went wrong: pages for people, JSON for whoever asks the API."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from design import views as pages
from design.languages import activate_interface
from schoolhouse.api import PREFIX, not_found, trouble


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    if not _asks_api(request):
        return pages.bad_request(request, exception)
    return trouble("unreadable", _("The request cannot be read."), 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    if not _asks_api(request):
        return pages.permission_denied(request, exception)
    return trouble("forbidden", _("This is not for you."), 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return not_found() if _asks_api(request) else pages.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    if not request.path_info.startswith(PREFIX):
        return pages.server_error(request)
    return trouble("server_error", _("Something went wrong on our side."), 500)


@csrf_exempt
def nothing_in_api(request: HttpRequest) -> HttpResponse:
    """Answer 404 for what the API does not have, before a slash is appended to look for a page of that name."""
    return not_found()


def _asks_api(request: HttpRequest) -> bool:
    if not request.path_info.startswith(PREFIX):
        return False
    activate_interface(request)
    return True
