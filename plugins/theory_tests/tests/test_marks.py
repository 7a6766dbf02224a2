"""Answers in words: one marker, two, and a third step; figures of questions."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from classes.models import LiveClassInstructor
from evaluations.models import PointEntry
from people.published import renew
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.actions.figures import count_figures
from plugins.theory_tests.actions.marks import mark_answer
from plugins.theory_tests.models import AnswerState, AttemptState, Mark, QuestionFigure
from plugins.theory_tests.queries.figures import facility_of
from plugins.theory_tests.tests.sit_things import Class
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


def instructor_of(one):
    person = one.school.person("Instructor")
    live = one.school.live_class(one.training_class)
    LiveClassInstructor.objects.create(live_class=live, instructor=person)
    renew()
    return person


@pytest.fixture
def one(school):
    return Class(school, kinds=("single", "essay"), fields={"award": Decimal(10)})


def give(answer, points, by, seen=None, comment=""):
    points = [Decimal(str(one)) for one in (points if isinstance(points, list) else [points])]
    return mark_answer(answer=answer, points=points, comment=comment, seen=seen or answer.state, by=by)


def essay(one, seat=None):
    return one.sit(seat).answers.get(state=AnswerState.WAITING)


def test_one_marker_settles_the_attempt_and_the_ledger_hears_of_it_once_it_is_over(one):
    answer = essay(one)
    one.end()
    assert not PointEntry.objects.exists()
    give(answer, 1, one.teacher, comment="Good")
    answer.attempt.refresh_from_db()
    assert (answer.attempt.state, answer.attempt.points) == (AttemptState.MARKED, 3)
    entry = PointEntry.objects.get()
    assert (entry.points, entry.by) == (Decimal("7.5"), one.teacher)


def test_answer_is_marked_once_and_within_its_points(one):
    answer = essay(one)
    for points in (3, -1, "NaN"):
        with pytest.raises(Refusal, match="from 0 to 2"):
            give(answer, points, one.teacher)
    give(answer, 2, one.teacher)
    with pytest.raises(Refusal, match="does not wait"):
        give(answer, 1, one.teacher, seen="done")
    assert Mark.objects.count() == 1


def test_learner_marks_nothing(one):
    with pytest.raises(Refusal) as refused:
        give(essay(one), 2, one.other.learner)
    assert refused.value.status == 403


def test_rubric_is_scaled_to_the_points_of_the_paper(school):
    one = Class(school, kinds=("essay",))
    question = one.questions["essay"]
    question.rubric = "4 Steps\n1 Words"
    question.save()
    record_version(question=question, by=None)
    one.sitting = one.set()
    answer = essay(one)
    with pytest.raises(Refusal, match="every criterion"):
        give(answer, 1, one.teacher)
    answer = give(answer, [3, 1], one.teacher)
    assert answer.earned == Decimal("1.6")
    assert [mark["words"] for mark in Mark.objects.get().criteria] == ["Steps", "Words"]


@pytest.fixture
def two(school):
    one = Class(school, kinds=("essay",), fields={"has_second_marker": True, "agree_percent": 25})
    one.instructor = instructor_of(one)
    return one


def test_second_marker_is_somebody_else_and_the_mean_counts(two):
    answer = give(essay(two), 2, two.teacher)
    assert answer.state == AnswerState.SECOND
    with pytest.raises(Refusal, match="somebody else gives the second"):
        give(answer, 2, two.teacher)
    answer = give(answer, 1.5, two.instructor)
    assert (answer.state, answer.earned) == (AnswerState.DONE, Decimal("1.75"))


def test_markers_who_differ_are_settled_by_a_third_person_or_who_runs_the_class(two):
    first = two.school.superuser()
    answer = give(essay(two), 2, first)
    answer = give(answer, 1, two.instructor)
    assert (answer.state, answer.earned) == (AnswerState.DISPUTED, None)
    with pytest.raises(Refusal, match="third person"):
        give(answer, 1, two.instructor)
    answer = give(answer, 1.5, two.teacher)
    assert (answer.state, answer.earned) == (AnswerState.DONE, Decimal("1.5"))


def test_two_people_who_mark_at_once_make_one_mark(two):
    answer = essay(two)
    give(answer, 2, two.teacher)
    with pytest.raises(Refusal, match="meanwhile"):
        give(answer, 2, two.instructor, seen=AnswerState.WAITING)


def test_figures_say_how_hard_a_question_was_and_who_chose_what(school):
    one = Class(school, kinds=("single", "true_false"))
    seats = [*one.seats, *(school.enrollment(one.training_class) for _person in range(8))]
    for at, seat in enumerate(seats):
        one.sit(seat, single=[0] if at < 5 else [1 + at % 2], true_false="1")
    one.end()
    count_figures(sitting=one.sitting)
    figure = QuestionFigure.objects.get(version__question=one.questions["single"])
    assert (figure.attempts, figure.facility, figure.discrimination) == (10, Decimal("0.5"), 1)
    assert [(row["text"], row["is_right"], row["count"], row["upper"], row["lower"]) for row in figure.chosen] == [
        ("Knifecanary", True, 5, 2, 0),
        ("Spoon", False, 2, 0, 1),
        ("Fork", False, 3, 0, 1),
        ("", False, 0, 0, 0),
    ]
    easy = QuestionFigure.objects.get(version__question=one.questions["true_false"])
    assert (easy.facility, easy.discrimination) == (1, 0)
    found = facility_of(one.questions["single"])
    assert (found.attempts, found.facility) == (10, Decimal("0.5"))


def test_sheet_of_figures_holds_no_formula(school):
    one = Class(school, kinds=("short",))
    one.questions["short"].text = "=1+1"
    one.questions["short"].save()
    record_version(question=one.questions["short"], by=None)
    one.sitting = one.set()
    one.sit(short="=cmd|' /C calc'!A0")
    one.end()
    count_figures(sitting=one.sitting)
    answer = one.school.client(one.teacher).get(
        reverse("plugins:theory_tests:figures_file", args=[one.sitting.public_id])
    )
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any("1+1" in str(cell.value) for cell in cells)
