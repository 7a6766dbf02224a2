"""Moving, swapping and cancelling: the timetable, its live classes, drafts, the record and the event agree."""

from datetime import timedelta

import pytest

from classes.actions.timetable import place_on_timetable
from classes.actions.timetable.editing import tell_untold
from classes.actions.timetable.moving import cancel, move_rest, restore, swap
from classes.models import LiveClassPage, TimetableChange
from classes.queries.door import door_of
from classes.queries.timetable.plans import stamp_of
from foundation.jobs.models import OutboxEvent
from schoolhouse.refusals import Refusal
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_timetable_item
from tests.factories.people import make_user

DAY = timedelta(days=1)


def move(training_class, by, starting, shift, **options):
    options.setdefault("stamp", stamp_of(training_class))
    return move_rest(training_class=training_class, starting=starting, shift=shift, by=by, **options)


def test_rest_moves_across_the_change_of_the_clock_and_keeps_its_wall_time(training_class, item, visit, teacher):
    assert move(training_class, teacher, berlin(2027, 3, 26, 9), 3 * DAY, reason="Snow") == 2

    item.refresh_from_db()
    visit.refresh_from_db()
    assert (item.starts_at, item.ends_at) == (berlin(2027, 3, 29, 9), berlin(2027, 3, 29, 11))
    assert visit.starts_at == berlin(2027, 3, 30, 14)
    assert (item.sequence, visit.sequence) == (1, 1)
    page = LiveClassPage.objects.get(pk=item.page_id)
    assert (page.starts_at, page.ends_at) == (item.starts_at, item.ends_at)
    assert page.get_latest_revision_as_object().starts_at == item.starts_at


def test_rest_moves_from_a_moment_on_by_minutes(training_class, item, visit, teacher):
    move(training_class, teacher, berlin(2027, 3, 26, 9, 1), timedelta(minutes=-30))

    item.refresh_from_db()
    visit.refresh_from_db()
    assert item.starts_at == berlin(2027, 3, 26, 9)
    assert visit.starts_at == berlin(2027, 3, 27, 13, 30)


def test_move_is_told_once_with_what_was_and_is(training_class, item, visit, teacher):
    move(training_class, teacher, berlin(2027, 3, 27), DAY, reason="Snow")

    (change,) = TimetableChange.objects.all()
    assert (change.title, change.kind, change.reason, change.by) == ("Visit", "moved", "Snow", teacher)
    assert (change.was_starts_at, change.starts_at) == (berlin(2027, 3, 27, 14), berlin(2027, 3, 28, 14))
    data = OutboxEvent.objects.get(name="classes.timetable_changed").data
    assert (data["kind"], data["reason"], data["by"]) == ("moved", "Snow", str(teacher.public_id))
    assert [(one["item"], one["sequence"]) for one in data["items"]] == [(str(visit.public_id), 1)]


def test_move_sent_twice_is_done_once(training_class, visit, teacher):
    stamp = stamp_of(training_class)
    move(training_class, teacher, visit.starts_at, DAY, stamp=stamp)
    with pytest.raises(Refusal) as refused:
        move(training_class, teacher, visit.starts_at, DAY, stamp=stamp)

    visit.refresh_from_db()
    assert refused.value.code == "changed"
    assert (visit.starts_at, TimetableChange.objects.count()) == (berlin(2027, 3, 28, 14), 1)


def test_move_is_refused_to_who_does_not_run_the_class(training_class, visit, instructor, learner):
    for person in (instructor, learner, make_user()):
        with pytest.raises(Refusal) as refused:
            move(training_class, person, visit.starts_at, DAY)
        assert refused.value.status == 403


def test_move_survives_the_next_one_to_publish_an_older_draft(training_class, item, visit, teacher, found):
    found().save_revision().publish()
    draft = found().get_latest_revision_as_object()
    draft.intro = "New words"
    draft.save_revision()
    move(found(), teacher, visit.starts_at, DAY)

    found().get_latest_revision().publish()

    visit.refresh_from_db()
    assert found().intro == "New words"
    assert (visit.starts_at, visit.sequence) == (berlin(2027, 3, 28, 14), 1)


