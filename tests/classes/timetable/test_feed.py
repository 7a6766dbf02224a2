"""The calendar of a phone: whose it is, what stands in it, and that a stranger's program can read it."""

from datetime import UTC, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from classes.actions.calendar_feed import close_feed, open_feed
from classes.actions.timetable.moving import cancel
from classes.models import CalendarFeed, TimetableItem, TimetableItemKind
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_enrollment, make_timetable_item
from tests.factories.people import make_user


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The file holds what is near: it is asked in the week of the class."""
    monkeypatch.setattr("classes.views.timetable.feed.timezone.now", lambda: berlin(2027, 3, 22, 8))
    cache.clear()


def fetch(token, status=200, **headers):
    response = Client().get(reverse("calendar_feed", args=[token]), headers=headers)
    assert response.status_code == status
    return response


def events(token):
    calendar = Calendar.from_ical(fetch(token).content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_learner_reads_the_timetable_without_a_session(item, visit, learner):
    found = events(open_feed(by=learner))

    assert set(found) == {"Bandages", "Visit"}
    event = found["Bandages"]
    assert event["dtstart"].dt == berlin(2027, 3, 26, 9)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert (str(event["uid"]), event["sequence"]) == (f"{item.public_id}@schoolhouse", 0)
    assert (str(event["location"]), str(event["status"])) == ("Room 1", "CONFIRMED")
    assert "Li" in event["description"]
    assert str(event["url"]).startswith("http://testserver/")


def test_file_brings_its_time_zones(item, learner):
    calendar = Calendar.from_ical(fetch(open_feed(by=learner)).content)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_cancelled_session_is_said_to_be(item, learner, teacher):
    token = open_feed(by=learner)
    cancel(item=item, reason="Snow", by=teacher)

    (event,) = [event for event in events(token).values() if event["uid"].startswith(str(item.public_id))]
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
    assert "Snow" in event["description"]
    assert "Bandages" in event["summary"]


def test_file_speaks_the_language_of_its_person(visit, training_class):
    chinese = make_user(preferred_language="zh-hans")
    make_enrollment(training_class, chinese)
    assert "现场" in events(open_feed(by=chinese))["Visit"]["description"]


def test_instructor_reads_what_they_teach_and_the_teacher_all(item, visit, instructor, teacher):
    assert set(events(open_feed(by=instructor))) == {"Bandages"}
    assert set(events(open_feed(by=teacher))) == {"Bandages", "Visit"}


def test_nothing_stands_there_of_classes_left_drafts_and_strangers(item, visit, training_class, found):
    gone, waiting = make_user(), make_user()
    make_enrollment(training_class, gone, state="withdrawn")
    make_enrollment(training_class, waiting, state="waiting")
    for person in (gone, waiting, make_user()):
        assert events(open_feed(by=person)) == {}
    learner = make_enrollment(training_class).learner
    found().unpublish()
    assert events(open_feed(by=learner)) == {}


def test_page_taken_back_is_not_named(item, live_class, learner):
    live_class.unpublish()
    assert "Bandages" not in fetch(open_feed(by=learner)).content.decode()


def test_address_is_kept_as_a_hash_and_leads_nowhere_once_renewed_or_revoked(item, learner):
    first = open_feed(by=learner)
    assert first not in str(CalendarFeed.objects.values_list().get())
    second = open_feed(by=learner)
    fetch(first, 404)
    fetch(second)
    close_feed(by=learner)
    fetch(second, 404)
    fetch("nonsense", 404)


def test_closed_account_has_no_calendar(item, learner):
    token = open_feed(by=learner)
    learner.is_active = False
    learner.save()
    fetch(token, 404)


def test_unchanged_timetable_is_not_sent_again(item, learner, teacher):
    token = open_feed(by=learner)
    etag = fetch(token)["ETag"]
    assert fetch(token, 304, if_none_match=etag).content == b""
    cancel(item=item, reason="Snow", by=teacher)
    assert fetch(token, 200, if_none_match=etag)["ETag"] != etag


def test_who_asks_too_often_is_told_so(item, learner):
    token = open_feed(by=learner)
    for _number in range(60):
        fetch(token)
    fetch(token, 429)


@pytest.mark.parametrize("count", [1, 30, 300])
def test_file_costs_the_same_however_much_is_planned(training_class, learner, count):
    TimetableItem.objects.bulk_create(
        TimetableItem(
            training_class=training_class,
            kind=TimetableItemKind.CEREMONY.value,
            title=f"Item {number}",
            starts_at=berlin(2027, 3, 22, 9).astimezone(UTC) + timedelta(hours=number),
            ends_at=berlin(2027, 3, 22, 10).astimezone(UTC) + timedelta(hours=number),
        )
        for number in range(count)
    )
    token = open_feed(by=learner)
    fetch(token)
    with CaptureQueriesContext(connection) as queries:
        response = fetch(token)
    assert response.content.count(b"BEGIN:VEVENT") == count
    assert len(queries) <= 20


def test_settings_show_the_address_once_with_ways_for_phones(client, item, learner):
    client.force_login(learner)
    shown = client.post(reverse("classes:renew_calendar"))
    address = shown.context["address"]
    assert address in shown.content.decode()
    assert Client().get(address).status_code == 200
    again = client.get(reverse("classes:calendar_settings"))
    assert address not in again.content.decode()
    client.post(reverse("classes:revoke_calendar"))
    assert Client().get(address).status_code == 404


def test_two_classes_in_two_zones_bring_both(beside, learner, visit):
    other = beside(time_zone="Asia/Shanghai")
    make_enrollment(other, learner)
    make_timetable_item(other, title="Far")
    found = events(open_feed(by=learner))
    assert {str(event["dtstart"].params["TZID"]) for event in found.values()} == {"Europe/Berlin", "Asia/Shanghai"}
