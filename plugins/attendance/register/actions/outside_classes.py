"""Entering classes that the software did not see, and correcting them by another entry."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Organization, User
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.register.actions.entries import keep_papers, not_yours, replace
from plugins.attendance.register.actions.tallies import tally_outside
from plugins.attendance.register.evidence import Paper
from plugins.attendance.register.models import OutsideClass
from plugins.attendance.register.permissions import may_correct_outside
from schoolhouse.refusals import Refusal

EARLIEST = datetime.date(1949, 1, 1)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Held:
    """What is said of a class: ``minutes`` are those of all its sessions together, ``people`` at each of them."""

    organization: Organization
    title: str
    starts_on: datetime.date
    ends_on: datetime.date
    people: int
    minutes: int
    sessions: int = 1
    held_at: str = ""
    remarks: str = ""


@transaction.atomic
def enter_outside(
    *, said: Held, by: User, papers: Sequence[Paper] = (), corrects: OutsideClass | None = None, reason: str = ""
) -> OutsideClass:
    """Write a class down that was held elsewhere or before, or correct one by another entry. Raises ``Refusal``."""
    if not scope_of(by).may(Role.ADMINISTRATOR, said.organization):
        raise not_yours()
    _check(said, is_correction=corrects is not None)
    made = OutsideClass(by=by, **vars(said))
    replace(made, corrects, reason, may=partial(may_correct_outside, by))
    made.save()
    tally_outside(classes=[made])
    keep_papers(made, papers)
    return made


def _check(said: Held, *, is_correction: bool) -> None:
    if not EARLIEST <= said.starts_on <= said.ends_on:
        raise Refusal(_("The last day cannot be before the first."), code="wrong_days", status=400)
    if said.ends_on > timezone.localdate():
        raise Refusal(_("Only classes that are over belong here."), code="too_early", status=400)
    if not 1 <= said.minutes <= DAY_MINUTES * ((said.ends_on - said.starts_on).days + 1):
        raise Refusal(_("These days do not have so many hours."), code="wrong_hours", status=400)
    if said.people < 1 and not is_correction:
        raise Refusal(_("Say how many people were there."), code="nobody", status=400)
