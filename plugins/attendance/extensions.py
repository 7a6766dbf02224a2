"""What the plugin adds to the pages of a class, and what it tells other plugins."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from classes.life.tools import ROLL
from classes.models import Enrollment, TimetableItem, TrainingClassPage
from classes.permissions import is_enrolled
from classes.queries.life.duties import duties_today
from classes.queries.place import settle_zone
from foundation.fragments import kept_text
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.permissions import may_call_today, may_show_code, may_take_roll
from plugins.attendance.queries.going_on import going_on
from plugins.attendance.queries.rolls import rolls_of, standings
from schoolhouse.actions.activation import decide
from schoolhouse.attendance import AttendanceRecord
from schoolhouse.models import PluginActivation
from schoolhouse.plugins import plugin

PLUGIN = "attendance"


def desk_address(page: Any, user: Any) -> str | None:
    """Lead whoever takes the roll to its desk, today also those who have the duty."""
    return reverse("plugins:attendance:desk", args=[page.public_id]) if may_call_today(user, page) else None


def aside(request: HttpRequest | None, *, page: Any = None, **arguments: Any) -> SafeString | None:
    """Lead staff to the roll, instructors to the code, points to their people, learners to their own attendance.

    Stands on a page that many open: asks nothing that is not kept, but whether an instructor teaches in this class.
    """
    if request is None:
        return None
    user, now = request.user, timezone.now()
    learns = is_enrolled(user, page)
    shown = {
        "takes_roll": may_take_roll(user, page) or (learns and ROLL in _duties(user, page)),
        "learns": learns,
        "is_point": Role.POINT in scope_of(user).roles,
    }
    teaches = not shown["takes_roll"] and may_show_code(user, page)
    if not teaches and not any(shown.values()):
        return None
    rolls = going_on(page, now) if teaches else []
    context = {"training_class": page, "rolls": rolls, **shown}
    return kept_text((page.public_id, shown, rolls), "attendance/_aside.html", lambda: context)


def _duties(user: Any, page: TrainingClassPage) -> tuple[str, ...]:
    """Return the duties that a learner has today, as the page of the class says them."""
    return duties_today(page, user.pk, timezone.now().astimezone(settle_zone(page)).date())


def records(
    page: TrainingClassPage, enrollments: Sequence[Enrollment], items: Sequence[TimetableItem] | None = None
) -> Iterator[AttendanceRecord]:
    """Tell how learners stand to the items of a class; the halves of a day together are one item.

    Of two halves the one that weighs more gives the state: whoever was late in the morning was late that day.
    """
    rolls = rolls_of(page).filter(item__isnull=False)
    if items is not None:
        rolls = rolls.filter(item__in=[item.pk for item in items])
    found: dict[tuple[int, int], AttendanceRecord] = {}
    for (_roll, enrollment), row in standings(page, list(rolls), enrollments).items():
        key = (enrollment, row.roll.item_id or 0)
        one = AttendanceRecord(*key, row.standing.state, row.standing.minutes, row.roll.required_minutes)
        found[key] = _joined(found[key], one) if key in found else one
    yield from found.values()


_WEIGHT = ("absent", "unverified", "left_early", "late", "excused", "online", "at_point", "present")


def _joined(one: AttendanceRecord, other: AttendanceRecord) -> AttendanceRecord:
    state = min(one.state, other.state, key=_WEIGHT.index)
    return AttendanceRecord(one.enrollment, one.item, state, one.minutes + other.minutes, one.required + other.required)


def move_settings(*, source: Any, copy: Any, **rest: Any) -> None:
    """Give the next class what this one has set about attendance; no roll goes along."""
    row = PluginActivation.objects.filter(plugin=PLUGIN, page=source).first()
    config = plugin(PLUGIN)
    if row is not None and config is not None:
        decide(plugin=config, page=copy, state=row.state, settings=row.settings, by=rest["by"])
