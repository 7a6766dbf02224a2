import datetime
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from evaluations.actions.feedback.answers import TEXT_LENGTH
from evaluations.actions.feedback.attaching import attach_form
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.jobs import follow_timetable
from evaluations.models import FeedbackAnswer, FeedbackParticipation, FeedbackResponse, FeedbackSeal, FeedbackSurvey
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_timetable_item
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_user


def answers(survey: FeedbackSurvey, *values: Any) -> dict[str, Any]:
    return {q.key: v for q, v in zip(survey.version.questions.all(), values, strict=False)}


def test_feedback_keeps_each_answer(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    response = submit_feedback(survey=survey, answers=answers(survey, 4, 2, "More cases"), by=lecture.learners[0])
    kept = FeedbackAnswer.objects.filter(response=response).order_by("question__position")
    assert list(kept.values_list("number", "text")) == [(4, ""), (2, ""), (None, "More cases")]


def test_feedback_anonymous_names_nobody_beside_the_answers(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=True))
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert FeedbackSeal.objects.get().survey == survey
    assert not FeedbackResponse.objects.exists()
    assert FeedbackParticipation.objects.get().learner == lecture.learners[0]


def test_feedback_with_names_names_the_learner(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert FeedbackResponse.objects.get().learner == lecture.learners[0]


def test_feedback_promise_stays_when_the_form_changes(lecture: Any) -> None:
    form = make_form(is_anonymous=True)
    survey = make_survey(lecture.live_class, form=form)
    form.is_anonymous = False
    form.save()
    attach_form(form=form, page=lecture.live_class, opens_at=survey.opens_at, closes_at=survey.closes_at, by=None)
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert FeedbackSeal.objects.count() == 1


def test_feedback_twice_is_refused_and_leaves_the_first(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, 1), by=lecture.learners[0])
    assert refused.value.code == "answered"
    assert list(FeedbackAnswer.objects.values_list("number", flat=True)) == [5]


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_feedback_sent_again_with_its_key_is_kept_once(lecture: Any, is_anonymous: bool) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=is_anonymous))
    sent = {"survey": survey, "answers": answers(survey, 5), "by": lecture.learners[0], "client_key": uuid.uuid4()}
    assert submit_feedback(**sent) == submit_feedback(**sent)
    assert FeedbackSeal.objects.count() + FeedbackResponse.objects.count() == 1
    with pytest.raises(Refusal):
        submit_feedback(**{**sent, "client_key": uuid.uuid4()})


@pytest.mark.parametrize(
    ("values", "code", "status"),
    [
        ((None,), "missing", 400),
        ((0,), "refused", 400),
        ((6,), "refused", 400),
        (("5",), "refused", 400),
        ((5, 4), "refused", 400),
        ((5, 1, "x" * (TEXT_LENGTH + 1)), "refused", 400),
    ],
)
def test_feedback_out_of_range_is_refused_with_nothing_kept(
    lecture: Any, values: tuple[Any, ...], code: str, status: int
) -> None:
    survey = make_survey(lecture.live_class)
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, *values), by=lecture.learners[0])
    assert (refused.value.code, refused.value.status) == (code, status)
    assert not FeedbackParticipation.objects.exists()
    assert not FeedbackSeal.objects.exists()


@pytest.mark.parametrize(("opens", "closes"), [(1, 2), (-2, -1)])
def test_feedback_outside_its_time_is_refused(lecture: Any, opens: int, closes: int) -> None:
    now = timezone.now()
    survey = make_survey(
        lecture.live_class,
        opens_at=now + datetime.timedelta(days=opens),
        closes_at=now + datetime.timedelta(days=closes),
    )
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert refused.value.code == "not_open"


def test_feedback_of_somebody_outside_the_class_is_refused(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    waiting = make_enrollment(lecture.training_class, state="waiting").learner
    for outsider in (make_user(), waiting, lecture.instructor, lecture.teacher):
        with pytest.raises(Refusal) as refused:
            submit_feedback(survey=survey, answers=answers(survey, 5), by=outsider)
        assert refused.value.status == 403


def _moved(lecture: Any, **line: Any) -> Any:
    """Tell that the live class was moved, as the timetable does."""
    item = lecture.training_class.timetable_items.get(page=lecture.live_class)
    data = {"kind": "moved", "act": str(uuid.uuid4()), "items": [{"item": str(item.public_id), **line}]}
    return SimpleNamespace(data=data)


def test_feedback_follows_what_it_is_about_once(lecture: Any) -> None:
    make_timetable_item(lecture.training_class, page=lecture.live_class)
    survey, day = make_survey(lecture.live_class), datetime.timedelta(days=2)
    opens_at, closes_at = survey.opens_at, survey.closes_at
    ends = lecture.live_class.ends_at
    told = _moved(lecture, was_ends_at=ends.isoformat(), ends_at=(ends + day).isoformat())

    for _time in range(2):
        follow_timetable(told)

    survey.refresh_from_db()
    assert (survey.opens_at, survey.closes_at) == (opens_at + day, closes_at + day)
    follow_timetable(_moved(lecture, was_ends_at=(ends + day).isoformat(), ends_at=ends.isoformat()))
    survey.refresh_from_db()
    assert (survey.opens_at, survey.closes_at) == (opens_at, closes_at)


def test_feedback_that_somebody_gave_stays_when_it_was(lecture: Any) -> None:
    make_timetable_item(lecture.training_class, page=lecture.live_class)
    survey, ends = make_survey(lecture.live_class), lecture.live_class.ends_at
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])

    later = (ends + datetime.timedelta(days=1)).isoformat()
    follow_timetable(_moved(lecture, was_ends_at=ends.isoformat(), ends_at=later))

    assert FeedbackSurvey.objects.get().opens_at == survey.opens_at


def test_feedback_times_stay_when_something_is_cancelled(lecture: Any) -> None:
    make_timetable_item(lecture.training_class, page=lecture.live_class)
    survey = make_survey(lecture.live_class)
    told = _moved(lecture, ends_at=lecture.live_class.ends_at.isoformat(), was_ends_at=None)
    told.data["kind"] = "cancelled"

    follow_timetable(told)

    assert FeedbackSurvey.objects.get().opens_at == survey.opens_at
