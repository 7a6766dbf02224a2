"""When sealed answers are mixed and released, and when they are not."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from evaluations.actions.feedback.attaching import attach_form, close_survey
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.files import take_answer_file
from evaluations.jobs import release_sealed
from evaluations.models import (
    FeedbackAnswer,
    FeedbackFile,
    FeedbackParticipation,
    FeedbackResponse,
    FeedbackSeal,
    FeedbackSurvey,
)
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close, release
from tests.factories.class_life import make_photo
from tests.factories.classes import make_enrollment
from tests.factories.evaluations import make_form, make_survey, question

HOUR = datetime.timedelta(hours=1)


def fill(survey: FeedbackSurvey, count: int, training_class: Any) -> None:
    """Have so many new learners of the class answer, one level each, and one more be there who does not."""
    for number in range(count):
        learner = make_enrollment(training_class).learner
        submit_feedback(survey=survey, answers=answers(survey, number % 5 + 1, 2, f"Words {number}"), by=learner)


def counts() -> tuple[int, int]:
    return FeedbackSeal.objects.count(), FeedbackResponse.objects.count()


@pytest.mark.parametrize(
    ("came", "sealed", "read"), [(4, 4, 0), (5, 5, 0), (9, 9, 0), (10, 5, 5), (23, 5, 18)], ids=str
)
def test_open_survey_is_read_from_ten_on_and_holds_five_back(lecture: Any, came: int, sealed: int, read: int) -> None:
    survey = make_survey(lecture.live_class)
    fill(survey, came, lecture.training_class)
    release(survey)
    assert counts() == (sealed, read)


def test_next_answers_are_released_once_five_are_new(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    fill(survey, 10, lecture.training_class)
    release(survey)
    fill(survey, 4, lecture.training_class)
    assert release(survey) is None
    assert counts() == (9, 5)
    fill(survey, 1, lecture.training_class)
    assert release(survey) == 5
    assert counts() == (5, 10)


def test_survey_that_is_over_is_read_as_a_whole_with_every_answer(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    fill(survey, 12, lecture.training_class)
    release(survey)
    fill(survey, 1, lecture.training_class)
    assert close(survey) == 6
    assert counts() == (0, 13)
    texts = FeedbackAnswer.objects.exclude(text="").values_list("text", flat=True)
    assert sorted(texts) == sorted([*(f"Words {number}" for number in range(12)), "Words 0"])
    assert close(survey) is None


def test_survey_of_fewer_than_five_stays_sealed_for_ever(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    fill(survey, 4, lecture.training_class)
    before = set(FeedbackSeal.objects.values_list("pk", flat=True))
    assert close(survey) == 0
    assert counts() == (4, 0)
    assert before.isdisjoint(FeedbackSeal.objects.values_list("pk", flat=True))
    assert close(survey) is None


def test_survey_that_everybody_answered_is_read_at_once_and_takes_no_more(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner in lecture.learners:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=learner)
    assert release(survey) == 6
    late = make_enrollment(lecture.training_class).learner
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=late)
    assert refused.value.code == "not_open"
    with pytest.raises(Refusal):
        attach_form(form=survey.form, page=survey.page, opens_at=survey.opens_at, closes_at=survey.closes_at, by=None)


def test_mixing_keeps_who_has_answered_and_forgets_the_keys(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner in lecture.learners[:5]:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=learner, client_key=learner.public_id)
    before = set(FeedbackParticipation.objects.values_list("pk", flat=True))
    release(survey)
    rows = FeedbackParticipation.objects.all()
    assert {row.learner for row in rows} == set(lecture.learners[:5])
    assert [(row.client_key, row.is_mixed) for row in rows] == [(None, True)] * 5
    assert before.isdisjoint(row.pk for row in rows)


def test_named_survey_is_read_at_once_and_never_sealed(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    fill(survey, 1, lecture.training_class)
    assert counts() == (0, 1)
    assert close(survey) is None


def test_job_releases_what_closed_and_what_is_many(lecture: Any) -> None:
    survey, other = make_survey(lecture.live_class), make_survey(lecture.live_class)
    fill(survey, 6, lecture.training_class)
    fill(other, 10, lecture.training_class)
    release_sealed()
    assert counts() == (11, 5)
    close_survey(survey=survey, now=timezone.now(), by=lecture.teacher)
    release_sealed()
    assert (survey.responses.count(), other.responses.count()) == (6, 5)
    assert FeedbackSurvey.objects.get(pk=survey.pk).is_settled


def test_pictures_are_stored_anew_when_they_are_released(lecture: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    form = make_form(lecture.organization, content=[question("file", "A picture")])
    survey = make_survey(lecture.live_class, form=form)
    key = survey.version.questions.get().key
    sent = []
    for _number in range(5):
        learner = make_enrollment(lecture.training_class).learner
        file = take_answer_file(survey=survey, sent=make_photo())
        submit_feedback(survey=survey, answers={key: str(file.pk)}, by=learner)
        sent.append(file)
    assert close(survey) == 5
    released = FeedbackFile.objects.filter(answer__response__survey=survey)
    assert released.count() == FeedbackFile.objects.count() == 5
    assert not {file.pk for file in sent} & {file.pk for file in released}
    assert not {file.file.name for file in sent} & {file.file.name for file in released}
    assert all(file.file.read() for file in released)


def test_survey_that_cannot_be_released_keeps_no_other_one_sealed(lecture, monkeypatch, caplog):
    first, second = (make_survey(lecture.live_class, form=make_form(is_anonymous=True)) for _number in range(2))
    for survey in (first, second):
        FeedbackSeal.objects.create(survey=survey, answers={})
    released = []

    def release(*, survey, now):
        if survey == first:
            raise RuntimeError("a kind of a plugin")
        released.append(survey)

    monkeypatch.setattr("evaluations.jobs.release_answers", release)
    release_sealed()
    assert released == [second]
    assert f"survey {first.pk} could not be released" in caplog.text
