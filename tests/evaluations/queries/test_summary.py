from typing import Any

import pytest

from classes.models import LiveClassInstructor
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.models import FeedbackSurvey
from evaluations.queries.feedback.questionnaire import questionnaire_of
from evaluations.queries.feedback.summary import summary_of
from evaluations.questions.asking import answer_name
from tests.evaluations.answering import close
from tests.factories.evaluations import make_form, make_survey, question, section
from tests.factories.people import make_user

CLEAR = question("scale", "Clear?")
TALK = question("text", "What else?")
WHOLE = question("scale", "All in all?", levels=10)


@pytest.fixture
def repeated(lecture: Any) -> FeedbackSurvey:
    """A survey about two instructors."""
    lecture.colleague = make_user("Colleague")
    LiveClassInstructor.objects.create(live_class=lecture.live_class, instructor=lecture.colleague, sort_order=5)
    form = make_form(content=[WHOLE, section("Instructor", [CLEAR, TALK], per_instructor=True)])
    return make_survey(lecture.live_class, form=form)


def about(person: Any, clear: int, talk: str) -> dict[str, Any]:
    return {answer_name(CLEAR["id"], person): clear, answer_name(TALK["id"], person): talk}


def test_section_is_asked_once_for_each_instructor(lecture: Any, repeated: FeedbackSurvey) -> None:
    sections = questionnaire_of(repeated).sections
    names = [part.instructor and part.instructor.full_name for part in sections]
    assert names == [None, "Instructor", "Colleague"]


def test_each_instructor_reads_what_was_said_of_him_or_her_alone(lecture: Any, repeated: FeedbackSurvey) -> None:
    for learner in lecture.learners:
        given = about(lecture.instructor, 5, "Owncanary") | about(lecture.colleague, 1, "Othercanary")
        submit_feedback(survey=repeated, answers={WHOLE["id"]: 10, **given}, by=learner)
    close(repeated)

    everything = summary_of(repeated)
    assert [(part.instructor, part.answered) for part in everything.sections] == [
        (None, 6),
        (lecture.instructor, 6),
        (lecture.colleague, 6),
    ]
    assert [row.counts for row in everything.sections[2].questions] == [[6, 0, 0, 0, 0], []]
    own = summary_of(repeated, only_about=lecture.instructor)
    assert [part.instructor for part in own.sections] == [None, lecture.instructor]
    assert [row.texts for row in own.questions if row.texts] == [["Owncanary"] * 6]
    assert (str(own.mean), str(everything.mean)) == ("5.0", "3.7")


def test_instructor_about_whom_few_have_answered_anonymously_is_closed(lecture: Any, repeated: FeedbackSurvey) -> None:
    for number, learner in enumerate(lecture.learners):
        given = about(lecture.instructor, 5, "Said")
        if number < 4:
            given |= about(lecture.colleague, 1, "Fewcanary")
        submit_feedback(survey=repeated, answers=given, by=learner)
    close(repeated)
    closed = summary_of(repeated).sections[2]
    assert (closed.is_closed, closed.answered, closed.questions) == (True, 4, [])


def test_who_instructed_when_it_was_answered_is_still_read(lecture: Any, repeated: FeedbackSurvey) -> None:
    for learner in lecture.learners:
        submit_feedback(survey=repeated, answers=about(lecture.colleague, 4, "Still"), by=learner)
    close(repeated)
    LiveClassInstructor.objects.filter(instructor=lecture.colleague).delete()
    assert [part.instructor for part in summary_of(repeated).sections] == [None, lecture.instructor, lecture.colleague]


def test_summary_shows_each_kind_in_its_way(lecture: Any) -> None:
    kinds = [
        question("multiple", "Liked", options=["A", "B"]),
        question("matrix", "Stay", rows=["Room", "Food"], columns=["Bad", "Good"]),
        question("number", "Hours"),
    ]
    survey = make_survey(lecture.live_class, form=make_form(content=kinds))
    several, matrix, number = (one["id"] for one in kinds)
    for place, learner in enumerate(lecture.learners):
        given = {several: [1, 2] if place else [2], matrix: {"1": 2, "2": 1}, number: place}
        submit_feedback(survey=survey, answers=given, by=learner)
    close(survey)
    several, matrix, number = summary_of(survey).questions
    assert (several.rows, several.total, several.mean) == ([("A", 5), ("B", 6)], 6, None)
    assert [(label, counts) for label, _columns, counts in matrix.matrix] == [("Room", [0, 6]), ("Food", [6, 0])]
    assert [value for _label, value in number.result.figures] == ["2.5", "0", "5"]


@pytest.mark.parametrize("count", [1, 5])
def test_summary_costs_as_many_queries_however_many_instruct(
    lecture: Any, repeated: FeedbackSurvey, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        LiveClassInstructor.objects.create(live_class=lecture.live_class, instructor=make_user(), sort_order=9 + number)
    for learner in lecture.learners:
        submit_feedback(survey=repeated, answers=about(lecture.instructor, 4, "Still"), by=learner)
    close(repeated)
    survey = FeedbackSurvey.objects.select_related("form", "version", "page", "training_class").get(pk=repeated.pk)
    with django_assert_max_num_queries(9):
        summary_of(survey)
