"""What stands where a plugin has failed: its name, for who administers plugins, and nothing for everybody else."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.fragments import late_part, mark_everywhere, register_late_part
from schoolhouse.faults.noticed import noticed, overlook

_PART = "plugin_failed"


def failed_here(request: HttpRequest | None, plugin: str, place: str) -> SafeString:
    """Return what to put into a page where ``plugin`` failed at ``place``, or is switched off there as too slow.

    It fits into a text that several readers share: each reads what is for them.
    """
    overlook(plugin, place)
    return late_part({"request": request}, _PART, f"{plugin} {place}")


def told_of(message: str, request: HttpRequest, plugin: str) -> str:
    """Return a message that something failed; for who administers plugins it names the one whose fault it is."""
    if not _may_know(request):
        return message
    named = _("The plugin “%(plugin)s” failed here. The page “Plugins” of the administration says more.")
    return f"{message} {named % {'plugin': plugin}}"


def register_failed_part() -> None:
    """Let shared texts have it, and every page say at its end what else failed while it was made."""
    register_late_part(_PART, _named)
    mark_everywhere("failed_elsewhere", failed_elsewhere)


def failed_elsewhere(request: HttpRequest) -> SafeString:
    """Return what to say to who administers plugins of those that failed and left no place empty: a tab, a column."""
    found = noticed()
    if not found or not _may_know(request):
        return SafeString("")
    return SafeString("".join(_shown(request, plugin, place) for plugin, place in found))


def _may_know(request: Any) -> bool:
    from schoolhouse.admin.views import may_administer

    return hasattr(request, "user") and may_administer(request.user)


def _named(request: Any, argument: str) -> str:
    if not _may_know(request):
        return ""
    plugin, _space, place = argument.partition(" ")
    return _shown(request, plugin, place)


def _shown(request: Any, plugin: str, place: str) -> str:
    return render_to_string("schoolhouse/failed_here.html", {"plugin": plugin, "place": place}, request)
