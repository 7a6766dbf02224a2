"""Reflections go from draft to accepted, every version stays, and only the right people move them."""

import datetime
import uuid

import pytest
from django.utils import timezone

from classes.actions.reflection_tasks import ask_for_reflection, withdraw_task
from classes.actions.reflections import (
    ReflectionConflict,
    accept_reflection,
    mark_read,
    return_reflection,
    start_reflection,
    submit_reflection,
    write_reflection,
)
from classes.actions.repeat_class import repeat_class
from classes.models import Reflection, ReflectionTask
from foundation.jobs.models import OutboxEvent
from people.actions.merging import merge_people
from people.roles import Role
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user
from tests.factories.reflections import make_reflection, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return make_user("Teacher")


@pytest.fixture
def seat(teacher):
    return make_enrollment(make_training_class(class_teacher=teacher))


def told(name):
    return [
        event.data for event in OutboxEvent.objects.filter(name=f"classes.reflection_{name}").order_by("occurred_at")
    ]


def test_reflection_goes_back_and_forth_and_keeps_every_version(seat, teacher):
    reflection = make_reflection(seat, body="Short", submitted=True)
    assert (reflection.state, reflection.is_unread) == ("submitted", True)
    back = return_reflection(reflection=reflection, comment="Say more", number=1, by=teacher)
    assert back.state == "returned"
    written = write_reflection(reflection=back, body="Longer now", version=1, by=seat.learner)
    again = submit_reflection(reflection=written, by=seat.learner)
    done = accept_reflection(reflection=again, comment="", number=2, by=teacher)
    assert done.state == "accepted"
    versions = list(done.versions.values_list("number", "body", "verdict", "comment", "judged_by"))
    assert versions == [
        (1, "Short", "returned", "Say more", teacher.pk),
        (2, "Longer now", "accepted", "", teacher.pk),
    ]
    assert [event["number"] for event in told("submitted")] == [1, 2]
    assert told("submitted")[1]["length"] == 9
    assert [event["by"] for event in told("returned") + told("accepted")] == [str(teacher.public_id)] * 2


def test_reflection_begun_twice_is_one(seat):
    task, key = make_task(seat.training_class), uuid.uuid4()
    assert make_reflection(seat, client_key=key) == make_reflection(seat, client_key=key)
    assert make_reflection(seat, task=task) == make_reflection(seat, task=task, body="From another device")
    assert Reflection.objects.count() == 2


@pytest.mark.parametrize("state", ["waiting", "withdrawn", "declined"])
def test_who_is_not_inside_writes_nothing(seat, state):
    reflection = make_reflection(seat)
    seat.state = state
    seat.save()
    for act in (
        lambda: make_reflection(seat),
        lambda: write_reflection(reflection=reflection, body="x", version=1, by=seat.learner),
        lambda: submit_reflection(reflection=reflection, by=seat.learner),
    ):
        with pytest.raises(Refusal):
            act()
    assert not told("submitted")


def test_what_is_asked_for_has_a_length_and_a_time(seat):
    task = make_task(seat.training_class, min_length=6, due_at=timezone.now() - datetime.timedelta(hours=1))
    reflection = make_reflection(seat, task=task, body="一 二 三 四 五")
    with pytest.raises(Refusal) as refused:
        submit_reflection(reflection=reflection, by=seat.learner)
    assert "6" in str(refused.value)
    assert Reflection.objects.get().body == "一 二 三 四 五"
    written = write_reflection(reflection=reflection, body="一二三四五六", version=1, by=seat.learner)
    assert submit_reflection(reflection=written, by=seat.learner).versions.get().is_late
    assert told("submitted")[0]["is_late"] is True


def test_text_changed_on_two_devices_is_shown_and_not_overwritten(seat):
    reflection = make_reflection(seat)
    write_reflection(reflection=reflection, body="From the phone", version=1, by=seat.learner)
    with pytest.raises(ReflectionConflict) as conflict:
        write_reflection(reflection=reflection, body="From the desk", version=1, by=seat.learner)
    assert conflict.value.reflection.body == "From the phone"
    assert write_reflection(reflection=reflection, body="From the phone", version=1, by=seat.learner).version == 2


