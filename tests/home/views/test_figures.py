"""Figures and one's own people: nothing of another county."""

import pytest

from tests.factories.classes import make_enrollment
from tests.factories.people import make_user
from tests.factories.school import School, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path) -> School:
    settings.MEDIA_ROOT = tmp_path
    made = make_school()
    for county in (made.east, made.west):
        person = make_user(f"{county.canary} sent")
        make_enrollment(county.training_class, person, organization=county.organization)
    return made


@pytest.mark.parametrize("role", ["head", "administrator"])
def test_unit_lists_the_own_county_only(client, school, role):
    client.force_login(school.east.people[role])

    page = client.get("/learn/unit/").content.decode()

    assert "Eastcanary sent" in page
    assert "Westcanary" not in page


def test_coordinator_sees_the_own_village_only(client, school):
    client.force_login(school.east.people["coordinator"])

    page = client.get("/learn/unit/").content.decode()

    assert "East learner" in page
    assert "Eastcanary sent" not in page


def test_figures_count_the_own_county_only(client, school):
    client.force_login(school.east.people["head"])

    response = client.get("/learn/figures/")

    assert response.context["top"] == school.east.organization
    figures = response.context["figures"]
    assert (figures.learners, figures.places_taken, figures.running_classes) == (3, 3, 2)
    assert "West" not in response.content.decode()
