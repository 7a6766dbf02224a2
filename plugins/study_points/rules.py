"""The rules: what each counts, and how it explains itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from classes.closing.attendance import records_of
from classes.closing.hours import hours_in
from classes.models import Enrollment, TimetableItem, TrainingClassPage
from classes.queries.reflections import lessons_of
from evaluations.models import FeedbackParticipation, FeedbackSurvey
from lessons.models import CheckAttempt, LessonProgress, ProgressState
from schoolhouse.activation import cleaned_settings
from schoolhouse.attendance import AttendanceState

LABEL = "study_points"
_WORTH = {
    AttendanceState.PRESENT: "attended",
    AttendanceState.ONLINE: "attended",
    AttendanceState.AT_POINT: "attended",
    AttendanceState.LATE: "late",
    AttendanceState.LEFT_EARLY: "late",
    AttendanceState.ABSENT: "absent",
}


@dataclass(frozen=True)
class Earned:
    """What one thing is worth to a learner (by key): ``thing`` names it, the same each time."""

    learner: int
    thing: str
    points: Decimal
    reason: str
    at: datetime


@dataclass(frozen=True)
class Rule:
    """A rule: ``earned`` says what the learners of a class have earned, or ``None`` where nobody knows."""

    source: str
    label: str | Promise
    explain: Callable[[Page], str]
    earned: Callable[[TrainingClassPage, Sequence[Enrollment], dict[str, Any]], list[Earned] | None]


def _for_attendance(page: TrainingClassPage, seats: Sequence[Enrollment], worth: dict[str, Any]) -> list[Earned] | None:
    records = records_of(page, seats)
    if records is None:
        return None
    learners = {seat.pk: seat.learner_id for seat in seats}
    items = {item.pk: item for item in TimetableItem.objects.filter(training_class=page)}
    found = []
    for record in records:
        name, item = _WORTH.get(AttendanceState(record.state)), items.get(record.item)
        if name is not None and item is not None:
            word = AttendanceState(record.state).label
            reason = gettext("Attendance: %(title)s, %(state)s") % {"title": item.title[:150], "state": word}
            thing = str(item.public_id)
            found.append(Earned(learners[record.enrollment], thing, worth[name], reason, item.ends_at))
    return found


def _for_lessons(page: TrainingClassPage, seats: Sequence[Enrollment], worth: dict[str, Any]) -> list[Earned]:
    titles = lessons_of(page)
    done = LessonProgress.objects.filter(
        translation_key__in=list(titles), state=ProgressState.COMPLETED, learner__in=[seat.learner_id for seat in seats]
    )
    return [
        Earned(
            row.learner_id,
            str(row.translation_key),
            worth["lesson"],
            gettext("Lesson finished: %(title)s") % {"title": titles[str(row.translation_key)][:150]},
            row.updated_at,
        )
        for row in done
    ]


def _for_checks(page: TrainingClassPage, seats: Sequence[Enrollment], worth: dict[str, Any]) -> list[Earned]:
    # What was answered rightly once stays passed, also where it is asked in another way now (lessons.checks.standing).
    titles = lessons_of(page)
    learners = [seat.learner_id for seat in seats]
    right = CheckAttempt.objects.filter(translation_key__in=list(titles), learner__in=learners, is_right=True)
    rows = right.order_by().values_list("learner_id", "translation_key", "block").annotate(at=Min("attempted_at"))
    return [
        Earned(
            learner,
            f"{key}/{block}",
            worth["check"],
            gettext("Quick check passed: %(title)s") % {"title": titles[str(key)][:150]},
            at,
        )
        for learner, key, block, at in rows
    ]


def _for_hours(page: TrainingClassPage, seats: Sequence[Enrollment], worth: dict[str, Any]) -> list[Earned] | None:
    records = hours_in(page, seats)
    if records is None:
        return None
    learners = {seat.pk: seat.learner_id for seat in seats}
    found = []
    for record in records:
        said = {"title": record.title[:150], "hours": localize(record.hours.normalize())}
        reason = gettext("Training hours: %(title)s, %(hours)s hours") % said
        points = (record.hours * worth["hour"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        found.append(Earned(learners[record.enrollment], record.thing, points, reason, record.at))
    return found


def _for_feedback(page: TrainingClassPage, seats: Sequence[Enrollment], worth: dict[str, Any]) -> list[Earned]:
    # Of an anonymous form all get their points in one moment, once no more answers come: the time of an entry would
    # tell when somebody answered, and so what (docs/decisions/0051-anonymous-feedback.md).
    now = timezone.now()
    over = Q(survey__is_anonymous=False) | Q(survey__is_settled=True) | Q(survey__closes_at__lte=now)
    learners = [seat.learner_id for seat in seats]
    rows = FeedbackParticipation.objects.filter(over, survey__training_class=page, learner__in=learners)
    reason = gettext("Filled in a feedback form")
    return [
        Earned(row.learner_id, str(row.survey.public_id), worth["feedback"], reason, _when(row.survey, now))
        for row in rows.select_related("survey")
    ]


def _when(survey: FeedbackSurvey, now: datetime) -> datetime:
    return min(survey.closes_at, now) if survey.is_anonymous else now


def _said(page: Page, sentence: str, *names: str) -> str:
    settings = cleaned_settings(LABEL, page)
    return sentence % {name: localize(settings[name].normalize()) for name in names}


def _explain_attendance(page: Page) -> str:
    sentence = gettext(
        "%(attended)s points each time you are there, %(late)s if you come late or leave early, %(absent)s if you are "
        "absent without leave."
    )
    return _said(page, sentence, "attended", "late", "absent")


def _explain_lessons(page: Page) -> str:
    return _said(page, gettext("%(lesson)s points for each lesson of this class that you finish."), "lesson")


def _explain_checks(page: Page) -> str:
    if not cleaned_settings(LABEL, page)["check"]:
        return gettext("Quick checks of lessons give no points here.")
    return _said(
        page, gettext("%(check)s points for each quick check that you pass in a lesson of this class."), "check"
    )


def _explain_hours(page: Page) -> str:
    if not cleaned_settings(LABEL, page)["hour"]:
        return gettext("Training hours give no points here.")
    sentence = gettext("%(hour)s points for each training hour that counts for you in this class.")
    return _said(page, sentence, "hour")


def _explain_feedback(page: Page) -> str:
    return _said(page, gettext("%(feedback)s points for each feedback form that you fill in."), "feedback")


RULES = (
    Rule(f"{LABEL}.attendance", _("Attendance"), _explain_attendance, _for_attendance),
    Rule(f"{LABEL}.lesson", _("Lessons finished"), _explain_lessons, _for_lessons),
    Rule(f"{LABEL}.check", _("Quick checks passed"), _explain_checks, _for_checks),
    Rule(f"{LABEL}.hours", _("Training hours"), _explain_hours, _for_hours),
    Rule(f"{LABEL}.feedback", _("Feedback given"), _explain_feedback, _for_feedback),
)
