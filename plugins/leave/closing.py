"""What leave says against closing a class."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.leave.models import WAITING, LeaveState
from plugins.leave.queries.leave import leaves_in, proposals_in
from schoolhouse.closing import Gap

OUT = (LeaveState.APPROVED, LeaveState.TAKEN, LeaveState.REPORTED_BACK)
"""Granted, and not closed yet: nobody has said that the learner is back, or when."""


def open_leave(page: Any) -> Sequence[Gap]:
    """Name leave that waits for an answer, leave that is not closed, and withdrawals that nobody has decided."""
    states = list(leaves_in(page).filter(state__in=(*WAITING, *OUT)).order_by().values_list("state", flat=True))
    waiting = sum(state in WAITING for state in states)
    desk = reverse("plugins:leave:desk", args=[page.public_id])
    gaps = (
        Gap(_("requests for leave that wait for an answer"), waiting, desk),
        Gap(_("granted leave that has not been reported back and closed"), len(states) - waiting, desk),
        Gap(_("proposed withdrawals that nobody has decided"), proposals_in(page).count(), desk),
    )
    return [gap for gap in gaps if gap.count]
