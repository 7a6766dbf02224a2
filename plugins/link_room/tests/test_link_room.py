"""From the live class's door to the meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from classes.models import LiveClassPage
from classes.queries.door import door_of
from plugins.link_room.provider import check
from schoolhouse.actions.activation import decide
from schoolhouse.plugins import plugin
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "https://meet.example/canary"


@pytest.fixture
def training_class():
    return make_training_class()


@pytest.fixture
def live_class(training_class):
    starts_at = timezone.now() + timedelta(minutes=5)
    return make_live_class(training_class, starts_at=starts_at, mode="online", meeting_url=ADDRESS)


@pytest.fixture
def learner(client, training_class):
    client.force_login(make_enrollment(training_class).learner)
    return client


def enter(client, live_class):
    return client.get(f"/classes/live/{live_class.public_id}/join/")


def test_learner_is_led_to_the_address(learner, live_class):
    answer = enter(learner, live_class)
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert answer["Referrer-Policy"] == "no-referrer"


def test_others_find_no_door(client, live_class):
    assert "/accounts/login/" in enter(client, live_class).url
    client.force_login(make_user())
    assert enter(client, live_class).status_code == 404


def test_closed_door_leads_back(learner, live_class):
    LiveClassPage.objects.filter(pk=live_class.pk).update(
        starts_at=timezone.now() + timedelta(hours=3), ends_at=timezone.now() + timedelta(hours=4)
    )
    assert ADDRESS not in enter(learner, live_class).url


def test_where_the_plugin_is_off_there_is_no_door(learner, live_class, training_class):
    decide(plugin=plugin("link_room"), page=training_class, state="off", settings={}, by=None)
    assert door_of(live_class, now=timezone.now()).state == "none"
    assert ADDRESS not in enter(learner, live_class).url


def test_address_is_asked_for_where_the_way_is_chosen():
    with pytest.raises(ValidationError):
        check(LiveClassPage(mode="online"))
    check(LiveClassPage(mode="online", meeting_url=ADDRESS))
