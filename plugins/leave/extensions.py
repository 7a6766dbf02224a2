"""What the plugin shows in the pages of the rooms, and what it tells other plugins."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page

from classes.models import Enrollment
from classes.permissions import is_enrolled, may_run_class
from foundation.fragments import kept_text
from people.models import User
from people.roles import Role
from people.scope import scope_of
from plugins.leave.minutes import minute_of
from plugins.leave.models import GRANTED, Leave
from plugins.leave.permissions import has_desk, may_approve_in, may_endorse_in
from plugins.leave.queries.concerned import Concerned, concerned
from plugins.leave.queries.leave import desks_of, leaves_in, with_steps
from plugins.leave.queries.ledger import absences_of
from plugins.leave.queries.own import furthest_notices, under_way
from plugins.leave.rules import NAME, rules_of
from plugins.leave.saying import percent
from schoolhouse.actions.activation import decide
from schoolhouse.attendance import Excuse
from schoolhouse.models import PluginActivation
from schoolhouse.plugins import plugin

COLUMNS = [
    (pgettext_lazy("person", "Name"), 14),
    (gettext_lazy("Group"), 10),
    (pgettext_lazy("leave", "Kind"), 12),
    (pgettext_lazy("leave", "From"), 18),
    (pgettext_lazy("leave", "To"), 18),
    (gettext_lazy("Really until"), 18),
    (gettext_lazy("Minutes"), 10),
    (gettext_lazy("State"), 12),
    (gettext_lazy("Reason"), 40),
    (gettext_lazy("Decided by"), 14),
    (pgettext_lazy("leave", "What was said"), 40),
]


def desk_address(page: Any, user: Any) -> str | None:
    """Lead those who run the class to the desk, who stands in for them, and leaders of groups while there is leave."""
    if may_run_class(user, page) or (_is_concerned(user, page, concerned()) and has_desk(user, page)):
        return reverse("plugins:leave:desk", args=[page.public_id])
    return None


def _is_concerned(user: Any, page: Any, known: Concerned) -> bool:
    """Say whether it is worth asking what ``user``, who does not run the class, has to do with its leave."""
    return user.pk in known.stand_ins or (user.pk, page.pk) in known.leaders


def aside(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Lead learners to their leave and those who decide to what waits, beside a class."""
    page, user = arguments["page"], request.user if request is not None else None
    if not isinstance(user, User):
        return None
    known = concerned()
    runs = may_run_class(user, page)
    asked = not runs and _is_concerned(user, page, known)
    decides = runs or (asked and may_approve_in(user, page))
    endorses = asked and not decides and may_endorse_in(user, page)
    own = is_enrolled(user, page)
    if not decides and not endorses and not own:
        return None
    waiting = known.waiting.get(page.pk, 0) if decides else 0
    warns = own and (user.pk, page.pk) in known.noticed
    said = {"own": own, "decides": decides, "endorses": endorses, "waiting": waiting, "warns": warns}
    return kept_text((page.public_id, said), "leave/aside.html", lambda: {"page": page, **said})


def card(request: HttpRequest) -> SafeString | None:
    """Show a learner what is under way and how near the limit is, and to others what waits for them."""
    user = request.user
    if not isinstance(user, User):
        return None
    known = concerned()
    leaves = under_way(user) if user.pk in known.learners else ()
    notices = furthest_notices(user) if user.pk in known.warned else ()
    desks = desks_of(user) if known.waiting and _decides_somewhere(user, known) else []
    if not (leaves or notices or desks):
        return None
    context = {"leaves": leaves, "notices": notices, "desks": desks}
    if desks:
        return render_to_string("leave/card.html", context)
    years = [timezone.now().astimezone(one.zone).year for one in leaves]
    return kept_text((leaves, notices, years), "leave/card.html", lambda: context)


def _decides_somewhere(user: User, known: Concerned) -> bool:
    """Say whether it is worth asking what waits for ``user``."""
    if user.pk in known.teachers or user.pk in known.stand_ins or any(user.pk == one for one, _page in known.leaders):
        return True
    scope = scope_of(user)
    return not scope.everything and any(scope.may_at(Role.COORDINATOR, unit) for unit in known.units)


def column(page: Any, enrollments: Sequence[Enrollment]) -> Mapping[int, str]:
    """Say what share of the required time each learner misses. Two queries, and what attendance asks."""
    limit = rules_of(page).limit
    found = absences_of(page, enrollments)
    return {key: _share(one.share, one.share > limit) for key, one in found.items() if one.required}


def _share(share: Any, is_over: bool) -> str:
    return _("%(share)s, over the limit") % {"share": percent(share)} if is_over else percent(share)


def rows(page: Any, user: AbstractBaseUser) -> Iterator[Sequence[Any]]:
    """Give all leave of a class, with the times of its zone."""
    zone = page.zone
    found = with_steps(leaves_in(page)).order_by("enrollment__learner__full_name", "starts_at", "pk")
    for leave in found.iterator(chunk_size=500):
        decision = next((one for one in reversed(leave.steps.all()) if one.act in _DECISIONS), None)
        yield (
            leave.enrollment.learner.full_name,
            leave.enrollment.group_name,
            leave.get_kind_display(),
            leave.starts_at.astimezone(zone),
            leave.ends_at.astimezone(zone),
            leave.until.astimezone(zone),
            minute_of(leave.until) - minute_of(leave.starts_at),
            leave.get_state_display(),
            leave.reason,
            decision.by.full_name if decision and decision.by else "",
            decision.reason if decision else "",
        )


_DECISIONS = ("approve", "refuse", "enter")


def excuses(page: Page, enrollments: Sequence[Enrollment]) -> Iterator[Excuse]:
    """Say who is excused when, by leave that was granted. One query."""
    keys = [enrollment.pk for enrollment in enrollments]
    found = Leave.objects.filter(enrollment__in=keys, state__in=GRANTED).order_by("starts_at", "pk")
    for leave in found.only("enrollment_id", "starts_at", "until", "kind"):
        if leave.until > leave.starts_at:
            yield Excuse(leave.enrollment_id, leave.starts_at, leave.until, leave.get_kind_display())


def move_settings(*, source: Any, copy: Any, **rest: Any) -> None:
    """Give the next class what this one has set about leave; nobody's leave goes along."""
    row = PluginActivation.objects.filter(plugin=NAME, page=source).first()
    config = plugin(NAME)
    if row is not None and config is not None:
        decide(plugin=config, page=copy, state=row.state, settings=row.settings, by=rest["by"])
