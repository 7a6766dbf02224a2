"""Notifications by the API."""

import uuid

import pytest
from django.test import Client

from tests.factories.notifications import KIND, make_notification
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NOTIFICATIONS = "/api/v1/notifications"


@pytest.fixture
def client(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_list_says_what_one_was_told(client, person, settings, hidden):
    settings.WAGTAILADMIN_BASE_URL = "https://school.example"
    first = make_notification(person, "Tea", url="/tea/")
    make_notification(person, "Secret")
    make_notification(make_user(), "Of somebody else")
    hidden.add("Secret")

    page = client.get(NOTIFICATIONS).json()

    assert page["count"] == 2
    assert [(one["subject"], one["url"]) for one in page["items"]] == [
        ("", ""),
        ("Note: Tea", "https://school.example/tea/"),
    ]
    assert (page["items"][1]["public_id"], page["items"][1]["kind"]) == (str(first.public_id), KIND)
    assert page["items"][1]["read_at"] is None


def test_one_is_read_and_what_is_unread_is_listed(client, person):
    first, second = make_notification(person), make_notification(person)
    assert client.post(f"{NOTIFICATIONS}/{first.public_id}/read").json() == {"unread": 1}
    left = client.get(f"{NOTIFICATIONS}?unread=true").json()["items"]
    assert [one["public_id"] for one in left] == [str(second.public_id)]


def test_all_are_read_up_to_one(client, person):
    first, second = make_notification(person), make_notification(person)
    sent = {"until": str(first.public_id)}
    assert client.post(f"{NOTIFICATIONS}/read", sent, content_type="application/json").json() == {"unread": 1}
    sent = {"until": str(second.public_id)}
    assert client.post(f"{NOTIFICATIONS}/read", sent, content_type="application/json").json() == {"unread": 0}


@pytest.mark.parametrize(
    ("sent", "status"), [({"until": str(uuid.UUID(int=1))}, 404), ({"until": "x"}, 422), ({}, 422), ([], 422)]
)
def test_what_cannot_be_read_up_to_is_said(client, person, sent, status):
    make_notification(person)
    answer = client.post(f"{NOTIFICATIONS}/read", sent, content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["message"]


def test_what_others_were_told_is_not_there(client):
    other = make_notification(make_user())
    assert client.post(f"{NOTIFICATIONS}/{other.public_id}/read").status_code == 404
    sent = {"until": str(other.public_id)}
    assert client.post(f"{NOTIFICATIONS}/read", sent, content_type="application/json").status_code == 404
