"""Bringing to people what is due: by mail, bundled in the evening, again where it failed."""

import itertools
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.jobs import drain
from foundation.jobs.models import Job, JobState
from people.models import DeliveryState, NotificationChoice, NotificationDelivery, NotificationSettings
from people.notifications import reading, sending
from people.notifications.jobs import send_notifications, send_notifications_to
from schoolhouse.extension_points import notification_channels
from schoolhouse.notifications import NotificationChannel, Way
from tests.factories.notifications import KIND, make_notification, registered_kind, running_mail_server
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def send_due():
    send_notifications()
    drain()


def states():
    return list(NotificationDelivery.objects.order_by("pk").values_list("state", flat=True))


def test_mail_says_what_happened_where_to_read_it_and_how_to_stop_it(person, clock, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://school.example"
    row = make_notification(person, "Tea")
    send_due()

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Note: Tea", ["li@example.org"])
    (html, kind) = sent.alternatives[0]
    assert kind == "text/html"
    for text in (sent.body, html):
        assert "Hello Li Ming," in text
        assert f"https://school.example/learn/notifications/{row.public_id}/" in text
        assert "https://school.example/notifications/stop/" in text
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].startswith("<https://school.example/notifications/stop/")
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in sent.body
    assert states() == [DeliveryState.SENT]


def test_mail_is_sent_once(person, clock):
    make_notification(person)
    send_due()
    send_due()
    send_notifications_to(person=person.pk, channel="mail")
    assert len(mail.outbox) == 1


def test_mail_is_in_the_language_of_its_reader(person, clock, settings):
    person.preferred_language = "zh-hans"
    person.save()
    make_notification(person)
    other = make_user("Wang Fang", email="wang@example.org")
    make_notification(other)
    settings.LANGUAGE_CODE = "zh-hans"
    send_due()

    assert [("您好" in sent.body, "Hello" in sent.body) for sent in mail.outbox] == [(True, False)] * 2


def test_markup_in_a_title_stays_text(person, clock):
    make_notification(person, "<b>Tea</b>\r\nBcc: all@example.org")
    send_due()

    (sent,) = mail.outbox
    assert sent.subject == "Note: <b>Tea</b> Bcc: all@example.org"
    assert "&lt;b&gt;Tea&lt;/b&gt;" in sent.alternatives[0][0]
    assert "Bcc" not in sent.message()


def test_nothing_is_sent_before_the_quiet_hours_end(person, clock):
    clock.pass_(hours=12)
    make_notification(person)
    send_due()
    assert mail.outbox == []

    clock.pass_(hours=7)
    send_due()
    assert len(mail.outbox) == 1


def test_quiet_hours_that_were_chosen_since_hold(person, clock):
    make_notification(person)
    NotificationSettings.objects.create(person=person, quiet_from="11:00", quiet_until="13:00", digest_at="20:00")
    send_due()
    assert mail.outbox == []

    clock.pass_(hours=1)
    send_due()
    assert len(mail.outbox) == 1


def test_evening_brings_one_summary(person, clock):
    with registered_kind("tests.other", way=Way.DIGEST):
        for title in ("Tea", "Rice"):
            make_notification(person, title, kind="tests.other")
            clock.pass_(hours=1)
        make_notification(person, "Now")
        send_due()
        assert [sent.subject for sent in mail.outbox] == ["Note: Now"]

        clock.pass_(hours=6)
        send_due()
    summary = mail.outbox[1]
    assert summary.subject == "Your evening summary: 2 things"
    assert summary.body.index("Note: Tea") < summary.body.index("Note: Rice")
    assert "Note: Now" not in summary.body


def test_summary_of_a_busy_day_says_how_much_more_there_is(person, clock):
    NotificationChoice.objects.create(person=person, kind=KIND, way=Way.DIGEST)
    for _number in range(33):
        make_notification(person)
    clock.pass_(hours=8)
    send_due()

    (summary,) = mail.outbox
    assert summary.subject == "Your evening summary: 33 things"
    assert summary.body.count("Note: ") == 30
    assert "And 3 more" in summary.body


