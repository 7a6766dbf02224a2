"""What an editor changes on a timetable, in the form of a class or of a live class, is told to those concerned."""

import datetime

import pytest
from django.utils import timezone

from classes.actions.timetable import moving
from classes.actions.timetable.untold import LONGEST, QUIET
from classes.models import LiveClassPage, TimetableChange, TimetableItem, UntoldTimetable
from classes.notifications.kinds import TIMETABLE
from foundation.jobs import drain
from people.models import Notification
from schoolhouse.extension_points import notification_kinds
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_timetable_item


def edit(page, by, change):
    """Publish a draft of the class in which ``change`` was made to its items, by title."""
    draft = page.save_revision().as_object()
    change(draft, {str(item): item for item in draft.timetable_items.all()})
    draft.save_revision(user=by).publish(user=by)


class Clock:
    """The server's clock, which a test moves; jobs that fall due are run."""

    def __init__(self):
        self.now = timezone.now().replace(microsecond=0)

    def pass_by(self, **time):
        self.now += datetime.timedelta(**time)
        drain()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def to(hour, room=None):
    """Return a change that lets the visit begin at ``hour``, in another room."""

    def change(draft, items):
        items["Visit"].starts_at, items["Visit"].ends_at = berlin(2027, 3, 27, hour), berlin(2027, 3, 27, hour + 1)
        items["Visit"].room = room or items["Visit"].room

    return change


def notices(person):
    return Notification.objects.filter(kind=TIMETABLE, person=person).count()


def told():
    rows = TimetableChange.objects.order_by("pk")
    return [(row.title, row.kind, row.was_starts_at, row.starts_at, row.reason, row.by_id) for row in rows]


def test_new_time_in_the_form_of_the_class_is_told(found, visit, teacher, learner, clock):
    was, now = visit.starts_at, berlin(2027, 3, 27, 15)

    def later(draft, items):
        items["Visit"].starts_at, items["Visit"].ends_at = now, berlin(2027, 3, 27, 16)

    edit(found(), teacher, later)
    clock.pass_by(minutes=10)

    assert told() == [("Visit", "moved", was, now, "", teacher.pk)]
    assert notices(learner) == 1
    edit(found(), teacher, lambda draft, items: None)
    clock.pass_by(hours=1)
    assert (len(told()), UntoldTimetable.objects.count()) == (1, 0)


def test_new_room_in_the_form_of_the_class_is_told_with_both(found, visit, teacher, learner, clock):
    def elsewhere(draft, items):
        items["Visit"].room = "Fire brigade"

    edit(found(), teacher, elsewhere)
    clock.pass_by(minutes=10)

    assert told() == [("Visit", "moved", visit.starts_at, visit.starts_at, "Station → Fire brigade", teacher.pk)]
    words = notification_kinds.get(TIMETABLE).words(Notification.objects.get(person=learner).data)
    first, second = words.text.splitlines()
    assert first.startswith("Visit: ")
    assert "→" not in first
    assert second == "Station → Fire brigade"


def test_what_is_added_and_what_is_taken_off_is_told(found, visit, teacher, learner, clock):
    def other(draft, items):
        draft.timetable_items.remove(items["Visit"])
        talk = {"title": "Talk", "kind": "ceremony", "starts_at": berlin(2027, 3, 28, 9)}
        draft.timetable_items.add(TimetableItem(**talk, ends_at=berlin(2027, 3, 28, 10)))

    edit(found(), teacher, other)
    clock.pass_by(minutes=10)

    assert [one[:2] for one in told()] == [("Talk", "added"), ("Visit", "cancelled")]
    assert notices(learner) == 2


def test_what_is_over_and_what_is_not_published_is_told_to_nobody(found, training_class, teacher, learner, clock):
    past = make_timetable_item(training_class, title="Past", starts_at=berlin(2026, 3, 1, 9))

    def change(draft, items):
        items["Past"].starts_at = berlin(2026, 3, 1, 8)

    edit(found(), teacher, change)
    clock.pass_by(minutes=10)
    past.refresh_from_db()
    assert (past.starts_at, told()) == (berlin(2026, 3, 1, 8), [])

    found().unpublish()
    coming = make_timetable_item(training_class, title="Coming", starts_at=berlin(2027, 3, 28, 9))
    page = found()
    page.save_revision(user=teacher).publish(user=teacher)
    clock.pass_by(minutes=10)
    assert (coming.pk, told()) == (found().timetable_items.get(title="Coming").pk, [])


@pytest.mark.parametrize(("field", "reason"), [("room", "Room 1 → Room 9"), ("starts_at", "")])
def test_live_class_published_with_another_room_is_told(item, teacher, learner, clock, field, reason):
    page = LiveClassPage.objects.get(pk=item.page_id)
    setattr(page, field, {"room": "Room 9", "starts_at": berlin(2027, 3, 26, 8)}[field])
    page.save_revision(user=teacher).publish()
    clock.pass_by(minutes=10)

    (row,) = told()
    assert (row[0], row[1], row[4]) == ("Bandages", "moved", reason)


