"""Polls: one vote each, numbers that count it, and results when they are due."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.models import Enrollment
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.moderation.held import decide_held
from forums.actions.parts.polls import PollAsked, vote
from forums.actions.thread import start_thread
from forums.models import ForumPage, HeldPost, Poll, PollBallot, PollChoice, PollOption, Post, Thread
from forums.writing.parts import FileShown, Parts
from forums.writing.rendering import render_post
from people.actions.merging import merge_people
from people.scope import forget
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_post, make_prompt, make_thread
from tests.factories.people import make_superuser, make_user

ASKED = PollAsked("几点交班？", ("八点", "九点", "<b>十点</b>"))


def ask(evening, who="learner", **changes):
    asked = PollAsked(**{**vars(ASKED), **changes})
    post = start_thread(
        forum=evening.forum, title="T", body="B", client_key=uuid.uuid4(), by=evening.people[who], poll=asked
    )
    return post.poll


def seat(evening):
    person = make_user(password=None)
    Enrollment.objects.create(training_class=evening.training_class, learner=person)
    return person


def numbers(poll):
    return [*poll.options.values_list("votes", flat=True), Poll.objects.get(pk=poll.pk).voters]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def shown(evening, poll, who="learner"):
    page = signed_in(evening.people[who]).get(reverse("forums:thread", args=[poll.post.thread.public_id]) + "?from=1")
    return page.content.decode().split('class="poll"')[1].split("</section>")[0]


def test_vote_counts_once_and_may_be_changed(evening):
    poll, by = ask(evening), evening.people["learner"]

    for chosen in ([1], [1], [2]):
        vote(poll=poll, numbers=chosen, by=by)
    vote(poll=poll, numbers=[2], by=evening.people["class teacher"])

    assert numbers(poll) == [0, 2, 0, 2]
    call_command("forums", "check")


def test_several_answers_where_the_poll_takes_them(evening):
    poll = ask(evening, is_several=True)
    vote(poll=poll, numbers=[1, 3], by=evening.people["learner"])
    vote(poll=poll, numbers=[1, 2], by=evening.people["learner"])
    assert numbers(poll) == [1, 1, 0, 1]

    single = ask(evening)
    for chosen in ([], [1, 2], [9]):
        with pytest.raises(Refusal):
            vote(poll=single, numbers=chosen, by=evening.people["learner"])
    assert numbers(single) == [0, 0, 0, 0]


def test_database_holds_one_vote_for_each(evening):
    poll = ask(evening)
    vote(poll=poll, numbers=[1], by=evening.people["learner"])
    ballot = PollBallot.objects.get()
    other = poll.options.get(number=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        PollChoice.objects.create(ballot=ballot, option=other, is_only=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PollBallot.objects.create(poll=poll, person=ballot.person)


@pytest.mark.parametrize(
    "changes",
    [
        {"question": " "},
        {"options": ("one",)},
        {"options": ("one", "one")},
        {"options": tuple(str(n) for n in range(13))},
        {"options": ("x" * 121, "y")},
        {"results": "closed"},
        {"results": "never"},
        {"closes_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_odd_poll_is_refused_and_no_thread_opened(evening, changes):
    with pytest.raises(Refusal):
        ask(evening, **changes)
    assert not Thread.objects.exists()


def test_results_are_shown_after_voting(evening):
    poll = ask(evening)
    vote(poll=poll, numbers=[1], by=evening.people["class teacher"])

    before = shown(evening, poll)
    vote(poll=poll, numbers=[2], by=evening.people["learner"])
    after = shown(evening, poll)

    assert "50 %" not in before
    assert 'type="radio"' in before
    assert after.count(", 50 %") + after.count("，50 %") == 2
    assert "&lt;b&gt;十点&lt;/b&gt;" in after
    assert after.count("<progress") == 3


def test_results_are_shown_after_closing_and_nobody_votes_then(evening):
    poll = ask(evening, results="closed", closes_at=timezone.now() + timedelta(hours=1))
    vote(poll=poll, numbers=[1], by=evening.people["learner"])
    assert "100 %" not in shown(evening, poll)

    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    assert "100 %" in shown(evening, poll)
    assert "<input" not in shown(evening, poll, "instructor")
    with pytest.raises(Refusal):
        vote(poll=poll, numbers=[2], by=evening.people["learner"])


def test_results_at_any_time(evening):
    assert "0 %" in shown(evening, ask(evening, results="always"))


def test_vote_without_scripts(evening):
    poll = ask(evening)
    url = reverse("forums:vote", args=[poll.post.public_id])
    client = signed_in(evening.people["learner"])

    assert client.post(url, {f"choice-{poll.post.public_id}": "2"}).status_code == 302
    assert numbers(poll) == [0, 1, 0, 1]
    for odd in ("x", "²", "", "99999999999"):
        client.post(url, {f"choice-{poll.post.public_id}": odd})
    assert numbers(poll) == [0, 1, 0, 1]
    other = make_post(poll.post.thread)
    assert client.post(reverse("forums:vote", args=[other.public_id])).status_code == 404


def test_who_may_not_read_or_is_locked_out_does_not_vote(evening):
    poll = ask(evening)
    url = reverse("forums:vote", args=[poll.post.public_id])
    for name in ("other class's learner", "withdrawn learner", "waiting learner"):
        answer = signed_in(evening.people[name]).post(url, {f"choice-{poll.post.public_id}": "1"})
        assert answer.status_code == 404
    Thread.objects.update(is_locked=True)
    with pytest.raises(Refusal):
        vote(poll=poll, numbers=[1], by=evening.people["learner"])
    assert "<input" not in shown(evening, poll)
    Thread.objects.update(is_locked=False)
    Post.objects.update(is_hidden=True)
    with pytest.raises(Refusal):
        vote(poll=poll, numbers=[1], by=evening.people["learner"])


def test_form_opens_a_thread_with_a_poll_and_keeps_what_was_wrong(evening):
    client, url = signed_in(evening.people["learner"]), reverse("forums:new_thread", args=[evening.forum.public_id])
    data = {
        "title": "T", "body": "B", "client_key": str(uuid.uuid4()), "poll-question": "几点？",
        "poll-options": "八点\r\n\r\n九点", "poll-several": "on", "poll-results": "voted",
    }  # fmt: skip

    wrong = client.post(url, {**data, "poll-options": "八点"})
    assert wrong.status_code == 400
    assert "几点？" in wrong.content.decode()
    assert client.post(url, {**data, "client_key": str(uuid.uuid4())}).status_code == 302

    poll = Poll.objects.get()
    assert (poll.is_several, [option.text for option in poll.options.all()]) == (True, ["八点", "九点"])
    plain = {name: value for name, value in data.items() if not name.startswith("poll-")}
    client.post(url, {**plain, "body": "C", "client_key": str(uuid.uuid4())})
    assert Poll.objects.count() == 1


def test_poll_of_a_held_thread_opens_with_it(evening):
    ForumPage.objects.filter(pk=evening.forum.pk).update(hold_first_posts=1)
    evening.forum.refresh_from_db()
    closes = timezone.now() + timedelta(days=1)
    with pytest.raises(WaitsForReview):
        ask(evening, closes_at=closes)

    decide_held(held=HeldPost.objects.get(), verdict="approve", reason="Good", by=evening.people["class teacher"])

    poll = Poll.objects.get()
    assert (poll.question, poll.closes_at, poll.options.count()) == (ASKED.question, closes, 3)
    assert poll.post.has_poll


def test_reading_asks_one_question_for_polls_and_none_for_what_else_posts_carry(evening):
    client, counts = signed_in(evening.people["learner"]), []
    file = str(uuid.uuid4())
    parts = Parts(frozenset({"Learner"}), {file: FileShown(800, 600)})
    body = f"@Learner ![a](/forums/files/{file}/)"
    for number in (1, 30, 300):
        poll = ask(evening)
        thread = poll.post.thread
        for _post in range(number - 1):
            post = make_post(thread, seat(evening), body=body, is_anonymous=True)
            Post.objects.filter(pk=post.pk).update(body_html=render_post(body, parts), has_poll=True)
        for person in (seat(evening) for _voter in range(min(number, 30))):
            vote(poll=poll, numbers=[1], by=person)
        forget()
        url = reverse("forums:thread", args=[thread.public_id]) + f"?from={max(number - 49, 1)}"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.content.count(b'<li class="post"') == min(number, 50)
        assert response.content.count(b'class="mention"') >= min(number, 50) - 1
        counts.append(len(queries))
    assert counts == [10, 10, 10]


def test_check_tells_drift_and_recount_mends_it(evening):
    poll = ask(evening)
    vote(poll=poll, numbers=[1], by=evening.people["learner"])
    PollOption.objects.update(votes=5)
    Poll.objects.update(voters=7)

    with pytest.raises(CommandError, match="votes for 3 answers and the voters of 1 polls"):
        call_command("forums", "check")
    call_command("forums", "recount")

    assert numbers(poll) == [1, 0, 0, 1]


def test_two_accounts_of_one_person_have_one_vote(evening):
    poll, keep = ask(evening), evening.people["learner"]
    duplicate = seat(evening)
    vote(poll=poll, numbers=[1], by=keep)
    vote(poll=poll, numbers=[2], by=duplicate)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert numbers(poll) == [1, 0, 0, 1]


def test_poll_waits_for_ones_own_answer(evening):
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    poll = ask(evening, "class teacher")
    Post.objects.filter(pk=poll.post.pk).update(thread=thread)
    poll = Poll.objects.get()

    with pytest.raises(Refusal):
        vote(poll=poll, numbers=[1], by=evening.people["learner"])


def test_forum_that_takes_nothing_late_takes_no_vote_either(evening):
    poll = ask(evening)
    voter = seat(evening)
    ForumPage.objects.update(
        opens_at=timezone.now() - timedelta(hours=3), closes_at=timezone.now(), late_posts="refused"
    )
    poll = Poll.objects.get(pk=poll.pk)

    with pytest.raises(Refusal) as refusal:
        vote(poll=poll, numbers=[1], by=voter)
    assert refusal.value.code == "closed"
    assert "choice-" not in shown(evening, poll)
    vote(poll=poll, numbers=[1], by=evening.training_class.class_teacher)

    assert numbers(poll) == [1, 0, 0, 1]
