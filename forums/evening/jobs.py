"""What the forums room does by itself."""

from datetime import timedelta

from django.utils import timezone

from forums.actions.evening.carrying import carry_over
from forums.queries.evening.question_box import forums_to_carry_to
from foundation.jobs.registry import job, schedule

LONGEST_EVENING = timedelta(hours=36)
"""For so long after it opened questions of the day go to a forum by themselves; later a host carries them over."""


@schedule("forums.carry_questions", every=timedelta(minutes=1))
@job("forums.carry_questions", time_limit=timedelta(minutes=2))
def carry_questions() -> None:
    """Carry what the day left open over to the forums of the evening. Each forum in a transaction of its own."""
    now = timezone.now()
    for forum in forums_to_carry_to(now, now - LONGEST_EVENING):
        carry_over(forum=forum)
