"""The bank of the demo school."""

import pytest

from people.models import Organization
from plugins.theory_tests.content import problems_of
from plugins.theory_tests.demo import AMOUNT, load
from plugins.theory_tests.models import BankKind, BankQuestion, QuestionVersion
from schoolhouse.testing import DemoPartContract
from schoolhouse.testing.contracts.demo import small_demo


class TestDemo(DemoPartContract):
    plugin = name = "theory_tests"


@pytest.mark.django_db
def test_every_question_of_the_demo_can_be_asked(school):
    load(small_demo(school))
    versions = list(QuestionVersion.objects.all())
    assert len(versions) == BankQuestion.objects.count() == AMOUNT
    assert [problems_of(version.content) for version in versions] == [[]] * AMOUNT
    kinds = set(BankQuestion.objects.values_list("kind", flat=True))
    assert kinds == set(BankKind.values) - {"matching"}
    city = Organization.get_root_nodes().first()
    assert set(BankQuestion.objects.values_list("category__organization", flat=True)) == {city.pk}
