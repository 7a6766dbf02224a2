"""What the evaluations room does by itself."""

import datetime
import logging
import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone

from classes.events import timetable_changed
from classes.models import TimetableItem
from evaluations.actions.feedback.attaching import follow_session
from evaluations.actions.feedback.erasing import clear_away
from evaluations.actions.feedback.files import clear_unsent_files
from evaluations.actions.feedback.releasing import release_answers
from evaluations.models import FeedbackSeal, FeedbackSurvey
from evaluations.notifications import remind, surveys_to_remind
from foundation.jobs.registry import job, schedule
from schoolhouse.events import ReceivedEvent


@timetable_changed.handler("evaluations.follow_timetable")
def follow_timetable(event: ReceivedEvent) -> None:
    """Let feedback forms open and close as much later, or earlier, as what they are about ends."""
    if event.data["kind"] != "moved":
        return
    lines = {uuid.UUID(line["item"]): line for line in event.data["items"]}
    items = TimetableItem.objects.filter(public_id__in=lines, page__isnull=False).select_related("page")
    for item in items:
        was, ends = (
            datetime.datetime.fromisoformat(lines[item.public_id][name]) for name in ("was_ends_at", "ends_at")
        )
        if item.page is not None and was != ends:
            follow_session(
                page=item.page,
                training_class=item.training_class_id,
                change=uuid.UUID(event.data["act"]),
                shift=ends - was,
            )


logger = logging.getLogger(__name__)


@schedule("evaluations.release_answers", every=datetime.timedelta(minutes=1))
@job("evaluations.release_answers", time_limit=datetime.timedelta(minutes=10), lease=datetime.timedelta(minutes=11))
def release_sealed() -> None:
    """Mix and release the sealed answers of anonymous surveys, each survey in a transaction of its own."""
    sealed = FeedbackSeal.objects.filter(survey=OuterRef("pk"))
    now = timezone.now()
    surveys = list(FeedbackSurvey.objects.filter(Exists(sealed), is_settled=False).order_by("pk"))
    done = []
    for survey in surveys:
        try:
            done.append(release_answers(survey=survey, now=now))
        except Exception:  # one that cannot be released keeps no other one sealed; it is tried again
            logger.exception("The answers of survey %s could not be released", survey.pk)
    if any(count is not None for count in done):
        clear_away()


@schedule("evaluations.remind", every=datetime.timedelta(minutes=10))
@job("evaluations.remind", time_limit=datetime.timedelta(minutes=5))
def remind_of_surveys() -> None:
    """Remind those who have not answered a form that has been open for a day."""
    for survey in surveys_to_remind(timezone.now()):
        remind(survey=survey)


@schedule("evaluations.clear_unsent_files", at="03:30")
@job("evaluations.clear_unsent_files", time_limit=datetime.timedelta(minutes=10))
def clear_unsent() -> None:
    """Delete pictures and files that were sent as answers which were never stored."""
    clear_unsent_files(now=timezone.now())
