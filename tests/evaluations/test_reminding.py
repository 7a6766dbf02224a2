"""Who has not answered is reminded after a day, once."""

import datetime
from typing import Any

from django.utils import timezone, translation

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.jobs import remind_of_surveys
from evaluations.notifications import REMINDER, remind
from people.models import Notification
from schoolhouse.extension_points import notification_kinds
from tests.evaluations.actions.test_feedback import answers
from tests.factories.evaluations import make_survey

DAY = datetime.timedelta(days=1)


def opened(lecture: Any, ago: datetime.timedelta) -> Any:
    now = timezone.now()
    return make_survey(lecture.live_class, opens_at=now - ago, closes_at=now + DAY)


def told() -> set[int]:
    return set(Notification.objects.filter(kind=REMINDER).values_list("person_id", flat=True))


def test_those_who_have_not_answered_are_reminded_once(lecture: Any) -> None:
    survey = opened(lecture, DAY)
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    remind_of_surveys()
    remind_of_surveys()
    remind(survey=survey)
    assert told() == {learner.pk for learner in lecture.learners[1:]}
    assert Notification.objects.filter(kind=REMINDER).count() == 5


def test_nobody_is_reminded_before_a_day_or_after_the_end(lecture: Any) -> None:
    opened(lecture, DAY - datetime.timedelta(minutes=1))
    now = timezone.now()
    make_survey(lecture.live_class, opens_at=now - 2 * DAY, closes_at=now - DAY)
    remind_of_surveys()
    assert told() == set()


def test_reminder_says_what_waits_until_it_was_answered(lecture: Any) -> None:
    survey, learner = opened(lecture, DAY), lecture.learners[0]
    remind_of_surveys()
    kind = notification_kinds.extension(REMINDER).value
    data = Notification.objects.get(person=learner).data
    with translation.override("en"):
        words = kind.words(data)
    assert words.subject == f"“{survey.form.title}” about “Reading land records” waits for your answer"
    assert kind.visible(learner, [data]) == [True]
    submit_feedback(survey=survey, answers=answers(survey, 5), by=learner)
    assert kind.visible(learner, [data]) == [False]
