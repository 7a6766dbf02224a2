"""The bank of the demo school."""

import pytest

from people.models import Organization
from plugins.theory_tests.content import problems_of
from plugins.theory_tests.demo import QUESTIONS, load
from plugins.theory_tests.models import BankKind, BankQuestion, QuestionVersion, Sitting
from schoolhouse.testing import DemoPartContract
from schoolhouse.testing.contracts.demo import small_demo


class TestDemo(DemoPartContract):
    plugin = name = "theory_tests"


@pytest.mark.django_db
def test_every_question_of_the_demo_can_be_asked(school):
    load(small_demo(school))
    versions = list(QuestionVersion.objects.all())
    assert len(versions) == BankQuestion.objects.count() == QUESTIONS
    assert [problems_of(version.content) for version in versions] == [[]] * QUESTIONS
    kinds = set(BankQuestion.objects.values_list("kind", flat=True))
    assert kinds == set(BankKind.values) - {"matching", "ordering"}
    city = Organization.get_root_nodes().first()
    assert set(BankQuestion.objects.values_list("category__organization", flat=True)) == {city.pk}


@pytest.mark.django_db
def test_demo_has_a_test_that_is_marked_and_one_that_is_open(school):
    loaded = small_demo(school)
    load(loaded)
    for page in loaded.classes:
        over, now = Sitting.objects.filter(training_class=page).order_by("opens_at")
        assert over.closed_at
        assert now.is_open(loaded.now)
        assert over.attempts.filter(state="marked").exists()
        assert over.figures.count() == over.version.questions
