"""What attendance says against closing a class."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.attendance.models import Appeal, AppealState, RollState
from plugins.attendance.queries.register import begun_rolls
from plugins.attendance.queries.rolls import learners_of, standings
from plugins.attendance.register.queries.items import untaken_items
from schoolhouse.attendance import AttendanceState as State
from schoolhouse.closing import Gap


def unverified(page: Any) -> Sequence[Gap]:
    """Name what nobody has recorded: sessions without a roll, open rolls, unverified learners, unanswered appeals."""
    rolls = begun_rolls(page)
    still_open = [roll for roll in rolls if not roll.is_closed]
    closed = [roll for roll in rolls if roll.state == RollState.CLOSED]
    found = standings(page, closed, list(learners_of(page)))
    unknown = {row.enrollment.pk for row in found.values() if row.standing.state == State.UNVERIFIED}
    appeals = Appeal.objects.filter(roll__training_class=page, state=AppealState.OPEN).count()
    desk, register = (reverse(f"plugins:attendance:{name}", args=[page.public_id]) for name in ("desk", "register"))
    gaps = (
        Gap(_("sessions of which no roll was taken"), untaken_items(page).count(), desk),
        Gap(_("rolls that nobody has closed"), len(still_open), desk),
        Gap(_("learners who are unverified at a closed roll"), len(unknown), register),
        Gap(_("learners who say that their attendance is wrong, and have no answer"), appeals, desk),
    )
    return [gap for gap in gaps if gap.count]
