"""Rubrics: how levels are read, and who may look at them in the admin."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plugins.forum_scoring.models import Rubric
from plugins.forum_scoring.models.rubric import levels_in
from plugins.forum_scoring.tests.scoring_things import make_rubric
from plugins.forum_scoring.viewsets import RubricViewSet
from tests.people.viewsets.contract import ScopedViewSetContract


class TestRubrics(ScopedViewSetContract):
    viewset_class = RubricViewSet

    def make_object(self, organization, canary):
        return make_rubric(organization, title=canary)


def test_levels_are_read_line_by_line():
    found = levels_in("0 nothing\n\n  1.5   a view \n10")

    assert [(level.points, level.words) for level in found] == [
        (Decimal(0), "nothing"),
        (Decimal("1.5"), "a view"),
        (Decimal(10), ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 alone", "2 to 10 levels"),
        ("\n".join(f"{number} x" for number in range(11)), "2 to 10 levels"),
        ("1 one\ntwo two", "Line 2"),
        ("1 one\n-1 two", "Line 2"),
        ("1 one\n101 two", "Line 2"),
        ("1 one\nNaN two", "Line 2"),
        ("1 one\nInfinity two", "Line 2"),
        ("1 one\n1e999999999 two", "Line 2"),
        ("1 one\n1.00 two", "stand in another line"),
        ("1 one\n2 " + "x" * 151, "150 characters"),
    ],
)
def test_levels_that_cannot_be_read_are_named(text, said):
    with pytest.raises(ValidationError, match=said):
        levels_in(text)


@pytest.mark.django_db
def test_editor_writes_a_rubric_in_the_admin(school):
    client = school.client(school.superuser())
    address = "/admin/snippets/forum_scoring/rubric/add/"
    criteria = {
        "criteria-TOTAL_FORMS": "1",
        "criteria-INITIAL_FORMS": "0",
        "criteria-MIN_NUM_FORMS": "1",
        "criteria-MAX_NUM_FORMS": "8",
        "criteria-0-ORDER": "1",
        "criteria-0-name": "View",
    }
    data = {"organization": school.organization.pk, "title": "New rubric", **criteria}

    wrong = client.post(address, {**data, "criteria-0-levels": "one one"})
    assert "Line 1" in wrong.content.decode()
    assert not Rubric.objects.exists()
    two = {**data, "criteria-TOTAL_FORMS": "2", "criteria-1-ORDER": "2", "criteria-1-name": "Practice"}
    both = {f"criteria-{number}-levels": "0 nothing\n60 a view" for number in (0, 1)}
    assert "more than 100 points" in client.post(address, {**two, **both}).content.decode()
    assert not Rubric.objects.exists()
    client.post(address, {**data, "criteria-0-levels": "0 nothing\n2 a view"})

    assert Rubric.objects.get().most_points == Decimal(2)