def test_several_things_at_once_are_one_mail(person, clock):
    make_notification(person, "Tea")
    make_notification(person, "Rice")
    send_due()
    assert [sent.subject for sent in mail.outbox] == ["2 things for you"]


@pytest.mark.parametrize("reason", ["read", "hidden", "off", "site", "no mail", "closed", "address gone", "kind gone"])
def test_nothing_is_sent_of_what_is_read_unwanted_or_not_to_be_seen(person, clock, hidden, reason):
    row = make_notification(person, "Tea")
    if reason == "read":
        reading.mark_read(notification=row)
    elif reason == "hidden":
        hidden.add("Tea")
    elif reason in ("off", "site"):
        NotificationChoice.objects.create(person=person, kind=KIND, way=reason)
    elif reason == "no mail":
        NotificationSettings.objects.create(person=person, digest_at="20:00", mails=False)
    elif reason == "closed":
        person.is_active = False
    elif reason == "address gone":
        person.email = None
    else:
        type(row).objects.update(kind="gone.kind")
    person.save()
    send_due()

    assert mail.outbox == []
    assert states() == [DeliveryState.SKIPPED]


def test_mail_server_that_is_down_is_tried_again_and_then_given_up(person, clock, monkeypatch):
    make_notification(person)
    tried = []

    def refuse(mail):
        tried.append(clock.now)
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("people.notifications.mail.EmailMultiAlternatives.send", refuse)
    for _minute in range(5 * 60):
        send_due()
        clock.pass_(minutes=1)

    waits = [round((later - sooner).total_seconds() / 60) for sooner, later in itertools.pairwise(tried)]
    assert waits == [2, 4, 8, 16, 32, 64, 128]
    delivery = NotificationDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 8)
    assert "no server" in delivery.error
    assert Job.objects.filter(name="people.send_notifications_to", state=JobState.DEAD).count() == 1


def test_mail_server_that_is_back_gets_what_waited(person, clock, settings):
    make_notification(person)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send_due()
    assert states() == [DeliveryState.WAITING]

    clock.pass_(minutes=3)
    with running_mail_server() as (port, mails):
        settings.EMAIL_PORT = port
        send_due()
    assert [taken["Subject"] for taken in mails] == [
        "Note: " + NotificationDelivery.objects.get().notification.data["title"]
    ]
    assert states() == [DeliveryState.SENT]


def test_mail_is_delivered_over_smtp(person, clock, settings):
    person.preferred_language = "zh-hans"
    person.save()
    make_notification(person, "茶")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server() as (port, mails):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        send_due()

    (taken,) = mails
    assert (taken["To"], taken["Subject"]) == ("li@example.org", "Note: 茶")
    assert taken["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/notifications/stop/\S+/>", taken["List-Unsubscribe"].strip())
    assert "您好" in taken.get_body(("plain",)).get_content()
    assert "您好" in taken.get_body(("html",)).get_content()


def test_further_channel_brings_what_it_was_chosen_for(person, clock):
    sent = []
    channel = NotificationChannel("SMS", lambda one: bool(one.phone), sent.append)
    notification_channels.register("tests", "tests.sms", channel)
    try:
        person.phone = "+8613800000001"
        person.save()
        make_notification(person, "Unchosen")
        NotificationChoice.objects.create(person=person, kind=KIND, way=Way.SITE, channels=["tests.sms", "gone.sms"])
        make_notification(person, "Tea")
        send_due()
    finally:
        notification_channels.withdraw("tests")

    (message,) = sent
    assert message.person == person
    assert [item.subject for item in message.items] == ["Note: Tea"]
    assert not message.is_digest


def test_channel_that_went_away_is_skipped(person, clock):
    make_notification(person)
    NotificationDelivery.objects.update(channel="gone.sms")
    send_due()
    assert states() == [DeliveryState.SKIPPED]


def test_a_message_costs_the_same_however_much_it_says(person, clock):
    counts = []
    for number in (1, 20):
        for _number in range(number):
            make_notification(person)
        with CaptureQueriesContext(connection) as queries:
            sending.send_to(person, "mail")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