def test_several_edits_are_told_once_as_the_difference_from_what_people_knew(found, visit, teacher, learner, clock):
    was, sequence = visit.starts_at, visit.sequence
    for change in (to(15), to(16), to(17, "Fire brigade")):
        edit(found(), teacher, change)
        clock.pass_by(minutes=4)
        assert (told(), notices(learner)) == ([], 0)
        # A calendar that is subscribed takes a new time only under a higher number.
        visit.refresh_from_db()
        sequence += 1
        assert visit.sequence == sequence

    clock.pass_by(minutes=6)

    assert told() == [("Visit", "moved", was, berlin(2027, 3, 27, 17), "Station → Fire brigade", teacher.pk)]
    assert notices(learner) == 1
    edit(found(), teacher, to(18))
    clock.pass_by(minutes=10)
    assert told()[1][2:4] == (berlin(2027, 3, 27, 17), berlin(2027, 3, 27, 18))
    assert notices(learner) == 2


def test_change_that_is_taken_back_is_told_to_nobody(found, visit, teacher, learner, clock):
    sequence, hour = visit.sequence, visit.starts_at.astimezone(found().zone).hour

    def added(draft, items):
        draft.timetable_items.add(
            TimetableItem(
                title="Talk", kind="ceremony", starts_at=berlin(2027, 3, 28, 9), ends_at=berlin(2027, 3, 28, 10)
            )
        )

    edit(found(), teacher, to(18))
    edit(found(), teacher, added)
    clock.pass_by(minutes=5)
    edit(found(), teacher, lambda draft, items: draft.timetable_items.remove(items["Talk"]))
    edit(found(), teacher, to(hour))
    clock.pass_by(hours=1)

    assert (told(), notices(learner), UntoldTimetable.objects.count()) == ([], 0, 0)
    visit.refresh_from_db()
    assert visit.sequence == sequence + 2


def test_whoever_edits_for_long_is_told_of_all_the_same(found, visit, teacher, learner, clock):
    for minute in range(8):
        edit(found(), teacher, to(10 + minute))
        clock.pass_by(minutes=5)

    assert notices(learner) == 1
    assert told()[0][3] == berlin(2027, 3, 27, 15)
    assert QUIET < LONGEST


def test_what_begins_soon_is_told_at_once_and_the_rest_with_it(found, visit, training_class, teacher, learner, clock):
    soon = clock.now + datetime.timedelta(minutes=30)
    make_timetable_item(training_class, title="Soon", starts_at=soon, room="Hall")

    def change(draft, items):
        items["Soon"].room = "Yard"

    edit(found(), teacher, to(15))
    edit(found(), teacher, change)

    assert {row[0] for row in told()} == {"Soon", "Visit"}
    clock.pass_by(hours=1)
    assert len(told()) == 2


def test_act_of_the_class_teacher_tells_from_what_people_knew(found, visit, teacher, learner, clock):
    """An editor's change that nobody was told of, and then the rest of the class is moved from its timetable."""
    was = visit.starts_at
    edit(found(), teacher, to(15, "Fire brigade"))

    day = datetime.timedelta(days=1)
    page = found()
    stamp = moving.stamp_of(page)
    moving.move_rest(training_class=page, starting=berlin(2027, 3, 27, 0), shift=day, by=teacher, stamp=stamp)

    (row,) = [row for row in told() if row[0] == "Visit"]
    assert row[2:5] == (was, berlin(2027, 3, 28, 15), "")
    clock.pass_by(minutes=10)
    (_before, room) = [row for row in told() if row[0] == "Visit"]
    assert room[2:5] == (berlin(2027, 3, 28, 15), berlin(2027, 3, 28, 15), "Station → Fire brigade")
    visit.refresh_from_db()
    assert visit.starts_at == berlin(2027, 3, 28, 15)


def test_what_was_cancelled_meanwhile_is_told_as_cancelled_alone(found, visit, teacher, learner, clock):
    edit(found(), teacher, to(15))
    visit.refresh_from_db()
    moving.cancel(item=visit, reason="Snow", by=teacher)
    clock.pass_by(minutes=10)

    assert [(row[0], row[1]) for row in told()] == [("Visit", "cancelled")]


def test_class_that_is_taken_off_the_site_meanwhile_is_told_to_nobody(found, visit, teacher, learner, clock):
    edit(found(), teacher, to(15))
    found().unpublish()
    clock.pass_by(minutes=10)

    assert (told(), notices(learner), UntoldTimetable.objects.count()) == ([], 0, 0)
