"""Holding something again on many days."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug

from classes.actions.fresh_copy import FreshCopyAction
from classes.actions.timetable.drafts import carry_into_draft
from classes.actions.timetable.moving import claim
from classes.actions.timetable.telling import tell
from classes.models import ChangeKind, LiveClassPage, TimetableItem, TrainingClassPage
from classes.queries.timetable.plans import LONGEST_SERIES, Step, steps_repeated
from people.models import User
from schoolhouse.refusals import Refusal


@transaction.atomic
def repeat_item(
    *,
    training_class: TrainingClassPage,
    source: TimetableItem,
    dates: Sequence[datetime.date],
    begins: datetime.time,
    ends: datetime.time,
    by: User,
    stamp: str,
) -> int:
    """Hold ``source`` again on ``dates``, from ``begins`` to ``ends`` on the clock of the class; return how often.

    A live class is copied for each day, with its instructors and materials, and published where the original is.
    Raises ``Refusal`` for who does not run the class, for too many days, and for what was changed since the preview.
    """
    training_class = claim(training_class, by, stamp)
    if not dates or ends <= begins:
        raise Refusal(_("There is no day on which it would be held."), code="nothing")
    if len(dates) > LONGEST_SERIES:
        raise Refusal(
            _("That would be %(count)d sessions; one act makes %(most)d at most.")
            % {"count": len(dates), "most": LONGEST_SERIES},
            code="too_many",
        )
    source = training_class.timetable_items.select_related("page").get(pk=source.pk)
    live_class = LiveClassPage.objects.filter(pk=source.page_id).first() if source.page_id else None
    added = []
    for step in steps_repeated(training_class, source, dates, begins=begins, ends=ends):
        copy = _copy(live_class, training_class, step, by) if live_class else None
        step.item.page = copy.page_ptr if copy else source.page
        step.item.save()
        added.append(step.item)
        if copy is not None and live_class is not None and live_class.live:
            copy.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    carry_into_draft(training_class, {}, added, by)
    tell(training_class, ChangeKind.ADDED, {item.pk: (None, None) for item in added}, "", by)
    return len(added)


def _copy(live_class: LiveClassPage, training_class: TrainingClassPage, step: Step, by: User) -> LiveClassPage:
    parent = TrainingClassPage.objects.get(pk=training_class.pk)
    attributes: dict[str, Any] = {
        "slug": find_available_slug(parent, live_class.slug),
        "starts_at": step.starts_at,
        "ends_at": step.ends_at,
    }
    action = FreshCopyAction(live_class, to=parent, update_attrs=attributes, user=by)
    return LiveClassPage.objects.get(pk=action.execute(skip_permission_checks=True).pk)
