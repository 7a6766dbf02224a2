"""What the navigation offers."""

import pytest
from bs4 import BeautifulSoup

from people.models import Role
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def navigation(client, address):
    """Give the addresses offered and the current one."""
    links = BeautifulSoup(client.get(address).content, "html.parser").select(".site-nav__link")
    return [link["href"] for link in links], [link["href"] for link in links if link.get("aria-current")]


@pytest.mark.parametrize(
    ("address", "current"),
    [("/lessons/", ["/lessons/"]), ("/classes/", ["/classes/"]), ("/search/", []), ("/accounts/login/", [])],
)
def test_stranger_is_led_to_the_front_door_lessons_and_classes(client, address, current):
    assert navigation(client, address) == (["/", "/lessons/", "/classes/"], current)


def test_learner_is_led_through_the_day(client):
    client.force_login(make_user(role=Role.LEARNER, organization=make_organization()))

    offered, current = navigation(client, "/learn/")

    assert offered == ["/learn/", "/lessons/", "/forums/", "/accounts/profile/"]
    assert current == ["/learn/"]
