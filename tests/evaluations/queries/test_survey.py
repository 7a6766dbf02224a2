from decimal import Decimal
from typing import Any

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.queries.feedback.summary import summary_of
from evaluations.queries.survey import due_surveys, surveys_of_instructor
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_user


def test_summary_counts_levels_and_means(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner, level in zip(lecture.learners, (5, 5, 4, 4, 2, 1), strict=True):
        submit_feedback(survey=survey, answers=answers(survey, level, 2, f"Remark {level}"), by=learner)
    close(survey)
    summary = summary_of(survey)
    scale, single, text = summary.questions
    assert (summary.answered, summary.asked) == (6, 6)
    assert scale.counts == [1, 1, 0, 2, 2]
    assert scale.mean == Decimal("3.5")
    assert single.rows == [("Slow", 0), ("Right", 6), ("Fast", 0)]
    assert single.mean is None
    assert sorted(text.texts) == ["Remark 1", "Remark 2", "Remark 4", "Remark 4", "Remark 5", "Remark 5"]


def test_summary_of_few_anonymous_answers_stays_closed(lecture: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=True))
    for learner in lecture.learners[:5]:
        assert summary_of(survey).is_closed
        assert summary_of(survey).questions == []
        submit_feedback(survey=survey, answers=answers(survey, 5), by=learner)
    assert summary_of(survey).is_closed
    close(survey)
    assert not summary_of(survey).is_closed


def test_due_surveys_leave_out_what_was_answered(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    learner = lecture.learners[0]
    assert list(due_surveys(learner)) == [survey]
    submit_feedback(survey=survey, answers=answers(survey, 5), by=learner)
    assert list(due_surveys(learner)) == []
    assert list(due_surveys(make_user())) == []


def test_surveys_of_an_instructor_are_of_own_lectures_only(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    assert list(surveys_of_instructor(lecture.instructor)) == [survey]
    assert list(surveys_of_instructor(lecture.teacher)) == []
