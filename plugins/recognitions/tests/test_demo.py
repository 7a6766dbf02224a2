"""Recognitions of the demo school."""

import pytest

from plugins.recognitions.demo import load
from plugins.recognitions.models import Ballot, Recognition, RecognitionResult
from plugins.recognitions.queries.recognitions import waiting_for
from schoolhouse.testing import DemoPartContract
from schoolhouse.testing.contracts.demo import small_demo


class TestDemo(DemoPartContract):
    plugin = name = "recognitions"


@pytest.mark.django_db
def test_demo_has_a_vote_that_waits_for_those_who_sign_in(school):
    loaded = small_demo(school)
    load(loaded)
    vote = Recognition.objects.get(state="open")
    assert vote.training_class_id == loaded.classes[0].pk
    assert list(vote.steps.values_list("from_state", "to_state")) == [("draft", "open")]
    accounts = {person.pk for person in loaded.accounts.values()}
    assert not Ballot.objects.filter(voter__in=accounts).exists()
    learner = next(seat.learner for seat in vote.training_class.enrollments.all() if seat.learner_id in accounts)
    assert waiting_for(learner) == [vote]
    assert RecognitionResult.objects.filter(recognition=vote).count() == 0
