"""Naming who stands in."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.models import TrainingClassPage
from classes.permissions import may_run_class
from foundation import stamps
from people.models import User
from plugins.leave.models import Duty, StandIn
from plugins.leave.queries.concerned import STAMP
from plugins.leave.queries.stand_ins import may_stand_in
from schoolhouse.refusals import Refusal

MOST_STAND_INS = 60


@transaction.atomic
def name_stand_in(
    *,
    training_class: TrainingClassPage,
    person: User,
    duty: str,
    from_day: datetime.date,
    to_day: datetime.date,
    by: User,
    group_name: str = "",
) -> StandIn:
    """Let ``person`` decide about leave, or endorse it, on these days; named twice alike is named once.

    Raises ``Refusal``: ``by`` does not run the class, the days are no days, or the person may not do that there.
    """
    _must_run(by, training_class)
    if duty not in Duty.values:
        raise Refusal(_("Choose what the person does."), code="duty", status=400)
    if to_day < from_day:
        raise Refusal(pgettext("stand-in", "The last day cannot be before the first."), code="order", status=400)
    if not may_stand_in(person, training_class, duty):
        said = _("Only people who work for the school decide; learners of the class may endorse.")
        raise Refusal(said, code="person", status=400)
    named = {"person": person, "duty": duty, "group_name": group_name, "from_day": from_day, "to_day": to_day}
    # Only one at a time is named for a class, or two tabs would name the same.
    TrainingClassPage.objects.select_for_update(of=("self",), no_key=True).get(pk=training_class.pk)
    rows = StandIn.objects.filter(training_class=training_class)
    if rows.count() >= MOST_STAND_INS:
        raise Refusal(_("So many stand-ins are enough. Take out old ones first."), code="too_many")
    row, is_new = rows.get_or_create(**named, defaults={"training_class": training_class, "named_by": by})
    if is_new:
        stamps.bump(STAMP)
    return row


@transaction.atomic
def remove_stand_in(*, stand_in: StandIn, by: User) -> None:
    """Take a stand-in out; what was decided stays. Raises ``Refusal``."""
    _must_run(by, stand_in.training_class)
    stand_in.delete()
    stamps.bump(STAMP)


def _must_run(by: User, training_class: TrainingClassPage) -> None:
    if not may_run_class(by, training_class):
        raise Refusal(_("You may not do this in this class."), code="forbidden", status=403)
