"""Readers share the text of a thread: each sees what is theirs, and everything new at once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classes.models import Enrollment
from forums.models import Post, StudyListItem, Thread
from lessons.models import LessonProgress
from tests.factories.forums import make_post, make_prompt, make_thread
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user


def reader_of(evening, name: str) -> Client:
    client = Client()
    client.force_login(evening.people[name])
    return client


def address(thread: Thread) -> str:
    return reverse("forums:thread", args=[thread.public_id]) + "?from=1"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def thread(evening) -> Thread:
    return make_thread(evening.forum)


def test_tools_and_hidden_posts_are_the_moderators_whoever_reads_first(evening, thread) -> None:
    make_post(thread, body="Canaryhidden", is_hidden=True)
    learner, teacher = reader_of(evening, "learner"), reader_of(evening, "class teacher")
    for _time in range(2):
        shown, moderated = text(learner, address(thread)), text(teacher, address(thread))
        assert "Canaryhidden" not in shown
        assert "/hide/" not in shown
        assert "/lock/" not in shown
        assert "Canaryhidden" in moderated
        assert "/hide/" in moderated


def test_answer_first_waits_for_each_reader_alone(evening) -> None:
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    make_post(thread, evening.people["learner"], body="Canaryanswer")
    other = make_user("Other")
    Enrollment.objects.create(training_class=evening.training_class, learner=other, state="enrolled")
    late = Client()
    late.force_login(other)
    for _time in range(2):
        assert "Canaryanswer" in text(reader_of(evening, "learner"), address(thread))
        assert "Canaryanswer" not in text(late, address(thread))


def test_text_is_closed_at_once_to_who_leaves_the_class(evening, thread) -> None:
    make_post(thread, body="Canaryinside")
    learner = reader_of(evening, "learner")
    assert "Canaryinside" in text(learner, address(thread))
    Enrollment.objects.filter(learner=evening.people["learner"]).update(state="withdrawn")
    assert learner.get(address(thread)).status_code == 404


def test_who_may_not_read_gets_nothing_of_a_kept_text(evening, thread) -> None:
    make_post(thread, body="Canaryinside")
    text(reader_of(evening, "learner"), address(thread))
    for name in ("other class's learner", "withdrawn learner", "waiting learner"):
        assert reader_of(evening, name).get(address(thread)).status_code == 404


@pytest.mark.parametrize(
    ("change", "came", "gone"),
    [
        (lambda post: Post.objects.filter(pk=post.pk).update(is_hidden=True), "post--hidden", ""),
        (lambda post: type(post.author).objects.filter(pk=post.author_id).update(full_name="New name"), "New name", ""),
        (lambda post: Enrollment.objects.filter(learner=post.author).update(organization=None), "", "post__from"),
        (lambda post: Thread.objects.filter(pk=post.thread_id).update(is_locked=True), "callout", ""),
        (lambda post: Thread.objects.filter(pk=post.thread_id).update(title="New title"), "New title", ""),
        (lambda post: make_post(post.thread, body="One more"), "One more", ""),
    ],
)
def test_whatever_changes_is_shown_at_once(evening, thread, change, came, gone) -> None:
    post = make_post(thread, evening.people["learner"], body="First")
    reader = reader_of(evening, "class teacher")
    before = text(reader, address(thread))
    change(post)
    after = text(reader, address(thread))
    assert (came or gone) in (after if came else before)
    assert (came or gone) not in (before if came else after)


def test_study_list_and_news_are_each_readers_own(evening, thread) -> None:
    lesson = make_lesson(audience="signed_in")
    StudyListItem.objects.create(forum=evening.forum, page=lesson)
    make_post(thread)
    learner, teacher = evening.people["learner"], evening.people["class teacher"]
    LessonProgress.objects.create(
        learner=learner,
        translation_key=lesson.translation_key,
        state="completed",
        percent=100,
        completed_at=timezone.now(),
    )
    done, not_done = reader_of(evening, "learner"), reader_of(evening, "class teacher")
    for url in (address(thread), evening.forum.get_url()):
        for _time in range(2):
            card = text(done, url).split("study-list")[1].split("</ol>")[0]
            assert "pill--ok" in card
            card = text(not_done, url).split("study-list")[1].split("</ol>")[0]
            assert "pill--ok" not in card
    header = text(not_done, evening.forum.get_url()).split('<header class="site-header">')[1].split("</header>")[0]
    assert learner.full_name not in header
    assert teacher.full_name in header


@pytest.mark.django_db(transaction=True)
def test_post_hidden_in_another_process_is_gone_at_once(evening, thread) -> None:
    post = make_post(thread, body="Canaryposted")
    learner = reader_of(evening, "learner")
    assert "Canaryposted" in text(learner, address(thread))

    def elsewhere() -> None:
        Post.objects.filter(pk=post.pk).update(is_hidden=True, edited_at=timezone.now())
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert "Canaryposted" not in text(learner, address(thread))
