"""Entering how many people were somewhere, and correcting it by another entry."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.closing.frozen import refuse_closed
from classes.models import TimetableItem, TrainingClassPage
from people.models import Organization, User
from plugins.attendance.register.actions.entries import keep_papers, not_yours, replace
from plugins.attendance.register.actions.tallies import tally_counts
from plugins.attendance.register.evidence import Paper
from plugins.attendance.register.models import HeadCount
from plugins.attendance.register.permissions import may_correct_count, may_count_at
from schoolhouse.refusals import Refusal

LONGEST = datetime.timedelta(hours=24)


@dataclass(frozen=True)
class Counted:
    """What is said of a session: where, of which class if any, what it was, when, and how many people were there."""

    organization: Organization
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    people: int
    training_class: TrainingClassPage | None = None
    item: TimetableItem | None = None
    at_point: bool = False
    remarks: str = ""


@transaction.atomic
def enter_count(
    *, said: Counted, by: User, papers: Sequence[Paper] = (), corrects: HeadCount | None = None, reason: str = ""
) -> HeadCount:
    """Write a head count down, or correct one by another entry; none is ever changed. Raises ``Refusal``.

    Where ``by`` may not, the class is closed, or it is about something that has not begun.
    """
    if said.training_class is not None:
        TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=said.training_class.pk)
        refuse_closed(said.training_class)
    if not may_count_at(by, said.organization, said.training_class):
        raise not_yours()
    _check(said, is_correction=corrects is not None)
    count = HeadCount(by=by, **vars(said))
    replace(count, corrects, reason, may=partial(may_correct_count, by))
    count.save()
    tally_counts(counts=[count])
    keep_papers(count, papers)
    return count


def _check(said: Counted, *, is_correction: bool) -> None:
    if said.item is not None and said.item.training_class_id != getattr(said.training_class, "pk", None):
        raise Refusal(_("This is not on the timetable of the class."), code="wrong_item", status=400)
    if not said.starts_at < said.ends_at <= said.starts_at + LONGEST:
        raise Refusal(_("It must end after it starts, within a day."), code="wrong_time", status=400)
    if said.starts_at > timezone.now():
        raise Refusal(_("It has not begun yet. Count when people are there."), code="too_early", status=400)
    if said.people < 1 and not is_correction:
        raise Refusal(_("Say how many people were there."), code="nobody", status=400)
