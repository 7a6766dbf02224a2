"""Who is told of what happens in discussions, and what becomes of it when it may not be seen any more."""

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from forums.actions.moderation.reports import report_post
from forums.actions.post import reply
from forums.actions.thanks import choose_answer
from forums.actions.thread import hide_post
from forums.events import post_published
from forums.models import Post
from forums.notifications import handlers, kinds
from foundation.jobs import drain
from foundation.jobs.models import OutboxEvent
from foundation.jobs.registry import ReceivedEvent
from people.models import Notification, NotificationChoice, User
from people.notifications.jobs import send_notifications
from schoolhouse.extension_points import notification_kinds
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_post, make_prompt, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(evening):
    return make_enrollment(evening.training_class).learner


@pytest.fixture
def thread(evening, asker):
    thread = make_thread(evening.forum, title="Canarythread", author=asker)
    make_post(thread, asker, body="How?")
    return thread


def told():
    drain()
    rows = Notification.objects.order_by("pk").select_related("person")
    return [(row.person.full_name, row.kind) for row in rows]


def answer(thread, by, to=None):
    thread.refresh_from_db()
    return reply(thread=thread, body="So.", client_key=uuid.uuid4(), reply_to=to, by=by)


def words_of(row):
    with translation.override("en"):
        return notification_kinds.get(row.kind).words(row.data).subject


def test_answer_is_told_to_whom_it_answers(evening, thread, asker):
    learner = evening.people["learner"]
    post = answer(thread, learner, thread.posts.get())
    assert told() == [(asker.full_name, kinds.REPLY)]
    row = Notification.objects.get()
    assert row.url == reverse("forums:post", args=[post.public_id])
    assert words_of(row) == "Learner answered you in “Canarythread”"
    assert row.actor == learner


def test_post_is_told_to_who_opened_the_thread_and_to_whom_it_answers(evening, thread, asker):
    learner, teacher = evening.people["learner"], evening.people["class teacher"]
    first = answer(thread, learner)
    assert told() == [(asker.full_name, kinds.ANSWER)]
    answer(thread, teacher, first)
    assert told()[1:] == [("Learner", kinds.REPLY), (asker.full_name, kinds.ANSWER)]


def test_nobody_is_told_of_the_own_post(thread, asker):
    answer(thread, asker, thread.posts.get())
    assert told() == []


def test_handler_that_runs_twice_tells_once(evening, thread):
    answer(thread, evening.people["learner"])
    told()
    event = OutboxEvent.objects.get(name="forums.post_published")
    for _time in range(2):
        handlers.tell_of_post(
            ReceivedEvent(event.pk, event.name, event.version, event.data, event.organization, event.occurred_at)
        )
    assert Notification.objects.count() == 1
    assert User.objects.get(pk=thread.author_id).unread_notifications == 1


@pytest.mark.parametrize("what", ["hidden", "gone"])
def test_post_that_is_hidden_or_gone_by_then_is_not_told(evening, thread, what):
    post = answer(thread, evening.people["learner"])
    if what == "hidden":
        Post.objects.filter(pk=post.pk).update(is_hidden=True)
        drain()
    else:
        post_published.send(data={**OutboxEvent.objects.get().data, "post": str(uuid.uuid4())})
        drain()
        Notification.objects.all().delete()
    assert Notification.objects.filter(data__post=str(post.public_id)).count() == 0


def test_best_answer_is_told_to_its_author(evening, thread, asker):
    post = make_post(thread, evening.people["learner"])
    for wanted in (True, True, False, True):
        choose_answer(post=Post.objects.select_related("thread__forum").get(pk=post.pk), wanted=wanted, by=asker)
    assert told() == [("Learner", kinds.BEST)]


def test_choice_that_was_taken_back_is_not_told(evening, thread, asker):
    post = make_post(thread, evening.people["learner"])
    for wanted in (True, False):
        choose_answer(post=Post.objects.select_related("thread__forum").get(pk=post.pk), wanted=wanted, by=asker)
    assert told() == []


def test_author_is_told_what_a_moderator_did_and_why_but_not_who(evening, thread, asker):
    teacher = evening.people["class teacher"]
    hide_post(post=thread.posts.get(), hidden=True, by=teacher, reason="Canaryreason")
    assert told() == [(asker.full_name, kinds.MODERATED)]
    row = Notification.objects.get()
    assert row.actor is None
    assert (row.url, row.data["reason"]) == (reverse("forums:told"), "Canaryreason")
    client = Client(headers={"accept-language": "en"})
    client.force_login(asker)
    page = client.get(reverse("people:notifications")).content.decode()
    assert "From the moderators: Post hidden, “Canarythread”" in page
    assert "Canaryreason" in page
    assert "Teacher" not in page


