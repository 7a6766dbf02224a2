"""The pages of classes and live classes, as different people see them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from classes import extension_points
from classes.models import LiveClassMaterial
from people.models import Role
from schoolhouse.extension_points import LiveProvider, live_providers
from tests.classes.queries_counted import count_queries
from tests.factories.classes import (
    make_enrollment,
    make_live_class,
    make_open_class,
    make_timetable_item,
    make_training_class,
)
from tests.factories.people import make_document, make_organization, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def county():
    return make_organization("East county", time_zone="Europe/Berlin")


@pytest.fixture(autouse=True)
def site(county):
    """A site whose root is the root of the tree, so that every page has an address."""
    Site.objects.all().delete()
    return Site.objects.create(hostname="testserver", root_page=Page.get_first_root_node(), is_default_site=True)


@pytest.fixture
def training_class(county):
    today = timezone.now().astimezone(ZoneInfo("Europe/Berlin")).date()
    return make_training_class(
        county,
        title="First aid",
        audience="public",
        starts_on=today - timedelta(days=1),
        class_teacher=make_user("Chen"),
    )


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class).learner


def read(client, page, user=None, status=200):
    if user:
        client.force_login(user)
    response = client.get(page.get_url(), headers=ENGLISH)
    assert response.status_code == status
    return response.content.decode()


def item_today(training_class, hour, **fields):
    day = timezone.now().astimezone(training_class.zone).date()
    starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=training_class.zone)
    return make_timetable_item(training_class, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), **fields)


def test_strangers_read_what_a_class_is_but_not_its_timetable(client, training_class):
    make_timetable_item(training_class, title="Canary item")
    make_live_class(training_class, title="Canary session")

    page = read(client, training_class)

    assert "First aid" in page
    assert "Chen" in page
    assert "Canary" not in page


def test_a_class_of_another_audience_does_not_exist_for_others(client, training_class, learner, county):
    training_class.audience = "class"
    training_class.save()

    assert client.get(training_class.get_url()).url.startswith("/accounts/login/")
    read(client, training_class, make_user(), status=404)
    read(client, training_class, make_user(role=Role.EDITOR, organization=make_organization("West")), status=404)
    read(client, training_class, learner)


def test_who_waits_may_read_what_the_class_is(client, training_class, county):
    training_class.audience, training_class.audience_organization = "organization", county
    training_class.save()
    make_live_class(training_class, title="Canary session")
    waiting = make_enrollment(training_class, state="waiting").learner

    assert "Canary" not in read(client, training_class, waiting)


def test_learners_read_the_timetable_today_first_in_the_zone_of_the_class(client, training_class, learner):
    yesterday = training_class.starts_on
    make_timetable_item(training_class, title="Yesterday's walk")
    item_today(training_class, 23, title="Late talk")

    response = client.get(training_class.get_url())
    client.force_login(learner)
    response = client.get(training_class.get_url(), headers=ENGLISH)

    assert [day.is_today for day in response.context["days"]] == [True]
    assert [day.date for day in response.context["past_days"]] == [yesterday]
    page = response.content.decode()
    assert "23:00" in page
    assert "local to the class: Europe/Berlin" in page
    assert page.index("Late talk") < page.index("walk")


def test_an_unpublished_page_of_the_timetable_is_no_link(client, training_class, learner):
    live_class = make_live_class(training_class, title="Hidden canary", live=False)
    item_today(training_class, 12, page=live_class, title="")

    assert "Hidden canary" not in read(client, training_class, learner)


def test_members_find_live_classes_and_forums(client, training_class, learner):
    make_live_class(training_class, title="Bandages", instructor=make_user("Li Wen"))

    page = read(client, training_class, learner)

    assert "Bandages" in page
    assert "Li Wen" in page


def test_only_who_runs_the_class_is_led_to_its_editor(client, training_class, learner):
    editor = reverse("wagtailadmin_pages:edit", args=[training_class.pk])
    assert editor in read(client, training_class, training_class.class_teacher)
    assert editor not in read(client, training_class, learner)


def test_only_who_runs_the_class_is_led_to_the_roster(client, training_class, learner):
    assert "/roster/" not in read(client, training_class, learner)
    assert "/roster/" in read(client, training_class, training_class.class_teacher)


def test_an_open_class_invites_strangers_and_learners(client, county):
    training_class = make_open_class(county)

    assert "Sign in to enroll" in read(client, training_class)
    assert f"/classes/{training_class.public_id}/enroll/" in read(client, training_class, make_user())


def test_a_live_class_is_not_there_for_others(client, training_class):
    live_class = make_live_class(training_class)

    assert client.get(live_class.get_url()).url.startswith("/accounts/login/")
    read(client, live_class, make_user(), status=404)
    read(client, live_class, make_enrollment(training_class, state="waiting").learner, status=404)


@pytest.mark.parametrize(
    ("mode", "room", "hours", "words"),
    [
        ("hall", "Room 2", 1, "It is held in the hall: Room 2."),
        ("hall", "", 1, "Your class teacher tells you the room."),
        ("online", "", 1, "The way in online is not set up yet."),
        ("hall", "Room 2", -5, "This live class is over."),
    ],
)
def test_a_live_class_always_says_where_to_go(client, training_class, learner, mode, room, hours, words):
    starts_at = timezone.now() + timedelta(hours=hours)
    live_class = make_live_class(training_class, starts_at=starts_at, mode=mode, room=room)

    assert words in read(client, live_class, learner)


@pytest.fixture
def meeting_room():
    """A way to hold live classes online, whatever plugins are there."""
    way = LiveProvider(
        "Room", handles=lambda page: bool(page.meeting_url), join_url=lambda page, user: page.meeting_url
    )
    live_providers.register("classes", "test_room", way)
    yield
    live_providers.withdraw("classes")


@pytest.mark.usefixtures("meeting_room")
@pytest.mark.parametrize(
    ("minutes", "words", "is_open"),
    [(16, "the link appears here", False), (14, "Enter the classroom", True), (-30, "Enter the classroom", True)],
)
def test_the_door_opens_a_quarter_of_an_hour_before(client, training_class, learner, minutes, words, is_open):
    starts_at = timezone.now() + timedelta(minutes=minutes)
    live_class = make_live_class(
        training_class, starts_at=starts_at, mode="mixed", meeting_url="https://meet.example/canary"
    )

    page = read(client, live_class, learner)

    assert words in page
    assert (f"/classes/live/{live_class.public_id}/join/" in page) is is_open
    assert "meet.example/canary" not in page


@pytest.mark.usefixtures("meeting_room")
def test_the_door_is_gone_after_the_end(client, training_class, learner):
    live_class = make_live_class(
        training_class,
        starts_at=timezone.now() - timedelta(hours=3),
        mode="online",
        meeting_url="https://meet.example/canary",
    )

    page = read(client, live_class, learner)
    assert "meet.example" not in page
    assert "/join/" not in page


def test_a_live_class_lists_its_materials(client, training_class, learner, county):
    live_class = make_live_class(training_class)
    document = make_document(county, title="Handout")
    LiveClassMaterial.objects.create(live_class=live_class, document=document)

    page = read(client, live_class, learner)

    assert "Handout" in page
    assert client.get(document.url).status_code == 200
    client.force_login(make_user())
    assert client.get(document.url).status_code == 404


def test_higher_rooms_fill_the_slot_of_a_live_class(client, training_class, learner):
    slot = extension_points.live_class_after_content
    slot.register("test", "test.slot", lambda request, page, training_class, **_: f"Slot of {page.title}")
    try:
        assert "Slot of Bandages" in read(client, make_live_class(training_class, title="Bandages"), learner)
    finally:
        slot.withdraw("test")


def test_class_page_query_count_is_the_same_for_1_30_and_300_items(client, training_class, learner):
    client.force_login(learner)
    client.get(training_class.get_url())
    counts = []
    for rows in (1, 29, 270):
        for number in range(rows):
            page = make_live_class(training_class, instructor=make_user()) if number < 29 else None
            item_today(training_class, number % 24, page=page, title="" if page else "Walk")
        counts.append(count_queries(client, training_class.get_url()))

    assert counts[0] == counts[1] == counts[2], counts
