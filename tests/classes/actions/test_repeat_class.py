"""Repeating a class."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import PageLogEntry

from classes.actions.repeat_class import repeat_class
from classes.models import LiveClassPage, TimetableItem, TrainingClassPage
from forums.actions.post import reply
from forums.models import ForumPage, ForumPrompt, Post, StudyListItem, Thread
from foundation.jobs.models import OutboxEvent
from people.models import Role
from schoolhouse.extension_points import class_repeat_movers
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*when):
    return datetime(*when, tzinfo=BERLIN)


@pytest.fixture
def county():
    return make_organization("East county", time_zone="Europe/Berlin")


@pytest.fixture
def editor(county):
    return make_user(role=Role.EDITOR, organization=county)


@pytest.fixture
def source(county, editor):
    """A class in the week before summer time begins, with a live class, a forum, a draft and a learner."""
    training_class = make_training_class(
        county,
        title="First aid, period 3",
        period=3,
        starts_on=date(2026, 3, 23),
        enrollment_closes_at=berlin(2026, 3, 20, 18),
    )
    live_class = make_live_class(training_class, title="Bandages", starts_at=berlin(2026, 3, 24, 9))
    forum = ForumPage(
        title="Evening", slug="evening", opens_at=berlin(2026, 3, 24, 19), closes_at=berlin(2026, 3, 24, 21, 30)
    )
    forum.prompts = [ForumPrompt(title="What would you do?")]
    forum.study_list = [StudyListItem(page=live_class)]
    TrainingClassPage.objects.get(pk=training_class.pk).add_child(instance=forum)
    draft = make_live_class(training_class, title="Draft", starts_at=berlin(2026, 3, 25, 9), live=False)
    draft.title = "Draft, second thoughts"
    draft.save_revision()
    make_timetable_item(training_class, page=live_class, starts_at=live_class.starts_at, ends_at=live_class.ends_at)
    make_timetable_item(training_class, title="Closing", starts_at=berlin(2026, 3, 27, 16))
    make_enrollment(training_class)
    for page in (training_class, live_class, forum):
        page.refresh_from_db()
        page.save_revision(user=editor).publish()
    return TrainingClassPage.objects.get(pk=training_class.pk)


def repeat(source, by, **options):
    defaults = {"starts_on": date(2026, 3, 30), "period": 4, "title": "First aid, period 4", "slug": "first-aid-4"}
    return repeat_class(source=source, by=by, **{**defaults, **options})


def test_repeat_moves_every_date_by_days_on_the_wall(source, editor):
    copy = repeat(source, editor)

    assert (copy.starts_on, copy.ends_on, copy.period) == (date(2026, 3, 30), date(2026, 4, 3), 4)
    assert copy.enrollment_closes_at == berlin(2026, 3, 27, 18)
    session = LiveClassPage.objects.live().child_of(copy).get()
    assert (session.starts_at, session.ends_at) == (berlin(2026, 3, 31, 9), berlin(2026, 3, 31, 11))
    forum = ForumPage.objects.child_of(copy).get()
    assert (forum.opens_at, forum.closes_at) == (berlin(2026, 3, 31, 19), berlin(2026, 3, 31, 21, 30))
    items = list(copy.timetable_items.order_by("starts_at"))
    assert [item.starts_at for item in items] == [berlin(2026, 3, 31, 9), berlin(2026, 4, 3, 16)]


def test_repeat_leads_references_to_the_copies(source, editor):
    copy = repeat(source, editor)

    session = LiveClassPage.objects.live().child_of(copy).get()
    assert list(copy.timetable_items.exclude(page=None).values_list("page_id", flat=True)) == [session.pk]
    forum = ForumPage.objects.child_of(copy).get()
    assert [item.page_id for item in forum.study_list.all()] == [session.pk]


def test_repeat_takes_no_learners_and_no_past(source, editor):
    thread = Thread.objects.filter(forum__in=ForumPage.objects.child_of(source)).get()
    learner = source.enrollments.get().learner
    reply(thread=thread, body="Old words", client_key=uuid4(), by=learner)
    assert Post.objects.count() == 1

    copy = repeat(source, editor)

    assert not copy.enrollments.exists()
    copied_threads = Thread.objects.filter(forum__in=ForumPage.objects.child_of(copy))
    assert [thread.post_count for thread in copied_threads] == [0]
    assert not Post.objects.filter(thread__in=copied_threads).exists()
    assert source.enrollments.count() == 1


def test_repeat_gives_new_public_ids_to_everything(source, editor):
    copy = repeat(source, editor)

    for model in (TrainingClassPage, LiveClassPage, ForumPage):
        ids = list(model.objects.values_list("public_id", flat=True))
        assert len(ids) == len(set(ids))
    assert copy.public_id != source.public_id
    assert copy.translation_key != source.translation_key
    items = TimetableItem.objects.values_list("public_id", flat=True)
    assert len(items) == len(set(items)) == 4


def test_repeat_publishes_what_was_published_and_leaves_drafts(source, editor):
    copy = repeat(source, editor)

    below = {page.title: page.live for page in copy.get_children()}
    assert below == {"Bandages": True, "Evening": True, "Draft, second thoughts": False}
    assert copy.live
    assert not copy.has_unpublished_changes
    draft = LiveClassPage.objects.child_of(copy).get(live=False).get_latest_revision_as_object()
    assert draft.starts_at == berlin(2026, 4, 1, 9)


def test_repeat_leaves_the_revision_that_an_editor_will_open_in_step(source, editor):
    copy = repeat(source, editor)

    latest = copy.get_latest_revision_as_object()
    assert latest.starts_on == copy.starts_on
    assert {item.pk for item in latest.timetable_items.all()} == set(copy.timetable_items.values_list("pk", flat=True))
    assert {item.page_id for item in latest.timetable_items.all()} == set(
        copy.timetable_items.values_list("page_id", flat=True)
    )
    latest.save_revision(user=editor).publish()
    assert copy.timetable_items.count() == 2


def test_repeat_tells_and_logs(source, editor):
    copy = repeat(source, editor)

    event = OutboxEvent.objects.get(name="classes.class_repeated")
    assert (event.data["training_class"], event.data["days"]) == (str(copy.public_id), 7)
    assert PageLogEntry.objects.filter(page=copy.pk, action="wagtail.copy", user=editor).exists()


def test_repeat_is_refused_to_who_may_not_publish_there(source, county):
    stranger = make_user(role=Role.EDITOR, organization=make_organization("West"))
    coordinator = make_user(role=Role.COORDINATOR, organization=county)

    for person in (stranger, coordinator, make_user()):
        with pytest.raises(Refusal):
            repeat(source, person)
    assert TrainingClassPage.objects.count() == 1


def test_repeat_refuses_an_address_that_is_taken(source, editor):
    with pytest.raises(Refusal):
        repeat(source, editor, slug=source.slug)


def test_a_mover_that_fails_undoes_the_repetition(source, editor):
    def fails(**_arguments):
        raise RuntimeError("broken plugin")

    class_repeat_movers.register("broken", "broken.mover", fails)
    try:
        with pytest.raises(RuntimeError):
            repeat(source, editor)
    finally:
        class_repeat_movers.withdraw("broken")

    assert TrainingClassPage.objects.count() == 1
    assert timedelta(0) == source.starts_on - TrainingClassPage.objects.get().starts_on


def test_what_was_cancelled_stays_behind_and_counting_starts_anew(source, editor):
    session = LiveClassPage.objects.child_of(source).get(title="Bandages")
    LiveClassPage.objects.filter(pk=session.pk).update(is_cancelled=True)
    TimetableItem.objects.filter(page_id=session.pk).update(state="cancelled", reason="Snow", sequence=3)
    TimetableItem.objects.filter(title="Closing").update(sequence=2)

    copy = repeat(source, editor)

    items = copy.timetable_items.values_list("title", "state", "sequence")
    assert list(items) == [("Closing", "planned", 0)]
    again = LiveClassPage.objects.child_of(copy).get(title="Bandages")
    assert (again.is_cancelled, again.live) == (False, False)
