"""The list, the bell, the choices, and stopping mail without signing in."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.jobs import drain
from people.models import Notification, NotificationChoice, NotificationSettings, User
from people.notifications import links
from people.notifications.jobs import send_notifications
from people.notifications.links import DIGEST, token_for
from schoolhouse.extension_points import notification_channels
from schoolhouse.notifications import NotificationChannel, Way
from tests.factories.notifications import KIND, make_notification
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LIST, CHOICES = "/learn/notifications/", "/learn/notifications/choices/"


@pytest.fixture
def client(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


def bell(client):
    """Return what the bell says on another page."""
    page = text_of(client.get(reverse("people:profile")))
    return re.search(r'class="visually-hidden">(Notifications[^<]*)<', page)[1]


def unread(person):
    return User.objects.get(pk=person.pk).unread_notifications


def test_bell_counts_what_is_unread(client, person):
    assert bell(client) == "Notifications"
    for _number in range(3):
        make_notification(person)
    assert bell(client) == "Notifications, 3 unread"
    User.objects.filter(pk=person.pk).update(unread_notifications=100)
    assert bell(client) == "Notifications, many unread"


def test_bell_costs_no_query(client, person):
    address = reverse("people:profile")
    counts = []
    for _time in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        make_notification(person)
    assert counts[0] == counts[1]


def test_stranger_has_no_bell(person):
    assert 'class="header-tools__item bell"' not in text_of(Client().get(reverse("account_login")))


def test_list_says_what_to_expect_while_it_is_empty(client):
    assert "Nothing new" in text_of(client.get(LIST))


def test_opening_leads_there_and_the_count_falls(client, person):
    row = make_notification(person, "Tea", url="/accounts/profile/")
    assert "Note: Tea" in text_of(client.get(LIST))

    response = client.get(reverse("people:notification", args=[row.public_id]))

    assert (response.status_code, response.url) == (302, "/accounts/profile/")
    assert bell(client) == "Notifications"


def test_looking_whether_it_is_there_reads_nothing(client, person):
    row = make_notification(person)
    assert client.head(reverse("people:notification", args=[row.public_id])).status_code == 200
    assert unread(person) == 1


def test_one_can_be_marked_without_going_there(client, person):
    row = make_notification(person)
    response = client.post(reverse("people:notification", args=[row.public_id]))
    assert response.url == LIST
    assert unread(person) == 0


def test_all_are_marked_up_to_the_last_that_was_shown(client, person):
    for _number in range(2):
        make_notification(person)
    until = re.search(r'name="until" value="([^"]+)"', text_of(client.get(LIST)))[1]
    late = make_notification(person, "Meanwhile")

    page = text_of(client.post(reverse("people:notifications_read"), {"until": until}, follow=True))

    assert "2 notifications are read now." in page
    assert list(person.notifications.filter(read_at=None)) == [late]


@pytest.mark.parametrize("until", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_bad_mark_says_so_and_marks_nothing(client, person, until):
    make_notification(person)
    page = text_of(client.post(reverse("people:notifications_read"), {"until": until}, follow=True))
    assert "out of date" in page
    assert unread(person) == 1


def test_mark_of_somebody_else_marks_nothing(client, person):
    other = make_notification(make_user())
    make_notification(person)
    client.post(reverse("people:notifications_read"), {"until": str(other.public_id)})
    assert unread(person) == 1


def test_nobody_opens_what_others_were_told(client):
    row = make_notification(make_user())
    for method in (client.get, client.post):
        assert method(reverse("people:notification", args=[row.public_id])).status_code == 404
    assert Notification.objects.get().read_at is None


def test_what_may_not_be_seen_any_more_is_not_said(client, person, hidden):
    row = make_notification(person, "Tea")
    hidden.add("Tea")
    page = text_of(client.get(LIST))
    assert "Tea" not in page
    assert "no longer open to you" in page

    followed = client.get(reverse("people:notification", args=[row.public_id]), follow=True)
    assert followed.redirect_chain[-1][0] == LIST
    assert unread(person) == 0


def test_list_goes_on_by_key_and_shows_unread_alone(client, person):
    for number in range(30):
        make_notification(person, f"Number-{number:02}")
    first = text_of(client.get(LIST))
    before = re.search(r"before=(\d+)", first)[1]
    second = text_of(client.get(f"{LIST}?before={before}"))
    assert (first.count("Note: Number"), second.count("Note: Number")) == (50, 10)  # each once more for its button
    assert "Number-05" in first
    assert "Number-04" in second
    Notification.objects.exclude(data__title="Number-07").update(read_at="2026-09-01T00:00Z")
    alone = text_of(client.get(f"{LIST}?show=unread"))
    assert re.findall(r"Note: (Number-\d+)</a>", alone) == ["Number-07"]


@pytest.mark.parametrize("before", ["x", "-1", "²", ""])
def test_nonsense_in_the_address_is_the_first_page(client, person, before):
    make_notification(person, "Tea")
    assert "Note: Tea" in text_of(client.get(f"{LIST}?before={before}"))


def test_list_costs_the_same_for_one_and_for_thirty(client, person):
    counts = []
    for number in (1, 29):
        for _number in range(number):
            make_notification(person)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def chosen(**changes):
    form = {f"way:{KIND}": "digest", "mails": "on", "digests": "on", "digest_at": "20:15"}
    from schoolhouse.extension_points import notification_kinds

    for kind in notification_kinds.active():
        form.setdefault(f"way:{kind.name}", "site")
    return {**form, "quiet_from": "21:30", "quiet_until": "06:45", **changes}


def test_choices_are_kept(client, person):
    response = client.post(CHOICES, chosen(), follow=True)

    assert "Saved." in text_of(response)
    assert NotificationChoice.objects.get(person=person, kind=KIND).way == Way.DIGEST
    kept = NotificationSettings.objects.get(person=person)
    assert [str(one) for one in (kept.quiet_from, kept.quiet_until, kept.digest_at)] == [
        "21:30:00",
        "06:45:00",
        "20:15:00",
    ]
    page = text_of(client.get(CHOICES))
    assert '<option value="digest" selected>' in page
    assert 'value="21:30"' in page


def test_choices_are_found_from_the_own_account(client):
    assert f'href="{CHOICES}"' in text_of(client.get(reverse("people:profile")))


def test_no_quiet_hours_can_be_chosen(client, person):
    client.post(CHOICES, chosen(quiet_from="", quiet_until=""))
    assert NotificationSettings.objects.get(person=person).quiet_from is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quiet_until": ""}, "from when until when"),
        ({"quiet_until": "21:30"}, "another time than they begin"),
        ({"digest_at": "23:00"}, "lies in your quiet hours"),
        ({"digest_at": "25:00"}, "Enter a valid time"),
        ({"digest_at": ""}, "This field is required"),
        ({f"way:{KIND}": "pigeon"}, "pigeon is not one of the available choices"),
        ({"quiet_from": "\x00"}, ""),
    ],
)
def test_choices_that_will_not_do_are_explained_and_not_kept(client, person, changes, said):
    response = client.post(CHOICES, chosen(**changes))
    assert response.status_code == 400
    assert said in text_of(response)
    assert not NotificationSettings.objects.exists()
    assert not NotificationChoice.objects.exists()


def test_without_mail_its_ways_are_kept_for_later(client, person, settings):
    NotificationChoice.objects.create(person=person, kind=KIND, way=Way.DIGEST)
    NotificationSettings.objects.create(person=person, quiet_from="21:00", quiet_until="06:00", digest_at="18:00")
    settings.MAIL_CONFIGURED = False
    page = text_of(client.get(CHOICES))
    assert "This school sends no mail." in page
    assert 'value="digest"' not in page
    assert "Quiet from" not in page

    client.post(CHOICES, chosen(**{f"way:{KIND}": "site"}))
    assert NotificationChoice.objects.get(person=person, kind=KIND).way == Way.DIGEST
    kept = NotificationSettings.objects.get(person=person)
    assert [str(one) for one in (kept.quiet_from, kept.digest_at)] == ["21:00:00", "18:00:00"]


def test_who_has_no_address_is_led_to_where_one_is_added(client, person):
    User.objects.filter(pk=person.pk).update(email=None)
    page = text_of(client.get(CHOICES))
    assert "once we know your address" in page
    assert reverse("people:identifiers") in page


def test_further_channels_are_offered_to_whom_they_reach(client, person):
    channel = NotificationChannel("Carrier pigeon", lambda one: bool(one.phone), print)
    notification_channels.register("tests", "tests.pigeon", channel)
    try:
        assert "Carrier pigeon" not in text_of(client.get(CHOICES))
        person.phone = "+8613800000001"
        person.save()
        assert "Carrier pigeon" in text_of(client.get(CHOICES))
        client.post(CHOICES, chosen(**{f"channels:{KIND}": ["tests.pigeon"]}))
    finally:
        notification_channels.withdraw("tests")
    assert NotificationChoice.objects.get(person=person, kind=KIND).channels == ["tests.pigeon"]


def stop_address(person, *kinds):
    return reverse("people:unsubscribe", args=[token_for(person, kinds)])


def way_of(person):
    return NotificationChoice.objects.get(person=person, kind=KIND).way


def test_mail_program_stops_a_kind_without_cookie_and_token(person):
    client = Client(enforce_csrf_checks=True)
    response = client.post(stop_address(person, KIND), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert way_of(person) == Way.SITE


def test_link_of_a_mail_stops_it(person, clock):
    make_notification(person)
    send_notifications()
    drain()
    address = urlsplit(mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")).path

    assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    make_notification(person)
    send_notifications()
    drain()
    assert len(mail.outbox) == 1
    assert unread(person) == 2


def test_looking_at_the_link_stops_nothing(person):
    page = text_of(Client(headers={"accept-language": "en"}).get(stop_address(person, KIND)))
    assert "Stop this mail?" in page
    assert f"A note of {KIND}" in page
    assert person.full_name not in page
    assert not NotificationChoice.objects.exists()


def test_summary_is_stopped_and_nothing_else(person):
    Client().post(stop_address(person, DIGEST))
    kept = NotificationSettings.objects.get(person=person)
    assert (kept.mails, kept.digests) == (True, False)
    Client().post(stop_address(person, DIGEST))
    assert NotificationSettings.objects.count() == 1


def test_all_mail_can_be_stopped_there(person):
    Client().post(stop_address(person, KIND), {"all": "1"})
    assert NotificationSettings.objects.get(person=person).mails is False


def test_stopping_does_not_bring_back_what_is_off(person):
    NotificationChoice.objects.create(person=person, kind=KIND, way=Way.OFF)
    Client().post(stop_address(person, KIND))
    assert way_of(person) == Way.OFF


@pytest.mark.parametrize("forged", ["", "x", "cut", "other salt", "nobody", "no list"])
def test_forged_link_is_refused_clearly_and_changes_nothing(person, forged):
    from django.core import signing

    token = token_for(person, [KIND])
    forged = {
        "": "nonsense",
        "x": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "cut": token[:20],
        "other salt": signing.dumps([str(person.public_id), KIND], salt="another"),
        "nobody": signing.dumps(["00000000-0000-0000-0000-000000000000", KIND], salt=links.SALT),
        "no list": signing.dumps(7, salt=links.SALT),
    }[forged]
    client = Client(headers={"accept-language": "en"})
    for method in (client.get, client.post):
        response = method(reverse("people:unsubscribe", args=[forged]))
        assert response.status_code == 400
        assert "This link does not work" in text_of(response)
    assert not NotificationChoice.objects.exists()


def test_kind_that_is_gone_is_stopped_quietly(person):
    assert Client().post(stop_address(person, "gone.kind")).status_code == 200


def test_who_looks_as_somebody_else_sees_nothing(person):
    from tests.factories.people import make_superuser

    make_notification(person, "Tea")
    client = Client()
    client.force_login(make_superuser())
    client.post(reverse("people:start_viewing", args=[person.public_id]))
    page = text_of(client.get(reverse("lessons:catalogue")))
    assert person.full_name in page
    assert "header-tools__item bell" not in page
    assert client.get(LIST).status_code == 404
