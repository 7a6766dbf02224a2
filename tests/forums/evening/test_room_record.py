"""What is recorded in a room: by whom, once, with what went before, and who counts as having spoken."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.models import ClassGroup, DutyShift
from forums.actions.evening.room_record import Said, record_room
from forums.evening.permissions import RECORDER, may_record
from forums.models import RoomRecord, RoomRecordVersion, Spoken
from foundation.jobs.models import OutboxEvent
from schoolhouse.refusals import Refusal
from tests.factories.class_life import make_group, make_photo
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum
from tests.factories.people import make_user


@pytest.fixture
def groups(evening):
    """Two groups of two; the first of each leads it."""
    found = []
    for name in ("Oak", "Pine"):
        seats = [make_enrollment(evening.training_class, make_user(f"{name} {n}")) for n in ("leader", "member")]
        found.append((make_group(evening.training_class, name=name, members=seats, leader=seats[0]), seats))
    return found


def said(*speakers, gist="The wells", base=0, photo=None, key=None):
    return Said(list(speakers), gist, photo, base, key or uuid.uuid4())


def told(name):
    return [event.data for event in OutboxEvent.objects.filter(name=name).order_by("occurred_at")]


def test_leader_records_the_own_group_and_no_other(evening, groups):
    (oak, (leader, member)), (pine, _seats) = groups

    record = record_room(forum=evening.forum, group=oak, said=said(leader.learner, member.learner), by=leader.learner)

    assert (record.group_name, record.version, record.gist) == ("Oak", 1, "The wells")
    assert Spoken.objects.filter(record=record, counts=True).count() == 2
    with pytest.raises(Refusal) as refusal:
        record_room(forum=evening.forum, group=pine, said=said(), by=leader.learner)
    assert refusal.value.code == "forbidden"


def test_those_on_duty_today_record_every_group_and_members_none(evening, groups):
    (oak, (_leader, member)), (pine, (_other, helper)) = groups
    today = timezone.now().astimezone(evening.training_class.zone).date()
    DutyShift.objects.create(enrollment=helper, date=today, duty=RECORDER)

    assert may_record(helper.learner, evening.forum, oak)
    assert may_record(helper.learner, evening.forum, None)
    assert not may_record(member.learner, evening.forum, oak)
    assert may_record(evening.people["class teacher"], evening.forum, pine)
    assert not may_record(evening.people["other class's learner"], evening.forum, oak)


def test_record_sent_twice_is_written_once_and_speaking_told_once(evening, groups):
    oak, (leader, _member) = groups[0]
    one = said(leader.learner)

    for _time in range(2):
        record_room(forum=evening.forum, group=oak, said=one, by=leader.learner)

    assert RoomRecordVersion.objects.count() == 1
    (event,) = told("forums.spoke")
    assert event["person"] == str(leader.learner.public_id)
    assert event["training_class"] == str(evening.training_class.public_id)


def test_correction_keeps_what_stood_there_and_tells_who_no_longer_counts(evening, groups):
    oak, (leader, member) = groups[0]
    record_room(forum=evening.forum, group=oak, said=said(leader.learner, member.learner), by=leader.learner)

    record_room(forum=evening.forum, group=oak, said=said(leader.learner, base=1, gist="Pumps"), by=leader.learner)
    record_room(forum=evening.forum, group=oak, said=said(member.learner, base=2), by=leader.learner)

    assert [row.gist for row in RoomRecord.objects.get().versions.all()] == ["The wells", "Pumps", "The wells"]
    assert [row.person for row in Spoken.objects.filter(counts=True)] == [member.learner]
    assert len(told("forums.spoke")) == 2
    corrections = [(event["person"], event["counts"], event["number"]) for event in told("forums.spoke_corrected")]
    assert corrections == [
        (str(member.learner.public_id), False, 1),
        (str(member.learner.public_id), True, 2),
        (str(leader.learner.public_id), False, 1),
    ]


def test_who_another_record_names_still_counts(evening, groups):
    oak, (leader, _member) = groups[0]
    record_room(forum=evening.forum, group=oak, said=said(leader.learner), by=leader.learner)
    whole = record_room(forum=evening.forum, group=None, said=said(leader.learner), by=evening.people["class teacher"])

    record_room(forum=evening.forum, group=oak, said=said(base=1), by=leader.learner)

    assert Spoken.objects.get(person=leader.learner, counts=True).record == whole
    assert told("forums.spoke_corrected") == []


def test_record_that_somebody_changed_is_not_overwritten_and_nothing_typed_is_lost(client, evening, groups):
    oak, (leader, member) = groups[0]
    record_room(forum=evening.forum, group=oak, said=said(leader.learner, gist="First"), by=leader.learner)
    client.force_login(evening.people["class teacher"])
    where = reverse("forums:record", args=[evening.forum.public_id, oak.public_id])
    sent = {"gist": "Second", "speakers": [str(member.learner.public_id)], "base": "0", "client_key": str(uuid.uuid4())}

    answer = client.post(where, sent)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "First" in page
    assert "Second" in page
    form = answer.context["form"]
    again = {**sent, "base": form["base"].value(), "client_key": form["client_key"].value()}
    assert client.post(where, again).status_code == 302
    assert RoomRecord.objects.get().gist == "Second"
    assert [row.person for row in Spoken.objects.filter(counts=True)] == [member.learner]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"gist": ""}, "empty"), ({"gist": "x" * 4001}, "too_long"), ({"speakers": "outsider"}, "not_a_member")],
)
def test_bad_record_is_refused_and_nothing_is_kept(evening, groups, change, code):
    oak, (leader, _member) = groups[0]
    one = said(make_user()) if "speakers" in change else said(gist=change["gist"])
    with pytest.raises(Refusal) as refusal:
        record_room(forum=evening.forum, group=oak, said=one, by=leader.learner)
    assert refusal.value.code == code
    assert not RoomRecord.objects.exists()


def test_photo_is_shown_to_the_forum_alone_and_stays_when_none_is_sent(client, evening, groups, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    oak, (leader, _member) = groups[0]
    record = record_room(
        forum=evening.forum, group=oak, said=said(leader.learner, photo=make_photo()), by=leader.learner
    )
    record_room(forum=evening.forum, group=oak, said=said(leader.learner, base=1), by=leader.learner)
    where = reverse("forums:record_photo", args=[record.public_id, "small"])
    client.force_login(evening.people["learner"])
    assert client.get(where)["Content-Type"] == "image/jpeg"
    client.force_login(evening.people["other class's learner"])
    assert client.get(where).status_code == 404


def test_forum_page_shows_who_spoke_at_once(client, evening, groups):
    evening.forum.held = "room"
    evening.forum.save()
    client.force_login(evening.people["learner"])
    client.get(evening.forum.get_url())
    oak, (leader, _member) = groups[0]

    record_room(forum=evening.forum, group=oak, said=said(leader.learner), by=leader.learner)

    page = client.get(evening.forum.get_url()).content.decode()
    assert "The wells" in page
    assert "Oak leader" in page


def test_screen_offers_the_people_of_the_group_and_nobody_else(client, evening, groups):
    oak, (leader, _member) = groups[0]
    client.force_login(leader.learner)
    page = client.get(reverse("forums:record", args=[evening.forum.public_id, oak.public_id])).content.decode()
    assert "Oak member" in page
    assert "Pine member" not in page
    other = reverse("forums:record", args=[evening.forum.public_id, ClassGroup.objects.get(name="Pine").public_id])
    assert client.get(other).status_code == 404


def test_photo_that_was_replaced_is_deleted(evening, django_capture_on_commit_callbacks):
    host = evening.people["class teacher"]
    names = []
    for base in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            record = record_room(forum=evening.forum, group=None, said=said(base=base, photo=make_photo()), by=host)
        names.append((record.photo.name, record.small.name))

    storage = RoomRecord._meta.get_field("photo").storage
    assert [[storage.exists(name) for name in pair] for pair in names] == [[False, False], [True, True]]


def test_same_key_with_other_words_is_refused_and_nothing_is_lost(evening):
    host, learner = evening.people["class teacher"], evening.people["learner"]
    key = uuid.uuid4()
    record_room(forum=evening.forum, group=None, said=said(learner, key=key), by=host)
    assert record_room(forum=evening.forum, group=None, said=said(learner, key=key), by=host).version == 1

    with pytest.raises(Refusal) as refusal:
        record_room(forum=evening.forum, group=None, said=said(learner, gist="The roads", key=key), by=host)

    assert refusal.value.code == "sent_before"


def test_correction_asks_no_more_for_more_speakers(evening):
    host = evening.people["class teacher"]
    counts = []
    for number in (1, 12):
        forum = make_forum(evening.training_class, title=f"Evening {number}")
        people = [make_enrollment(evening.training_class).learner for _one in range(number)]
        record_room(forum=forum, group=None, said=said(*people), by=host)
        with CaptureQueriesContext(connection) as queries:
            record_room(forum=forum, group=None, said=said(base=1), by=host)
        counts.append(sum(query["sql"].startswith("SELECT") for query in queries))
    assert counts[0] == counts[1]


def test_form_whose_key_was_used_goes_on_from_what_stands_there(client, evening):
    host = evening.people["class teacher"]
    client.force_login(host)
    address = reverse("forums:record", args=[evening.forum.public_id, evening.forum.public_id])
    sent = {"client_key": str(uuid.uuid4()), "base": 0, "gist": "The wells"}
    assert client.post(address, sent).status_code == 302

    again = client.post(address, {**sent, "gist": "The roads"})

    assert again.status_code == 409
    form = again.context["form"]
    assert (form["base"].value(), form["gist"].value()) == ("1", "The roads")
    assert form["client_key"].value() != sent["client_key"]
