"""What an editor changes on a timetable, in the form of a class or of a live class, is told to those concerned."""

import pytest

from classes.models import LiveClassPage, TimetableChange, TimetableItem
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


def told():
    rows = TimetableChange.objects.order_by("pk")
    return [(row.title, row.kind, row.was_starts_at, row.starts_at, row.reason, row.by_id) for row in rows]


def test_new_time_in_the_form_of_the_class_is_told(found, visit, teacher, learner):
    was, now = visit.starts_at, berlin(2027, 3, 27, 15)

    def later(draft, items):
        items["Visit"].starts_at, items["Visit"].ends_at = now, berlin(2027, 3, 27, 16)

    edit(found(), teacher, later)

    assert told() == [("Visit", "moved", was, now, "", teacher.pk)]
    drain()
    assert Notification.objects.filter(kind=TIMETABLE, person=learner).count() == 1
    edit(found(), teacher, lambda draft, items: None)
    assert len(told()) == 1


def test_new_room_in_the_form_of_the_class_is_told_with_both(found, visit, teacher, learner):
    def elsewhere(draft, items):
        items["Visit"].room = "Fire brigade"

    edit(found(), teacher, elsewhere)

    assert told() == [("Visit", "moved", visit.starts_at, visit.starts_at, "Station → Fire brigade", teacher.pk)]
    drain()
    words = notification_kinds.get(TIMETABLE).words(Notification.objects.get(person=learner).data)
    first, second = words.text.splitlines()
    assert first.startswith("Visit: ")
    assert "→" not in first
    assert second == "Station → Fire brigade"


def test_what_is_added_and_what_is_taken_off_is_told(found, visit, teacher, learner):
    def other(draft, items):
        draft.timetable_items.remove(items["Visit"])
        talk = {"title": "Talk", "kind": "ceremony", "starts_at": berlin(2027, 3, 28, 9)}
        draft.timetable_items.add(TimetableItem(**talk, ends_at=berlin(2027, 3, 28, 10)))

    edit(found(), teacher, other)

    assert [one[:2] for one in told()] == [("Talk", "added"), ("Visit", "cancelled")]
    drain()
    assert Notification.objects.filter(kind=TIMETABLE, person=learner).count() == 2


def test_what_is_over_and_what_is_not_published_is_told_to_nobody(found, training_class, teacher, learner):
    past = make_timetable_item(training_class, title="Past", starts_at=berlin(2026, 3, 1, 9))

    def change(draft, items):
        items["Past"].starts_at = berlin(2026, 3, 1, 8)

    edit(found(), teacher, change)
    past.refresh_from_db()
    assert (past.starts_at, told()) == (berlin(2026, 3, 1, 8), [])

    found().unpublish()
    coming = make_timetable_item(training_class, title="Coming", starts_at=berlin(2027, 3, 28, 9))
    page = found()
    page.save_revision(user=teacher).publish(user=teacher)
    assert (coming.pk, told()) == (found().timetable_items.get(title="Coming").pk, [])


@pytest.mark.parametrize(("field", "reason"), [("room", "Room 1 → Room 9"), ("starts_at", "")])
def test_live_class_published_with_another_room_is_told(item, teacher, learner, field, reason):
    page = LiveClassPage.objects.get(pk=item.page_id)
    setattr(page, field, {"room": "Room 9", "starts_at": berlin(2027, 3, 26, 8)}[field])
    page.save_revision(user=teacher).publish()

    (row,) = told()
    assert (row[0], row[1], row[4]) == ("Bandages", "moved", reason)
