"""Holding something again on many days."""

from datetime import date, time

import pytest

from classes.actions.timetable.series import repeat_item
from classes.models import LiveClassPage, TimetableChange
from classes.queries.timetable.plans import dates_of, stamp_of
from schoolhouse.refusals import Refusal
from tests.classes.timetable.times import BERLIN, berlin

DAYS = [date(2027, 3, 29), date(2027, 3, 30)]


def repeat(training_class, source, by, dates=DAYS, **options):
    options = {"begins": time(8, 30), "ends": time(10), "stamp": stamp_of(training_class), **options}
    return repeat_item(training_class=training_class, source=source, dates=dates, by=by, **options)


def test_weekdays_until_a_day_without_those_skipped():
    days = dates_of(date(2027, 3, 25), date(2027, 3, 31), range(5), [date(2027, 3, 29)])
    assert days == [date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 30), date(2027, 3, 31)]


def test_live_class_is_held_again_with_its_instructors_and_published(training_class, item, instructor, teacher):
    assert repeat(training_class, item, teacher) == 2

    added = list(training_class.timetable_items.exclude(pk=item.pk).order_by("starts_at"))
    assert [(one.starts_at, one.ends_at) for one in added] == [
        (berlin(day.year, day.month, day.day, 8, 30), berlin(day.year, day.month, day.day, 10)) for day in DAYS
    ]
    pages = [LiveClassPage.objects.get(pk=one.page_id) for one in added]
    assert [(page.title, page.room, page.live, page.starts_at) for page in pages] == [
        ("Bandages", "Room 1", True, one.starts_at) for one in added
    ]
    assert [page.instructors.get().instructor for page in pages] == [instructor] * 2
    assert len({page.public_id for page in pages} | {one.public_id for one in added}) == 4
    assert [row.kind for row in TimetableChange.objects.all()] == ["added", "added"]


def test_item_without_a_page_of_its_own_is_held_again(training_class, visit, teacher, found):
    found().save_revision().publish()
    repeat(found(), visit, teacher)

    rooms = training_class.timetable_items.filter(title="Visit").values_list("kind", "room")
    assert list(rooms) == [("field_visit", "Station")] * 3
    assert found().get_latest_revision_as_object().timetable_items.count() == 3


@pytest.mark.parametrize("options", [{"dates": []}, {"dates": DAYS * 51}, {"ends": time(8)}, {"stamp": "old"}])
def test_what_makes_no_sense_or_comes_twice_is_refused_whole(training_class, visit, teacher, options):
    with pytest.raises(Refusal):
        repeat(training_class, visit, teacher, **options)
    assert training_class.timetable_items.count() == 1


def test_who_does_not_run_the_class_is_refused(training_class, visit, instructor):
    with pytest.raises(Refusal):
        repeat(training_class, visit, instructor)


def test_days_keep_their_wall_time_across_the_change_of_the_clock(training_class, visit, teacher):
    repeat(training_class, visit, teacher, dates=[date(2027, 3, 26), date(2027, 3, 29)])
    added = training_class.timetable_items.exclude(pk=visit.pk)
    assert {one.starts_at.astimezone(BERLIN).time() for one in added} == {time(8, 30)}
