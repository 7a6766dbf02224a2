"""Telling people: once, as they chose, and the counter with it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.actions.merging import merge_people
from people.models import (
    DeliveryState,
    Notification,
    NotificationChoice,
    NotificationDelivery,
    NotificationSettings,
    User,
)
from people.notifications import reading, tell
from people.queries.usage import unused_people
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import Way
from tests.factories.notifications import KIND, make_notification, registered_kind
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db
NOTE = {"data": {"title": "Tea"}, "url": "/tea/"}


def unread(person):
    return User.objects.get(pk=person.pk).unread_notifications


def drift():
    """Return the counters that are not what they count."""
    return {
        user.pk: user.unread_notifications
        for user in User.objects.all()
        if user.unread_notifications != user.notifications.filter(read_at=None).count()
    }


def test_one_thing_is_told_once(person):
    assert tell(KIND, key="1", people=[person], **NOTE) == 1
    assert tell(KIND, key="1", people=[person, person.pk], **NOTE) == 0
    assert tell(KIND, key="2", people=[person], **NOTE) == 1

    assert unread(person) == 2
    assert list(person.notifications.values_list("key", "url")) == [("2", "/tea/"), ("1", "/tea/")]


def test_who_did_it_and_closed_accounts_are_not_told(person):
    closed = make_user(is_active=False)
    other = make_user()

    assert tell(KIND, key="1", people=[person, closed, other], by=other, **NOTE) == 1
    assert Notification.objects.get().person == person
    assert Notification.objects.get().actor == other


def test_database_holds_that_one_thing_is_told_once(person):
    row = make_notification(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(person=person, kind=row.kind, key=row.key, url="/", created_at=row.created_at)


def test_database_holds_that_the_counter_is_not_below_zero(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(unread_notifications=-1)


def test_rolled_back_nobody_was_told(person):
    with transaction.atomic():
        tell(KIND, key="1", people=[person], **NOTE)
        transaction.set_rollback(True)
    assert (unread(person), Notification.objects.count()) == (0, 0)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "tea/", ""])
def test_address_elsewhere_is_refused(person, url):
    with pytest.raises(ValueError, match="address"):
        tell(KIND, key="1", people=[person], data={"title": "Tea"}, url=url)


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_key_that_will_not_do_is_refused(person, key):
    with pytest.raises(ValueError, match="key"):
        tell(KIND, key=key, people=[person], **NOTE)


def test_unknown_kind_is_named(person):
    with pytest.raises(LookupError, match=r"nobody\.knows"):
        tell("nobody.knows", key="1", people=[person], **NOTE)


def test_saving_a_person_leaves_the_counter(person):
    """Somebody read a minute ago is saved: what they were told meanwhile is not forgotten."""
    read_before = User.objects.get(pk=person.pk)
    make_notification(person)
    read_before.full_name = "Li Ming the Second"
    read_before.save()
    read_before.save(update_fields=["unread_notifications"])

    assert unread(person) == 1
    assert drift() == {}


def deliveries(person):
    rows = NotificationDelivery.objects.filter(notification__person=person)
    return [(row.channel, row.is_digest, row.due_at.isoformat()) for row in rows]


def test_mail_is_due_at_once_by_day(person, clock):
    make_notification(person)
    assert deliveries(person) == [("mail", False, "2030-09-01T04:00:00+00:00")]


def test_mail_waits_for_the_end_of_quiet_hours(person, clock):
    clock.pass_(hours=12)  # midnight
    make_notification(person)
    assert deliveries(person) == [("mail", False, "2030-09-01T23:00:00+00:00")]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way.DIGEST, [("mail", True, "2030-09-01T11:30:00+00:00")]),
        (Way.SITE, []),
    ],
)
def test_each_hears_as_chosen(person, clock, way, expected):
    NotificationChoice.objects.create(person=person, kind=KIND, way=way)
    make_notification(person)
    assert deliveries(person) == expected
    assert unread(person) == 1


def test_who_wants_to_hear_nothing_is_not_told(person):
    NotificationChoice.objects.create(person=person, kind=KIND, way=Way.OFF)
    assert tell(KIND, key="1", people=[person], **NOTE) == 0
    assert unread(person) == 0


def test_own_hours_count(person, clock):
    NotificationSettings.objects.create(
        person=person, quiet_from="11:00", quiet_until="13:00", digest_at="20:15", mails=True
    )
    make_notification(person)
    assert deliveries(person) == [("mail", False, "2030-09-01T05:00:00+00:00")]


@pytest.mark.parametrize("reason", ["no address", "no server", "no mails"])
def test_whom_mail_does_not_reach_reads_it_on_the_site(person, settings, reason):
    if reason == "no address":
        person.email = None
        person.save()
    elif reason == "no server":
        settings.MAIL_CONFIGURED = False
    else:
        NotificationSettings.objects.create(person=person, digest_at="20:15", mails=False)
    make_notification(person)
    assert deliveries(person) == []
    assert unread(person) == 1


def test_telling_a_class_costs_what_telling_one_does(person):
    with registered_kind("tests.other", way=Way.DIGEST):
        few, many = [make_user()], [make_user() for _number in range(30)]
        sent = []
        for people in (few, many):
            with CaptureQueriesContext(connection) as queries:
                tell("tests.other", key="1", people=people, **NOTE)
            sent.append(len(queries))
    assert sent[0] == sent[1] <= 14


def test_counter_is_what_it_counts_whatever_happens(person):
    rows = [make_notification(person) for _number in range(5)]
    reading.mark_read(notification=rows[0])
    reading.mark_read(notification=rows[0])
    assert (unread(person), drift()) == (4, {})
    assert reading.mark_all_read(person=person, until=rows[2]) == 2
    assert (unread(person), drift()) == (2, {})
    assert reading.mark_all_read(person=person, until=rows[2]) == 0
    make_notification(person)
    assert (unread(person), drift()) == (3, {})


def test_old_notifications_are_cleared_and_counted(person, clock, settings):
    settings.NOTIFICATIONS_KEEP_DAYS = 10
    old, read = make_notification(person), make_notification(person)
    reading.mark_read(notification=read)
    clock.pass_(days=9)
    young = make_notification(person)
    assert reading.clear_old() == 0
    clock.pass_(days=2)

    assert reading.clear_old() == 2
    assert list(person.notifications.all()) == [young]
    assert not Notification.objects.filter(pk__in=[old.pk, read.pk]).exists()
    assert (unread(person), drift()) == (1, {})


def test_merged_accounts_have_what_both_were_told_once(person):
    other = make_user(email="second@example.org")
    for key, people in (("1", [person, other]), ("2", [other]), ("3", [person])):
        tell(KIND, key=key, people=people, **NOTE)
    NotificationChoice.objects.create(person=person, kind=KIND, way=Way.SITE)
    NotificationChoice.objects.create(person=other, kind=KIND, way=Way.OFF)
    NotificationSettings.objects.create(person=other, digest_at="20:15")
    merge_people(keep=person, duplicate=other, by=make_superuser())

    assert sorted(person.notifications.values_list("key", flat=True)) == ["1", "2", "3"]
    assert (unread(person), drift()) == (3, {})
    assert NotificationChoice.objects.get().way == Way.SITE
    assert NotificationSettings.objects.get().person == person


def test_being_told_something_is_no_use_of_an_account(hidden):
    """An import can be undone though a notice was published meanwhile."""
    imported = make_user(password=None)
    make_notification(imported)
    assert unused_people([imported.pk], apart_from={}) == {imported.pk}


def test_every_room_says_its_kinds_in_both_languages():
    from django.utils.translation import override

    said = {}
    for language in ("en", "zh-hans"):
        with override(language):
            said[language] = {
                one.name: (str(one.value.label), str(one.value.group)) for one in notification_kinds.active()
            }
    assert {"forums.reply", "classes.notice", "classes.timetable", "leave.decided"} <= said["en"].keys()
    assert [name for name, words in said["en"].items() if words[0] == said["zh-hans"][name][0]] == []


def test_states_of_a_delivery_agree_with_when_it_was_sent(person):
    make_notification(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        NotificationDelivery.objects.update(state=DeliveryState.SENT)
