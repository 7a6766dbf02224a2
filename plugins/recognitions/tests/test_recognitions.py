"""From preparing to awarding."""

import pytest
from django.db import IntegrityError, transaction

from plugins.recognitions.actions import recognitions as actions
from plugins.recognitions.models import Ballot, BallotChoice, Juror, RecognitionResult
from plugins.recognitions.queries.recognitions import chosen_by, waiting_for
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str, **given):
    """Call ``does`` with the rest and check the code of its refusal."""
    does = given.pop("does")
    with pytest.raises(Refusal) as caught:
        does(**given)
    assert caught.value.code == code, str(caught.value)
    return str(caught.value)


def test_a_vote_counts_each_ballot_and_forgets_whom_it_named(six):
    one = six.counted()
    assert six.standing(one) == [(1, 3, 3), (2, 4, 1), (2, 5, 1)]
    assert Ballot.objects.filter(recognition=one).count() == 3
    assert not BallotChoice.objects.exists()


def test_a_ballot_may_be_changed_until_it_is_counted(six):
    one = six.open()
    six.choose(one, 0, 3, 4)
    six.choose(one, 0, 5)
    assert chosen_by(one, six.learners[0]) == {six.seats[5].public_id}
    assert Ballot.objects.count() == 1
    six.choose(one, 1, 5)
    six.choose(one, 2, 5)
    actions.count(recognition=one, by=six.teacher)
    with pytest.raises(Refusal, match="not open"):
        six.choose(one, 3, 4)


@pytest.mark.parametrize(("names", "code"), [((), "candidates"), ((0,), "candidates"), ((3, 4, 5), "too_many")])
def test_a_ballot_that_is_none_is_refused(six, names, code):
    one = six.open()
    with pytest.raises(Refusal) as caught:
        six.choose(one, 0, *names)
    assert caught.value.code == code
    assert not Ballot.objects.exists()


def test_a_learner_of_another_class_is_no_candidate_and_no_voter(six, school):
    one, other = six.open(), school.enrollment(school.training_class())
    from plugins.recognitions.actions.ballots import cast

    refused("candidates", does=cast, recognition=one, enrollments=[other.public_id], by=six.learners[0])
    refused("not_yours", does=cast, recognition=one, enrollments=[six.seats[0].public_id], by=other.learner)
    refused("not_yours", does=cast, recognition=one, enrollments=[six.seats[0].public_id], by=six.teacher)


def test_a_jury_alone_chooses(six):
    one = six.open("jury")
    with pytest.raises(Refusal) as caught:
        six.choose(one, 4, 3)
    assert caught.value.code == "not_yours"
    assert [waiting_for(six.learners[number]) for number in (0, 4)] == [[one], []]
    six.choose(one, 0, 3)
    assert waiting_for(six.learners[0]) == []


def test_a_jury_has_three_people_of_the_class_or_the_school(six, school):
    one = six.prepare("jury", jurors=six.learners[:2])
    refused("conditions", does=actions.open_ballots, recognition=one, by=six.teacher)
    stranger = [school.person()]
    refused("juror", does=six.prepare, means="jury", title="Other", jurors=stranger)
    six.prepare("jury", recognition=one, jurors=[*six.learners[:2], six.teacher])
    assert Juror.objects.count() == 3
    assert actions.open_ballots(recognition=one, by=six.teacher).state == "open"


def test_fewer_than_three_ballots_are_not_counted(six):
    one = six.open()
    six.choose(one, 0, 3)
    six.choose(one, 1, 3)
    refused("conditions", does=actions.count, recognition=one, by=six.teacher)
    assert BallotChoice.objects.count() == 2


def test_points_decide_by_the_ledger_and_equal_ones_share_a_place(six):
    for learner, points in ((0, 5), (1, 9), (2, 5), (3, -1)):
        six.give(learner, points)
    one = actions.count(recognition=six.prepare("rule"), by=six.teacher)
    assert six.standing(one) == [(1, 1, 9), (2, 0, 5), (2, 2, 5)]


def test_points_have_no_ballots(six):
    one = six.prepare("rule")
    refused("conditions", does=actions.open_ballots, recognition=one, by=six.teacher)


def test_points_of_one_component_decide_alone(six, school):
    from evaluations.models import SchemeComponent
    from tests.factories.evaluations import make_scheme

    scheme = make_scheme(school.organization)
    part = SchemeComponent.objects.filter(scheme=scheme).first()
    six.give(0, 9)
    six.give(1, 2, component=part)
    one = actions.count(recognition=six.prepare("rule", component=part), by=six.teacher)
    assert six.standing(one) == [(1, 1, 2)]


def test_who_left_the_class_is_not_counted(six):
    one = six.open()
    for voter in range(3):
        six.choose(one, voter, 3, 4)
    six.seats[3].state = "withdrawn"
    six.seats[3].save()
    assert six.standing(actions.count(recognition=one, by=six.teacher)) == [(1, 4, 3)]


@pytest.mark.parametrize(
    ("names", "said"),
    [((), "Choose who"), ((3, 4, 5), "There are 2 places"), ((4,), "stands before somebody you chose")],
)
def test_an_award_passes_nobody_over(six, names, said):
    one = six.counted()
    keys = [six.seats[number].public_id for number in names]
    assert said in refused("conditions", does=actions.award, recognition=one, enrollments=keys, by=six.teacher)
    assert not RecognitionResult.objects.filter(is_awarded=True).exists()


def test_among_equals_whoever_runs_the_class_chooses(six):
    one = six.awarded(3, 5)
    own = one.results.filter(is_awarded=True).order_by("place").values_list("enrollment", flat=True)
    assert list(own) == [six.seats[3].pk, six.seats[5].pk]


def test_an_award_is_taken_back_with_a_reason(six):
    one = six.awarded()
    refused("conditions", does=actions.take_back, recognition=one, by=six.teacher, reason=" ")
    taken = actions.take_back(recognition=one, by=six.teacher, reason="The wrong one")
    assert (taken.state, taken.results.filter(is_awarded=True).count()) == ("counted", 0)
    last = taken.steps.last()
    assert (last.from_state, last.to_state, last.reason) == ("awarded", "counted", "The wrong one")


def test_calling_off_forgets_whom_ballots_named(six):
    one = six.open()
    six.choose(one, 0, 3)
    actions.call_off(recognition=one, by=six.teacher, reason="Too early")
    assert not BallotChoice.objects.exists()
    assert six.prepare("vote").title == one.title


def test_a_title_stands_once_in_a_class(six):
    six.prepare("vote")
    refused("title", does=six.prepare, means="rule")


def test_what_is_open_is_not_changed(six):
    one = six.open()
    refused("wrong_state", does=six.prepare, means="rule", recognition=one)


def test_nobody_else_may(six):
    by = six.learners[0]
    refused("not_yours", does=six.prepare, means="rule", by=by)
    one = six.prepare("vote")
    refused("not_yours", does=actions.open_ballots, recognition=one, by=by)
    refused("not_yours", does=actions.call_off, recognition=one, by=by, reason="No")


def test_the_database_keeps_one_ballot_for_each_voter(six):
    one = six.open()
    six.choose(one, 0, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(recognition=one, voter=six.learners[0])
