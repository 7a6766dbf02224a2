"""Who owns a page."""

import pytest
from wagtail.models import Page

from people.queries.ownership import organization_of, with_owner
from tests.factories.people import make_organization, make_page, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    city = make_organization("City", kind="city")
    east = make_organization("East", parent=city)
    home = make_place(city)
    return {"city": city, "east": east, "home": home, "east_home": make_place(east, parent=home)}


def test_organization_of_is_that_of_the_nearest_place(places, django_assert_num_queries):
    page = make_page(make_page(places["east_home"]))

    with django_assert_num_queries(1):
        assert organization_of(page) == places["east"]
    assert organization_of(make_page(places["home"])) == places["city"]
    assert organization_of(places["home"]) == places["city"]


def test_organization_of_a_page_above_every_place_is_none(places):
    assert organization_of(Page.get_first_root_node()) is None


def test_with_owner_annotates_many_pages_in_one_query(places, django_assert_num_queries):
    lesson = make_page(places["east_home"])
    other = make_page(places["home"])

    with django_assert_num_queries(1):
        owners = {page.pk: page.owning_organization for page in with_owner(Page.objects.all())}

    assert owners[lesson.pk] == places["east"].pk
    assert owners[other.pk] == places["city"].pk
    assert owners[Page.get_first_root_node().pk] is None
