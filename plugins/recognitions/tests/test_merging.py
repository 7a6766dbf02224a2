"""Two accounts of one person become one."""

import pytest

from people.actions.merging import merge_people
from plugins.recognitions.models import Ballot, BallotChoice

pytestmark = pytest.mark.django_db


def test_one_person_has_one_ballot_and_is_named_once(six, school):
    one = six.open()
    six.choose(one, 0, 3)
    six.choose(one, 1, 4)
    six.choose(one, 2, 0, 1)
    merge_people(keep=six.learners[0], duplicate=six.learners[1], by=school.superuser())
    assert sorted(Ballot.objects.values_list("voter", flat=True)) == sorted([six.learners[0].pk, six.learners[2].pk])
    assert BallotChoice.objects.filter(ballot__voter=six.learners[2]).count() == 1


def test_what_was_awarded_stays(six, school):
    one = six.awarded(3, 4)
    merge_people(keep=six.learners[5], duplicate=six.learners[4], by=school.superuser())
    own = one.results.filter(enrollment__learner=six.learners[5])
    assert list(own.values_list("is_awarded", flat=True)) == [True]
