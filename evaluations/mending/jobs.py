"""Looking at what closed surveys say, and at what is overdue."""

import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.actions.feedback.mending import escalate, look_at
from evaluations.mending.telling import OVERDUE, item_data
from evaluations.queries.mending import heads_for, overdue, to_look_at
from evaluations.queries.survey import place_of
from foundation.jobs.registry import job, schedule
from people.notifications import tell
from people.queries.ownership import organization_of

log = logging.getLogger(__name__)
SETTLED_AFTER = timedelta(minutes=15)
"""So long after it closed a survey has its last answers, those sent late by a worker included."""
LOOKED_BACK = timedelta(days=14)
"""Surveys that closed longer ago are not looked at any more: what a school mends is not dug out of old years."""
AT_ONCE = 200
"""The most surveys of one round; the next one takes the rest."""


@schedule("evaluations.look_at_surveys", every=timedelta(minutes=10))
@job("evaluations.look_at_surveys", time_limit=timedelta(minutes=5))
def look_at_surveys() -> None:
    """Open what low means ask for. Each survey in a transaction of its own: one that fails keeps no other waiting."""
    now = timezone.now()
    for survey in to_look_at(now - LOOKED_BACK, now - SETTLED_AFTER)[:AT_ONCE]:
        try:
            look_at(survey)
        except Exception:
            log.exception("Survey %s could not be looked at.", survey.public_id)


@schedule("evaluations.escalate_items", at="08:00")
@job("evaluations.escalate_items", time_limit=timedelta(minutes=5))
def escalate_items() -> None:
    """Tell the school, once, of what should have been mended by now, and whoever should have."""
    for item in overdue():
        people = {*heads_for(item.survey), *([item.owner] if item.owner else [])}
        url = reverse("evaluations:action_item", args=[item.public_id])
        key = f"{item.public_id}:{item.due_on.isoformat()}"
        organization = organization_of(place_of(item.survey))
        with transaction.atomic():  # marked and told, or neither
            if escalate(item=item):
                tell(OVERDUE, key=key, people=people, data=item_data(item), url=url, organization=organization)
