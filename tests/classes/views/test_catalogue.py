"""The catalogue of classes, and one's own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.classes.queries_counted import count_queries
from tests.factories.classes import make_enrollment, make_open_class, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def titles(response):
    return [one.title for one in response.context["page_obj"]]


@pytest.fixture
def classes():
    county = make_organization("East county")
    today = timezone.localdate()
    coming = make_open_class(county, title="Coming", period=3)
    index = coming.get_parent()
    make_training_class(index=index, title="Now", audience="public", starts_on=today, ends_on=today)
    make_training_class(index=index, title="Past", audience="public", starts_on=today - timedelta(days=30))
    make_training_class(index=index, title="For members", audience="signed_in", starts_on=today)
    make_training_class(index=index, title="Inside", audience="class", starts_on=today)
    draft = make_open_class(index=index, title="Draft")
    draft.unpublish()
    return coming


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Now", "Coming"]),
        ("?when=now", ["Now"]),
        ("?when=coming", ["Coming"]),
        ("?when=open", ["Coming"]),
        ("?when=past", ["Past"]),
        ("?when=nonsense&page=9999999", ["Now", "Coming"]),
    ],
)
def test_catalogue_lists_by_time_what_strangers_may_know(client, classes, query, expected):
    response = client.get(f"/classes/{query}")

    assert response.status_code == 200
    assert titles(response) == expected


def test_catalogue_shows_members_more(client, classes):
    member = make_user()
    inside = make_training_class(index=classes.get_parent(), title="Own", audience="class", starts_on=classes.starts_on)
    make_enrollment(inside, member)
    client.force_login(member)

    assert titles(client.get("/classes/")) == ["Now", "For members", "Coming", "Own"]


def test_catalogue_says_how_many_seats_are_left(client, classes):
    classes.seats = 2
    classes.save()
    make_enrollment(classes)

    page = client.get("/classes/?when=open", headers={"accept-language": "en"}).content.decode()
    assert "1 seat left" in page
    make_enrollment(classes)
    page = client.get("/classes/?when=open", headers={"accept-language": "en"}).content.decode()
    assert "Full: waiting list" in page


def test_my_classes_asks_strangers_to_sign_in(client):
    assert client.get("/classes/mine/").url.startswith("/accounts/login/")


def test_my_classes_shows_what_i_am_in_wait_for_and_teach(client, classes):
    person = make_user()
    index = classes.get_parent()
    make_enrollment(classes, person, state="waiting")
    past = make_training_class(index=index, title="Was there")
    make_enrollment(past, person, state="completed")
    left = make_training_class(index=index, title="Left")
    make_enrollment(left, person, state="withdrawn")
    make_training_class(index=index, title="Taught", class_teacher=person)
    client.force_login(person)

    response = client.get("/classes/mine/")

    assert [one.title for one in response.context["current"]] == ["Coming"]
    assert [one.title for one in response.context["past"]] == ["Was there"]
    assert [one.title for one in response.context["taught"]] == ["Taught"]


@pytest.mark.parametrize("address", ["/classes/", "/classes/mine/"])
def test_query_count_is_the_same_for_1_30_and_300_classes(client, address):
    person = make_user()
    client.force_login(person)
    index = make_open_class().get_parent()
    client.get(address)
    counts = []
    for rows in (1, 29, 270):
        for number in range(rows):
            training_class = make_open_class(index=index, class_teacher=make_user(password=None))
            if number % 2 == 0:
                make_enrollment(training_class, person)
        counts.append(count_queries(client, address))

    assert counts[0] == counts[1] == counts[2], counts
