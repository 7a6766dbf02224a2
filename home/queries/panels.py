"""The cards that plugins put on the dashboard."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import conditional_escape

from home.routing import settle_site
from schoolhouse.activation import is_off_at_site_of, is_switched_off
from schoolhouse.extension_points import dashboard_panels
from schoolhouse.faults import SLOT_SECONDS, shielded
from schoolhouse.faults.shown import failed_here


@dataclass(frozen=True)
class Panel:
    """A card: its heading, and its HTML."""

    label: str
    text: str


def panels_for(request: HttpRequest) -> list[Panel]:
    """Return the cards for who is asking; where one fails, or is off as too slow, administrators read its name."""
    panels = []
    for extension in dashboard_panels.active():
        if is_off_at_site_of(extension.plugin, request, settle_site):
            continue
        label, text = extension.plugin, None
        if not is_switched_off(extension.plugin, dashboard_panels.name):
            with shielded(extension.plugin, dashboard_panels.name, seconds=SLOT_SECONDS, request=request):
                label, text = str(extension.value.label), conditional_escape(extension.value.show(request) or "")
        if text is None:
            label, text = extension.plugin, failed_here(request, extension.plugin, dashboard_panels.name)
        if text:
            panels.append(Panel(label, text))
    return panels
