"""Forums that open and close with an evening of the timetable, and what becomes of posts after closing."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.actions.repeat_class import repeat_class
from classes.actions.timetable.moving import cancel, move_rest
from classes.models import TimetableItem
from classes.queries.timetable.plans import stamp_of
from forums.actions.post import reply
from forums.models import ForumHost, ForumPage, Post
from forums.permissions import may_host, standing_of
from forums.queries.forum import forums_open_to
from forums.queries.search import forums_kept_by
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_timetable_item, make_training_class
from tests.factories.forums import make_forum, make_thread
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school_class(db):
    today = timezone.localdate()
    return make_training_class(starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=3))


def bind(training_class, **fields):
    """Return a forum of the class bound to an evening of its first day, and the evening."""
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    item = make_timetable_item(training_class, kind="forum_evening", starts_at=starts_at, **fields)
    return make_forum(training_class, timetable_item=item, opens_at=None), item


def test_bound_forum_has_the_times_of_its_evening_whatever_was_typed(school_class):
    forum, item = bind(school_class)

    assert (forum.opens_at, forum.closes_at) == (item.starts_at, item.ends_at)
    assert not forum.has_opened


def test_forum_follows_its_evening_when_the_rest_of_the_class_moves(school_class):
    forum, item = bind(school_class)
    shift = timedelta(hours=2)

    move_rest(
        training_class=school_class,
        starting=item.starts_at,
        shift=shift,
        by=make_superuser(),
        stamp=stamp_of(school_class),
    )

    forum.refresh_from_db()
    assert (forum.opens_at, forum.closes_at) == (item.starts_at + shift, item.ends_at + shift)


def test_forum_follows_its_evening_when_an_editor_saves_it(school_class):
    forum, item = bind(school_class)
    item.starts_at += timedelta(minutes=30)
    item.save()

    forum.refresh_from_db()
    assert forum.opens_at == item.starts_at


def test_older_draft_of_a_forum_does_not_take_its_times_back(school_class):
    forum, item = bind(school_class)
    revision = forum.save_revision()
    item.starts_at -= timedelta(minutes=30)
    item.save()

    revision.publish()

    forum.refresh_from_db()
    assert forum.opens_at == item.starts_at


def test_forum_with_times_of_its_own_stays_where_it_is(school_class):
    _forum, item = bind(school_class)
    other = make_forum(school_class)
    before = other.opens_at
    item.starts_at += timedelta(minutes=30)
    item.save()

    other.refresh_from_db()
    assert (other.opens_at, other.closes_at) == (before, None)


def test_cancelled_evening_takes_nothing_from_its_forum(school_class):
    forum, item = bind(school_class)
    cancel(item=item, reason="Storm", by=make_superuser())

    forum.refresh_from_db()
    assert forum.opens_at == item.starts_at


def test_forum_keeps_its_times_when_its_evening_is_taken_off(school_class):
    forum, item = bind(school_class)
    item.delete()

    forum.refresh_from_db()
    assert forum.timetable_item is None
    assert forum.opens_at is not None


def test_evening_of_another_class_is_none_of_a_forum(school_class):
    foreign = make_timetable_item(make_training_class(), kind="forum_evening")
    opens_at = timezone.now()

    forum = make_forum(school_class, timetable_item=foreign, opens_at=opens_at)

    assert (forum.timetable_item, forum.opens_at) == (None, opens_at)


def test_published_evening_leads_to_its_forum_in_the_draft_of_the_class_as_well(school_class):
    school_class.save_revision()
    forum, item = bind(school_class)
    school_class.refresh_from_db()
    school_class.save_revision()
    forum.save_revision().publish()

    item.refresh_from_db()
    assert item.page_id == forum.pk
    school_class.refresh_from_db()
    draft = school_class.get_latest_revision_as_object()
    assert [row.page_id for row in draft.timetable_items.all()] == [forum.pk]


def test_forum_of_a_repeated_class_opens_with_its_own_evening(school_class):
    make_timetable_item(school_class, starts_at=timezone.now() + timedelta(hours=1))
    bind(school_class)

    copy = repeat_class(
        source=school_class,
        starts_on=school_class.starts_on + timedelta(days=7),
        period=2,
        title="Next",
        slug="next",
        by=make_superuser(),
    )

    copied = ForumPage.objects.child_of(copy).get()
    evening = TimetableItem.objects.get(training_class=copy, kind="forum_evening")
    assert copied.timetable_item == evening
    assert (copied.opens_at, copied.closes_at) == (evening.starts_at, evening.ends_at)


def test_late_post_is_refused_where_the_forum_says_so_but_the_host_sums_up(evening, client):
    evening.forum.closes_at = timezone.now() - timedelta(minutes=1)
    evening.forum.late_posts = "refused"
    evening.forum.save()
    thread, learner = make_thread(evening.forum), evening.people["learner"]

    with pytest.raises(Refusal) as refusal:
        reply(thread=thread, body="Late", client_key=uuid.uuid4(), by=learner)
    assert refusal.value.code == "closed"
    reply(thread=thread, body="Good night", client_key=uuid.uuid4(), by=evening.people["instructor"])

    assert [post.is_late for post in Post.objects.filter(thread=thread)] == [True]
    client.force_login(learner)
    page = client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()
    assert "Good night" in page
    assert 'name="client_key"' not in page


def test_named_host_keeps_order_reads_and_finds_the_forum_though_no_class_knows_them(evening):
    guest = make_user("Guest host")
    assert not standing_of(guest, evening.forum).reads

    ForumHost.objects.create(forum=evening.forum, person=guest)

    assert may_host(guest, evening.forum)
    assert evening.forum in forums_open_to(guest)
    assert evening.forum in forums_kept_by(guest)


def test_nobody_pays_a_query_for_hosts_until_something_is_published(evening):
    learner = evening.people["learner"]
    standing_of(learner, ForumPage.objects.get(pk=evening.forum.pk))
    forum = ForumPage.objects.get(pk=evening.forum.pk)
    with CaptureQueriesContext(connection) as queries:
        standing_of(learner, forum)
    assert not [query for query in queries if "forums_forumhost" in query["sql"]]


def test_host_of_a_salon_is_who_is_named(evening):
    host = make_user()
    salon = make_forum(evening.counties.east.home, audience="signed_in")
    ForumHost.objects.create(forum=salon, person=host)

    assert may_host(host, salon)
    assert not may_host(evening.people["learner"], salon)
