"""The service worker by which the page of a roll and the page to sign in open again without a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

# Goes up when what the worker keeps, or how it keeps it, is no longer what pages expect.
VERSION = "2"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the worker. It stands below the addresses of the plugin, so that it sees no others."""
    context = {
        "version": VERSION,
        "base": reverse("plugins:attendance:worker").rpartition("/")[0] + "/",
        "static_prefix": static(""),
        "style": static("css/school.css"),
        "title": _("No network"),
        "said": _(
            "This page was not opened on this device before, or too long ago. Open it once while there is a network;"
            " then it opens without one as well."
        ),
    }
    answer = render(request, "attendance/worker.js", context, content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True, private=True)
    return answer