def test_handed_in_text_cannot_be_changed_until_it_comes_back(seat):
    reflection = make_reflection(seat, submitted=True)
    with pytest.raises(Refusal):
        write_reflection(reflection=reflection, body="x", version=1, by=seat.learner)
    with pytest.raises(Refusal):
        submit_reflection(reflection=reflection, by=seat.learner)


def test_only_who_runs_the_class_judges_and_nobody_the_own(seat, teacher):
    organization = make_organization()
    reflection = make_reflection(seat, submitted=True)
    others = [make_user(role=role, organization=organization) for role in (Role.CLASS_TEACHER, Role.HEAD, Role.EDITOR)]
    for person in [*others, seat.learner]:
        with pytest.raises(Refusal) as refused:
            accept_reflection(reflection=reflection, comment="", number=1, by=person)
        assert refused.value.status == 403
    own = make_reflection(make_enrollment(seat.training_class, teacher), submitted=True)
    with pytest.raises(Refusal):
        accept_reflection(reflection=own, comment="", number=1, by=teacher)


def test_return_needs_words_and_the_version_that_was_read(seat, teacher):
    reflection = make_reflection(seat, submitted=True)
    for comment, number in (("  ", 1), ("More", 2)):
        with pytest.raises(Refusal):
            return_reflection(reflection=reflection, comment=comment, number=number, by=teacher)
    reflection.refresh_from_db()
    assert reflection.state == "submitted"


def test_reading_marks_only_for_who_runs_the_class(seat, teacher):
    reflection = make_reflection(seat, submitted=True)
    mark_read(reflection=reflection, by=seat.learner)
    reflection.refresh_from_db()
    assert reflection.is_unread
    mark_read(reflection=reflection, by=teacher)
    reflection.refresh_from_db()
    assert not reflection.is_unread


def test_task_is_asked_by_who_runs_the_class_and_stays_once_begun(seat, teacher):
    with pytest.raises(Refusal):
        ask_for_reflection(training_class=seat.training_class, by=seat.learner, title="x")
    task = ask_for_reflection(training_class=seat.training_class, by=teacher, title="First day")
    reflection = make_reflection(seat, task=task)
    with pytest.raises(Refusal):
        withdraw_task(task=task, by=teacher)
    reflection.delete()
    withdraw_task(task=task, by=teacher)
    assert not ReflectionTask.objects.exists()


def test_task_withdrawn_while_somebody_writes_is_refused_with_words(seat, teacher):
    task = make_task(seat.training_class)
    withdraw_task(task=ReflectionTask.objects.get(), by=teacher)
    with pytest.raises(Refusal) as refused:
        start_reflection(enrollment=seat, client_key=uuid.uuid4(), body="x", by=seat.learner, task=task)
    assert refused.value.code == "withdrawn"
    assert not Reflection.objects.exists()


def test_task_of_another_class_is_refused(seat):
    with pytest.raises(Refusal):
        start_reflection(enrollment=seat, client_key=uuid.uuid4(), body="x", by=seat.learner, task=make_task())


def test_repeated_class_asks_for_the_same_on_its_own_days():
    source = make_training_class()
    due = datetime.datetime(2026, 9, 3, 20, tzinfo=source.zone)
    make_task(source, title="Third day", due_at=due, min_length=200)
    boss = make_superuser()
    days = datetime.timedelta(days=28)
    copy = repeat_class(source=source, starts_on=source.starts_on + days, period=2, title="Next", slug="next", by=boss)
    task = copy.reflection_tasks.get()
    assert (task.title, task.min_length, task.due_at) == ("Third day", 200, due + days)


def test_merge_keeps_both_reflections_and_the_further_one_for_what_was_asked():
    training_class, keep, duplicate = make_training_class(), make_user(), make_user()
    task, key = make_task(training_class), uuid.uuid4()
    first = make_reflection(make_enrollment(training_class, keep), task=task, body="Draft", client_key=key)
    second = make_reflection(
        make_enrollment(training_class, duplicate), task=task, body="Done", client_key=key, submitted=True
    )
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    rows = {row.pk: row for row in Reflection.objects.filter(enrollment__learner=keep)}
    assert set(rows) == {first.pk, second.pk}
    assert (rows[first.pk].task, rows[second.pk].task) == (None, task)
    assert rows[second.pk].versions.count() == 1
