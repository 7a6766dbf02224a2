"""Thanks, each once, counted as they are given; and the best answer of a thread."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from forums.actions.counters import CounterDrift, counter_drift, recount
from forums.actions.editing import edit_post
from forums.actions.thanks import choose_answer, thank
from forums.models import Post, PostThanks, Thread, ThreadRead
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_post, make_prompt, make_thread
from tests.factories.people import make_superuser


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def post(evening, thread):
    return make_post(thread, evening.people["instructor"])


def refused(code, act, **asked):
    with pytest.raises(Refusal) as caught:
        act(wanted=True, **asked)
    assert caught.value.code == code


def test_thanks_are_given_once_and_taken_back_once(evening, post):
    learner, point = evening.people["learner"], evening.people["point"]
    assert [thank(post=post, wanted=True, by=by) for by in (learner, learner, point)] == [1, 1, 2]
    assert [thank(post=post, wanted=False, by=learner) for _time in range(2)] == [1, 1]
    assert Post.objects.get(pk=post.pk).thanks_count == PostThanks.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PostThanks.objects.create(post=post, by=point)


def test_nobody_thanks_for_their_own_or_what_they_cannot_see(evening, thread, post):
    learner = evening.people["learner"]
    refused("own", thank, post=make_post(thread, learner), by=learner)
    refused("forbidden", thank, post=make_post(thread, is_hidden=True), by=learner)
    refused("forbidden", thank, post=post, by=evening.people["other class's learner"])
    owed = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    refused("forbidden", thank, post=make_post(owed), by=learner)
    assert not PostThanks.objects.exists()


def test_best_answer_is_chosen_by_who_asked_or_keeps_order(evening):
    learner, teacher = evening.people["learner"], evening.people["class teacher"]
    thread = make_thread(evening.forum, author=learner)
    question, answer, other = (make_post(thread, learner), make_post(thread), make_post(thread))
    choose_answer(post=answer, wanted=True, by=learner)
    assert Thread.objects.get(pk=thread.pk).best_answer == answer
    choose_answer(post=other, wanted=True, by=teacher)
    choose_answer(post=answer, wanted=False, by=learner)
    assert Thread.objects.get(pk=thread.pk).best_answer == other
    choose_answer(post=other, wanted=False, by=learner)
    assert Thread.objects.get(pk=thread.pk).best_answer is None
    refused("question", choose_answer, post=question, by=learner)
    refused("forbidden", choose_answer, post=answer, by=evening.people["point"])
    refused("unseen", choose_answer, post=make_post(thread, is_hidden=True), by=learner)


def test_thanks_of_two_accounts_become_one(evening, post):
    first, second = (make_enrollment(evening.training_class).learner for _person in range(2))
    for by in (first, second):
        thank(post=post, wanted=True, by=by)
    own = make_post(post.thread, second)
    thank(post=own, wanted=True, by=first)

    merge_people(keep=first, duplicate=second, by=make_superuser())

    assert PostThanks.objects.get().by == first
    assert not counter_drift()


def test_drift_of_every_counter_is_reported_and_set_right(evening, thread, post):
    learner = evening.people["learner"]
    own = make_post(thread, learner)
    thank(post=post, wanted=True, by=learner)
    edit_post(post=own, body="Changed", version=1, by=learner)
    ThreadRead.objects.create(reader=learner, thread=thread, last_read_number=2)
    assert not counter_drift()

    Thread.objects.update(post_count=7)
    ThreadRead.objects.update(last_read_number=3)
    Post.objects.filter(pk=post.pk).update(thanks_count=0)
    Post.objects.filter(pk=own.pk).update(version=1)

    assert counter_drift() == CounterDrift(threads=1, thanks=1, versions=1, reading=1)
    with pytest.raises(CommandError, match="forums recount"):
        call_command("forums", "check")
    call_command("forums", "recount", stdout=StringIO())
    assert not counter_drift()
    stored = Thread.objects.get(pk=thread.pk)
    assert (stored.post_count, stored.last_number) == (2, 2)
    assert ThreadRead.objects.get().last_read_number == 2
    assert not recount()
