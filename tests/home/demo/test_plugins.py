"""Plugins' parts of the demo school."""

import random

import pytest
from django.utils import timezone

from foundation.stamps.models import Stamp
from home.demo.load.plugins import steps
from home.demo.load.school import DemoSchool
from schoolhouse import faults
from schoolhouse.demo import DemoPart
from schoolhouse.extension_points import demo_parts
from schoolhouse.models import PluginFault
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    monkeypatch.setattr(demo_parts, "_extensions", [])

    def register(load, **more):
        demo_parts.register("county", "county", DemoPart("County", load, **more))

    return register


@pytest.fixture
def school():
    counted = []
    found = DemoSchool(scale=0.5, rng=random.Random(1), now=timezone.now(), password="x", tick=counted.append)
    found.accounts["teacher"] = make_user()
    found.counted = counted
    return found


def test_part_is_given_the_school_and_counts_what_it_makes(part, school):
    given = []
    part(lambda loaded: (given.append(loaded), loaded.tick(7)), amount=40)
    ((name, step, weight),) = steps(seed=5)
    step(school)
    assert (name, weight, school.counted, school.missing) == ("county", 40, [7], [])
    assert (given[0].scale, given[0].seed, given[0].now, given[0].accounts) == (0.5, 5, school.now, school.accounts)
    assert given[0].chance("county").random() == given[0].chance("county").random() != given[0].chance("city").random()


def test_part_that_fails_is_undone_and_named(part, school):
    def load(loaded):
        Stamp.objects.create(name="demo.half", version=1)
        raise RuntimeError("Flood")

    part(load)
    ((_name, step, _weight),) = steps(seed=5)
    step(school)
    assert school.missing == ["county"]
    assert not Stamp.objects.filter(name="demo.half").exists()
    assert PluginFault.objects.get().plugin == "county"