def test_draft_of_a_live_class_with_another_time_keeps_it(training_class, item, teacher):
    page = LiveClassPage.objects.get(pk=item.page_id)
    page.starts_at, page.ends_at = berlin(2027, 3, 26, 15), berlin(2027, 3, 26, 17)
    page.save_revision()
    move(training_class, teacher, item.starts_at, DAY)

    page = LiveClassPage.objects.get(pk=page.pk)
    assert page.starts_at == berlin(2027, 3, 27, 9)
    assert page.get_latest_revision_as_object().starts_at == berlin(2027, 3, 26, 15)


def test_live_class_published_at_another_time_is_told_too(training_class, item, teacher):
    page = LiveClassPage.objects.get(pk=item.page_id)
    page.starts_at, page.ends_at = berlin(2027, 3, 26, 15), berlin(2027, 3, 26, 17)
    page.save_revision(user=teacher).publish()
    place_on_timetable(live_class=page, by=teacher)

    tell_untold(training_class=training_class)

    item.refresh_from_db()
    assert (item.starts_at, item.sequence) == (berlin(2027, 3, 26, 15), 1)
    assert [row.was_starts_at for row in TimetableChange.objects.all()] == [berlin(2027, 3, 26, 9)]


def test_two_sessions_change_places(training_class, item, visit, teacher):
    swap(
        training_class=training_class,
        first=item,
        second=visit,
        by=teacher,
        stamp=stamp_of(training_class),
        reason="",
    )

    item.refresh_from_db()
    visit.refresh_from_db()
    assert (item.starts_at, item.ends_at, item.room) == (berlin(2027, 3, 27, 14), berlin(2027, 3, 27, 15), "Room 1")
    assert (visit.starts_at, visit.ends_at) == (berlin(2027, 3, 26, 9), berlin(2027, 3, 26, 11))
    assert LiveClassPage.objects.get(pk=item.page_id).starts_at == item.starts_at


def test_cancelled_session_stays_says_why_and_closes_its_door(training_class, item, teacher):
    cancel(item=item, reason="Snow", by=teacher)

    item.refresh_from_db()
    page = LiveClassPage.objects.get(pk=item.page_id)
    assert (item.state, item.reason, item.sequence) == ("cancelled", "Snow", 1)
    assert door_of(page, now=page.starts_at).state == "cancelled"
    page.save_revision().publish()
    assert LiveClassPage.objects.get(pk=page.pk).is_cancelled
    assert [(row.kind, row.was_starts_at) for row in TimetableChange.objects.all()] == [("cancelled", None)]


def test_cancelled_session_is_held_after_all(training_class, item, teacher):
    cancel(item=item, reason="Snow", by=teacher)
    restore(item=item, by=teacher)

    item.refresh_from_db()
    assert (item.state, item.reason, item.sequence) == ("planned", "", 2)
    assert not LiveClassPage.objects.get(pk=item.page_id).is_cancelled


@pytest.mark.parametrize(("act", "options"), [(cancel, {"reason": " "}), (restore, {})])
def test_what_an_edge_does_not_allow_is_refused_and_changes_nothing(item, teacher, act, options):
    with pytest.raises(Refusal):
        act(item=item, by=teacher, **options)
    item.refresh_from_db()
    assert (item.state, item.sequence, TimetableChange.objects.count()) == ("planned", 0, 0)


def test_what_is_over_stays_as_it_was(training_class, teacher):
    past = make_timetable_item(training_class, starts_at=berlin(2026, 3, 1, 9))
    for act in (
        lambda: cancel(item=past, reason="Snow", by=teacher),
        lambda: move(training_class, teacher, past.starts_at, DAY),
    ):
        with pytest.raises(Refusal):
            act()
    past.refresh_from_db()
    assert (past.starts_at, past.state) == (berlin(2026, 3, 1, 9), "planned")


def test_draft_of_the_class_cannot_take_back_a_cancellation(training_class, visit, teacher, found):
    revision = found().save_revision()
    cancel(item=visit, reason="Snow", by=teacher)
    revision.publish()

    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == ("cancelled", 1)


def test_nobody_is_told_of_a_class_that_is_not_published(training_class, visit, teacher, found):
    found().unpublish()
    move(found(), teacher, visit.starts_at, DAY)
    assert not TimetableChange.objects.exists()
    assert not OutboxEvent.objects.filter(name="classes.timetable_changed").exists()
