"""Where people find the register: navigation, dashboard, the area in which a class is run, and closing it."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.register import jobs as jobs  # its jobs and handlers are declared there
from plugins.attendance.register.closing import unverified
from plugins.attendance.register.permissions import READING_ROLES, may_read_class
from plugins.attendance.register.queries.sessions import sessions_at, totals_of
from schoolhouse.closing import ClosingCheck
from schoolhouse.extension_points import (
    ClassTool,
    DashboardPanel,
    NavigationItem,
    class_tools,
    closing_checks,
    dashboard_panels,
    navigation,
)


def place(request: HttpRequest) -> str | None:
    """Lead heads and administrators to the register; asked on every page, without a query."""
    user = request.user
    if not isinstance(user, User):
        return None
    roles = scope_of(user).roles
    if roles & set(READING_ROLES):
        return reverse("plugins:attendance:registers")
    return None


def tab(page: Any, user: Any) -> str | None:
    """Lead whoever runs a class to its register."""
    return reverse("plugins:attendance:class_register", args=[page.public_id]) if may_read_class(user, page) else None


def card(request: HttpRequest) -> SafeString | None:
    """Show heads and administrators what was held this year, and lead learning points to their head counts."""
    user = request.user
    if not isinstance(user, User):
        return None
    scope = scope_of(user)
    reads, counts = bool(scope.roles & set(READING_ROLES)), Role.POINT in scope.roles
    if not reads and not counts:
        return None
    year, totals = timezone.localdate().year, None
    if reads:
        totals = totals_of(sessions_at(scope.paths(READING_ROLES)).filter(year=year))
    context = {"totals": totals, "counts": counts, "year": year}
    return render_to_string("attendance/register/_card.html", context, request)


def declare(plugin: str) -> None:
    """Register everything on behalf of ``plugin``; called once, when it starts."""
    name, label = f"{plugin}.register", _("Training register")
    navigation.register(plugin, name, NavigationItem(pgettext_lazy("navigation", "Register"), place, "list"))
    dashboard_panels.register(plugin, name, DashboardPanel(label, card))
    class_tools.register(plugin, name, ClassTool(label, "list", tab), order=26)
    closing_checks.register(plugin, plugin, ClosingCheck(_("Attendance"), unverified))
