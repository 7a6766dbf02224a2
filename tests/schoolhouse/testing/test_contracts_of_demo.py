"""The contract of what plugins add to the demo school."""

import uuid

import pytest

from foundation.stamps.models import Stamp
from schoolhouse import testing
from schoolhouse.demo import DemoPart, draw_uuid
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db


def stamp(school, name):
    Stamp.objects.create(name=f"demo.{name}", version=1)


def drawn(school):
    stamp(school, draw_uuid(school.chance("county")))


def once_a_learner(school):
    learners = school.classes[0].enrollments.order_by("pk")
    stamp(school, f"{draw_uuid(school.chance('county'))}.{learners[0].pk}")


@pytest.mark.parametrize(
    ("label", "amount", "load", "failing"),
    [
        ("County", 1, drawn, None),
        ("", 1, drawn, "test_it_has_a_name"),
        ("County", 0, drawn, "test_it_has_a_name"),
        ("County", 1, lambda school: None, "test_same_seed_writes_the_same"),
        ("County", 1, lambda school: stamp(school, uuid.uuid4()), "test_same_seed_writes_the_same"),
        ("County", 1, lambda school: stamp(school, "always"), "test_same_seed_writes_the_same"),
        ("County", 1, once_a_learner, "test_it_bears_a_school_without_learners"),
    ],
)
def test_demo_part_contract(school, monkeypatch, label, amount, load, failing):
    monkeypatch.setattr(
        "schoolhouse.testing.contracts.demo.rows_of",
        lambda label: list(Stamp.objects.filter(name__startswith="demo.").values_list("name", flat=True)),
    )
    with registered(point_named("demo_parts"), DemoPart(label, load, amount)):
        found = faults(contract_of(testing.DemoPartContract), school)
    assert (failing in found) if failing else found == {}
