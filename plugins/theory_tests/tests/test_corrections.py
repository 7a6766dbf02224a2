"""A marker erred: another mark with a reason, the old one kept, and the ledger follows by a reversal."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from evaluations.actions.points import reverse_entry
from evaluations.models import PointEntry
from evaluations.queries.points import total_of
from plugins.theory_tests.actions.marks import correct_mark
from plugins.theory_tests.models import AnswerState, Mark, Settled, Sitting
from plugins.theory_tests.tests.sit_things import Class
from plugins.theory_tests.tests.test_marks import essay, give, instructor_of
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(school):
    return Class(school, kinds=("single", "essay"), fields={"award": Decimal(10)})


def correct(answer, points, by, *, reason="Misread", seen=None, comment=""):
    seen = answer.marks.count() if seen is None else seen
    return correct_mark(answer=answer, points=[Decimal(str(points))], reason=reason, comment=comment, seen=seen, by=by)


def entries():
    rows = PointEntry.objects.order_by("pk")
    return [(row.points, row.by, row.reverses_id) for row in rows]


def test_correction_keeps_the_old_mark_and_turns_the_ledger_over(one):
    answer = give(essay(one), 1, one.teacher)
    one.end()
    answer = correct(answer, 2, one.teacher)
    answer.attempt.refresh_from_db()
    assert (answer.state, answer.earned, answer.attempt.points) == (AnswerState.DONE, 2, 4)
    assert list(Mark.objects.values_list("step", "share", "reason")) == [(1, Decimal("0.5"), ""), (4, 1, "Misread")]
    first = PointEntry.objects.earliest("pk")
    assert entries() == [
        (Decimal("7.5"), None, None),
        (Decimal("-7.5"), one.teacher, first.pk),
        (Decimal(10), one.teacher, None),
    ]
    correct(answer, 0, one.teacher, reason="Misread again")
    assert total_of(one.learner, one.training_class) == 5
    assert PointEntry.objects.count() == 5
    call_command("points", "check")


def test_correction_that_changes_no_points_leaves_the_ledger(one):
    answer = give(essay(one), 1, one.teacher)
    one.end()
    correct(answer, 1, one.teacher, comment="Said better")
    assert [points for points, *_rest in entries()] == [Decimal("7.5")]


def test_correction_before_the_test_is_over_counts_once_it_is(one):
    answer = correct(give(essay(one), 1, one.teacher), 2, one.teacher)
    assert not PointEntry.objects.exists()
    one.end()
    assert [points for points, *_rest in entries()] == [10]
    assert answer.marks.count() == 2


def test_of_two_attempts_the_one_that_is_better_by_now_counts(school):
    one = Class(school, kinds=("essay",), paper_fields={"attempts": 2}, fields={"award": Decimal(10)})
    first, second = essay(one), essay(one)
    give(first, 1, one.teacher)
    give(second, 1.5, one.teacher)
    one.end()
    correct(second, 0, one.teacher)
    assert Settled.objects.get().attempt == first.attempt
    assert total_of(one.learner, one.training_class) == 5


def test_entry_that_was_taken_back_by_hand_stays_so(one):
    answer = give(essay(one), 1, one.teacher)
    one.end()
    reverse_entry(entry=PointEntry.objects.get(), reason="Copied", by=one.teacher)
    correct(answer, 2, one.teacher)
    assert total_of(one.learner, one.training_class) == 0


@pytest.mark.parametrize(("reason", "code"), [("", "reason"), (" \x00", "reason")])
def test_correction_says_why(one, reason, code):
    answer = give(essay(one), 1, one.teacher)
    with pytest.raises(Refusal) as refused:
        correct(answer, 2, one.teacher, reason=reason)
    assert refused.value.code == code


def test_learners_and_who_has_seen_less_correct_nothing(one):
    answer = essay(one)
    with pytest.raises(Refusal, match="not marked yet"):
        correct(answer, 2, one.teacher)
    give(answer, 1, one.teacher)
    for by in (one.learner, one.other.learner):
        with pytest.raises(Refusal) as refused:
            correct(answer, 2, by)
        assert refused.value.status == 403
    correct(answer, 2, one.teacher)
    with pytest.raises(Refusal, match="meanwhile"):
        correct(answer, 0, one.teacher, seen=1)


def test_what_the_software_marked_is_not_corrected(one):
    answer = one.sit().answers.get(version__content__kind="single")
    with pytest.raises(Refusal, match="software"):
        correct(answer, 0, one.teacher)


def test_what_two_people_gave_is_corrected_by_who_runs_the_class(school):
    one = Class(school, kinds=("essay",), fields={"has_second_marker": True})
    instructor = instructor_of(one)
    answer = give(give(essay(one), 2, one.teacher), 2, instructor)
    with pytest.raises(Refusal, match="cannot correct"):
        correct(answer, 1, instructor)
    assert correct(answer, 1, one.teacher).earned == 1


def test_page_takes_the_correction_and_the_learner_reads_why(one):
    answer = give(essay(one), 1, one.teacher)
    one.end()
    teacher, address = one.school.client(one.teacher), reverse("plugins:theory_tests:mark", args=[answer.public_id])
    result = reverse("plugins:theory_tests:result", args=[answer.attempt.public_id])
    assert address in teacher.get(result).content.decode()
    page = teacher.get(address)
    assert "Correct the mark" in page.content.decode()
    data = {"points_0": "2", "comment": "", "seen": page.context["form"]["seen"].value(), "reason": ""}
    assert teacher.post(address, data).status_code == 400
    page = teacher.post(address, {**data, "reason": "Misread canary"}, follow=True).content.decode()
    assert "The mark is corrected." in page
    assert "Misread canary" in page
    assert teacher.post(address, {**data, "reason": "Twice"}).status_code == 409
    Sitting.objects.update(shows="answers")
    shown = one.school.client(one.learner).get(result).content.decode()
    assert "Corrected: Misread canary" in shown
    assert address not in shown


def test_mark_that_comes_behind_another_is_told_so(one):
    answer = give(essay(one), 1, one.teacher)
    address = reverse("plugins:theory_tests:mark", args=[answer.public_id])
    page = one.school.client(one.teacher).post(address, {"points_0": "2", "seen": "waiting"})
    assert page.status_code == 409
    assert "This answer does not wait for a mark." in page.content.decode()
    assert answer.marks.count() == 1