def test_reported_author_hears_nothing_before_a_moderator_acts(evening, thread):
    report_post(post=thread.posts.get(), reason="rude", by=evening.people["learner"])
    assert told() == []


@pytest.mark.parametrize("what", ["hidden", "withdrawn", "unpublished", "answer first"])
def test_nothing_is_sent_of_a_post_that_may_not_be_read_any_more(evening, thread, asker, settings, what):
    settings.MAIL_CONFIGURED = True
    settings.NOTIFICATIONS_QUIET_FROM = settings.NOTIFICATIONS_QUIET_UNTIL
    User.objects.filter(pk=asker.pk).update(email="asker@example.org")
    NotificationChoice.objects.create(person=asker, kind=kinds.REPLY, way="mail")
    post = answer(thread, evening.people["learner"], thread.posts.get())
    drain()
    if what == "hidden":
        Post.objects.filter(pk=post.pk).update(is_hidden=True)
    elif what == "withdrawn":
        evening.training_class.enrollments.filter(learner=asker).update(state="withdrawn")
    elif what == "unpublished":
        evening.forum.unpublish()
    else:
        thread.prompt = make_prompt(evening.forum, answer_first=True)
        thread.save(update_fields=["prompt"])
        thread.posts.filter(author=asker).update(author=evening.people["class teacher"])
    send_notifications()
    drain()
    assert mail.outbox == []


def test_mail_says_who_answered_and_leads_there(evening, thread, asker, settings):
    settings.MAIL_CONFIGURED = True
    settings.NOTIFICATIONS_QUIET_FROM = settings.NOTIFICATIONS_QUIET_UNTIL
    User.objects.filter(pk=asker.pk).update(email="asker@example.org", preferred_language="zh-hans")
    NotificationChoice.objects.create(person=asker, kind=kinds.REPLY, way="mail")
    answer(thread, evening.people["learner"], thread.posts.get())
    drain()
    send_notifications()
    drain()
    assert [sent.subject for sent in mail.outbox] == ["Learner 在“Canarythread”中回复了您"]
    assert "So." not in mail.outbox[0].body


def test_named_person_is_told_once_and_an_answer_is_told_as_one(evening, thread, asker):
    named = make_enrollment(evening.training_class).learner
    User.objects.filter(pk=named.pk).update(full_name="欧阳春")
    User.objects.filter(pk=asker.pk).update(full_name="司马秋")
    learner = evening.people["learner"]

    reply(thread=thread, body="请@欧阳春看看", client_key=uuid.uuid4(), by=learner)
    reply(thread=thread, body="@司马秋 好", client_key=uuid.uuid4(), by=learner, reply_to=thread.posts.get(number=1))

    assert set(told()) == {("司马秋", kinds.ANSWER), ("欧阳春", kinds.MENTION), ("司马秋", kinds.REPLY)}
    assert Notification.objects.count() == 3
    row = Notification.objects.get(kind=kinds.MENTION)
    assert words_of(row) == f"{learner.full_name} named you in “Canarythread”"


def test_nobody_is_told_who_wrote_a_post_without_a_name(evening, thread, asker):
    evening.forum.allow_anonymous = True
    evening.forum.save()
    learner = evening.people["learner"]
    thread.refresh_from_db()
    post = reply(
        thread=thread,
        body="So.",
        client_key=uuid.uuid4(),
        by=learner,
        reply_to=thread.posts.get(number=1),
        is_anonymous=True,
    )
    own = reply(thread=thread, body="And.", client_key=uuid.uuid4(), by=learner, reply_to=post, is_anonymous=True)
    choose_answer(post=post, wanted=True, by=asker)

    assert own.is_anonymous
    assert (learner.full_name, kinds.REPLY) not in told()
    rows = Notification.objects.filter(person=asker).order_by("pk")
    assert [(row.actor, words_of(row)) for row in rows] == [
        (None, "Anonymous learner answered you in “Canarythread”"),
        (None, "Anonymous learner wrote in your thread “Canarythread”"),
    ]
    sent = OutboxEvent.objects.exclude(name="forums.post_published").filter(name__startswith="forums.")
    assert learner.full_name not in str(list(rows.values_list("data", flat=True)))
    assert str(learner.public_id) not in str([event.data for event in sent])
