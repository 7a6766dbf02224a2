"""Where mending shows: on the dashboard of whoever has to, and on the page that was spoken of."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from classes.extension_points import live_class_after_content
from evaluations.queries.mending import mended_about, open_items
from people.models import User
from people.roles import STAFF_ROLES
from people.scope import scope_of
from schoolhouse.extension_points import DashboardPanel, dashboard_panels

ON_DASHBOARD = 5


def card(request: HttpRequest) -> SafeString | None:
    """Show what its reader has to mend; it costs who only learns no query."""
    user = request.user
    if not isinstance(user, User) or not scope_of(user).has_role(*STAFF_ROLES):
        return None
    items = open_items.all(owner=user.pk)[:ON_DASHBOARD]
    return render_to_string("evaluations/mending/_card.html", {"items": items}, request) if items else None


def mended(request: HttpRequest | None, **arguments: Any) -> SafeString:
    """Say below a live class what was done after its feedback. Receives ``page``."""
    items = mended_about.all(page=arguments["page"].pk)
    if not items:
        return mark_safe("")
    return render_to_string("evaluations/mending/_mended.html", {"items": items}, request)


def fill_places() -> None:
    """Called once, when the room is ready."""
    panel = DashboardPanel(pgettext_lazy("feedback", "To be mended"), card)
    dashboard_panels.register("evaluations", "evaluations.mending", panel)
    live_class_after_content.register("evaluations", "evaluations.mended", mended, order=10)
