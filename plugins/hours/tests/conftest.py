"""Fixtures of the tests of hours."""

import pytest

from plugins.hours.tests.factories import Roll, make_learner
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def learner(county):
    return make_learner(county, "Zhao")


@pytest.fixture
def enrollment(learner):
    return make_enrollment(make_training_class(), learner)


@pytest.fixture
def roll():
    with Roll().called() as roll:
        yield roll
