"""What an evening came to: collected, written, settled, opened again, and followed up."""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.evening.outcome import (
    Task,
    Written,
    mark_done,
    reopen_outcome,
    settle_outcome,
    write_and_settle,
    write_outcome,
)
from forums.actions.evening.outcome_edges import EDGES, FOLLOW_UP_EDGES
from forums.models import FollowUp, FollowUpState, Outcome, OutcomeState, OutcomeVersion, RoomRecord, Thread
from forums.models.outcome import MOST_FOLLOW_UPS
from forums.queries.evening.outcome import collected, follow_ups_of, has_follow_ups, people_for, settled_outcome
from people.published import renew
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread


@pytest.fixture
def host(evening):
    return evening.people["class teacher"]


@pytest.fixture
def learner(evening):
    return evening.people["learner"]


def written(*tasks, theme="Wells", discussion="Who digs?", agreed="We dig", base=0):
    return Written(theme, discussion, agreed, list(tasks), base)


def settled(evening, host, *tasks):
    return write_and_settle(forum=evening.forum, written=written(*tasks), by=host)


def test_every_state_of_outcomes_and_follow_ups_is_left_and_reached():
    for edges, states in ((EDGES, OutcomeState), (FOLLOW_UP_EDGES, FollowUpState)):
        assert {edge.target for edge in edges.values()} == set(states)
        assert set().union(*(edge.sources for edge in edges.values())) == set(states)


def test_draft_is_kept_as_a_version_and_the_same_again_makes_none(evening, host, learner):
    task = Task("Buy  a\trope", learner, datetime.date(2026, 12, 1))

    first = write_outcome(forum=evening.forum, written=written(task), by=host)
    again = write_outcome(forum=evening.forum, written=written(task, base=1), by=host)

    assert (first.version, again.version, again.state) == (1, 1, OutcomeState.DRAFT)
    version = OutcomeVersion.objects.get()
    assert (version.act, version.theme, version.by) == ("write", "Wells", host)
    assert version.follow_ups == [{"what": "Buy a rope", "owner": "Learner", "due_on": "2026-12-01"}]


def test_task_left_out_goes_and_a_changed_one_stays_the_same_row(evening, host, learner):
    kept, gone = Task("Buy a rope", learner), Task("Ask the mayor")
    outcome = write_outcome(forum=evening.forum, written=written(kept, gone), by=host)
    row = outcome.follow_ups.get(what="Buy a rope")

    changed = Task("Buy two ropes", host, follow_up=row)
    write_outcome(forum=evening.forum, written=written(changed, base=1), by=host)

    found = FollowUp.objects.get()
    assert (found.pk, found.what, found.owner) == (row.pk, "Buy two ropes", host)


def test_second_host_is_told_that_another_has_written_and_nothing_is_lost(evening, host):
    write_outcome(forum=evening.forum, written=written(), by=host)
    instructor = evening.people["instructor"]

    with pytest.raises(Refusal) as refusal:
        write_outcome(forum=evening.forum, written=written(theme="Roads"), by=instructor)
    assert refusal.value.code == "changed"
    write_outcome(forum=evening.forum, written=written(theme="Roads", base=1), by=instructor)

    assert [row.theme for row in OutcomeVersion.objects.all()] == ["Roads", "Wells"]


@pytest.mark.parametrize("who", ["learner", "head", "point", "other county's editor", "withdrawn learner"])
def test_only_hosts_write_settle_and_reopen(evening, host, who):
    by = evening.people[who]
    acts = [
        lambda: write_outcome(forum=evening.forum, written=written(), by=by),
        lambda: settle_outcome(forum=evening.forum, by=by),
        lambda: write_and_settle(forum=evening.forum, written=written(), by=by),
        lambda: reopen_outcome(forum=evening.forum, reason="Because", by=by),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refusal:
            act()
        assert (refusal.value.code, refusal.value.status) == ("not_yours", 403)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"theme": "x" * 201}, "too_long"),
        ({"discussion": "x" * 20_001}, "too_long"),
    ],
)
def test_too_much_text_is_refused(evening, host, texts, code):
    with pytest.raises(Refusal) as refusal:
        write_outcome(forum=evening.forum, written=written(**texts), by=host)
    assert (refusal.value.code, refusal.value.status) == (code, 400)


def test_too_many_tasks_empty_ones_and_owners_of_elsewhere_are_refused(evening, host):
    stranger = evening.people["other class's learner"]
    many = [Task(f"Task {number}") for number in range(MOST_FOLLOW_UPS + 1)]
    for tasks, code in ((many, "too_many"), ([Task(" \x00 ")], "too_long"), ([Task("Dig", stranger)], "elsewhere")):
        with pytest.raises(Refusal) as refusal:
            write_outcome(forum=evening.forum, written=written(*tasks), by=host)
        assert refusal.value.code == code


def test_settling_asks_for_a_theme_and_for_something_said(evening, host):
    for one in (written(theme=""), written(discussion="", agreed="")):
        with pytest.raises(Refusal) as refusal:
            write_and_settle(forum=evening.forum, written=one, by=host)
        assert (refusal.value.code, refusal.value.status) == ("not_yet", 400)


def test_saving_and_settling_is_both_or_neither(evening, host):
    write_outcome(forum=evening.forum, written=written(), by=host)

    with pytest.raises(Refusal):
        write_and_settle(forum=evening.forum, written=written(theme="", base=1), by=host)

    outcome = Outcome.objects.get()
    assert (outcome.theme, outcome.version, outcome.state) == ("Wells", 1, OutcomeState.DRAFT)


def test_forum_that_has_not_opened_comes_to_nothing_yet(evening, host):
    later = make_forum(evening.training_class, opens_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(Refusal) as refusal:
        write_and_settle(forum=later, written=written(), by=host)
    assert refusal.value.code == "not_yet"


def test_settled_outcome_is_read_and_not_written_any_more(evening, host):
    assert settled_outcome(evening.forum) is None
    outcome = settled(evening, host)

    assert settled_outcome(evening.forum) == outcome
    assert (outcome.settled_by, outcome.version) == (host, 2)
    with pytest.raises(Refusal) as refusal:
        write_outcome(forum=evening.forum, written=written(base=2), by=host)
    assert refusal.value.code == "wrong_state"
    assert settle_outcome(forum=evening.forum, by=host).version == 2


def test_reopening_needs_a_reason_that_stays_with_the_versions(evening, host):
    settled(evening, host)
    with pytest.raises(Refusal):
        reopen_outcome(forum=evening.forum, reason=" \x00 ", by=host)

    outcome = reopen_outcome(forum=evening.forum, reason="The date is wrong", by=host)

    assert (outcome.state, outcome.settled_at, outcome.settled_by) == (OutcomeState.DRAFT, None, None)
    latest = OutcomeVersion.objects.first()
    assert (latest.act, latest.reason, latest.number) == ("reopen", "The date is wrong", 3)
    assert settled_outcome(evening.forum) is None


def test_owner_and_host_say_what_is_done_and_others_do_not(evening, host, learner):
    outcome = settled(evening, host, Task("Buy a rope", learner))
    row = outcome.follow_ups.get()
    other = make_enrollment(evening.training_class).learner

    with pytest.raises(Refusal) as refusal:
        mark_done(follow_up=row, done=True, by=other)
    assert refusal.value.status == 403
    done = mark_done(follow_up=row, done=True, by=learner)
    at = mark_done(follow_up=row, done=True, by=host).done_at

    assert (done.done_by, done.done_at) == (learner, at)
    again = mark_done(follow_up=row, done=False, by=host)
    assert (again.done_by, again.done_at) == (None, None)


def test_nothing_is_done_of_a_draft_or_of_what_was_taken_out(evening, host, learner):
    outcome = write_outcome(forum=evening.forum, written=written(Task("Buy a rope", learner)), by=host)
    row = outcome.follow_ups.get()
    with pytest.raises(Refusal) as refusal:
        mark_done(follow_up=row, done=True, by=learner)
    assert refusal.value.code == "wrong_state"

    write_outcome(forum=evening.forum, written=written(base=1), by=host)
    with pytest.raises(Refusal) as refusal:
        mark_done(follow_up=row, done=True, by=learner)
    assert refusal.value.code == "gone"


def test_what_was_done_stays_done_when_the_outcome_is_opened_again(evening, host, learner):
    row = settled(evening, host, Task("Buy a rope", learner)).follow_ups.get()
    mark_done(follow_up=row, done=True, by=learner)

    reopen_outcome(forum=evening.forum, reason="Theme", by=host)
    task = Task("Buy a rope", learner, follow_up=row)
    write_and_settle(forum=evening.forum, written=written(task, theme="Deep wells", base=3), by=host)

    assert FollowUp.objects.get().done_by == learner


def test_draft_is_collected_from_best_answers_then_from_the_most_thanked_and_most_answered(evening, host):
    make_prompt(evening.forum, title="How deep?")
    thread = make_thread(evening.forum, title="Wells")
    bodies = ("Nobody minds", "Answered", "Thanked", "Best", "Hidden")
    plain, answered, thanked, best, hidden = (make_post(thread, body=f"{body} canary") for body in bodies)
    for _number in range(3):
        make_post(thread, reply_to=answered, body="Yes")
    type(thanked).objects.filter(pk__in=[thanked.pk, hidden.pk]).update(thanks_count=2)
    type(hidden).objects.filter(pk=hidden.pk).update(is_hidden=True)
    Thread.objects.filter(pk=thread.pk).update(best_answer=best)
    RoomRecord.objects.create(
        forum=evening.forum, group_key=evening.forum.public_id, group_name="Oak", gist="A pump is cheaper",
        recorded_by=host, recorded_at=timezone.now(),
    )  # fmt: skip

    draft = collected(evening.forum)

    assert draft.theme == "How deep?"
    order = [draft.discussion.index(f"{word} canary") for word in ("Best", "Thanked", "Answered")]
    assert order == sorted(order)
    assert "Nobody minds" not in draft.discussion
    assert "Hidden" not in draft.discussion
    assert "Oak" in draft.discussion
    assert "A pump is cheaper" in draft.discussion
    assert plain.author.full_name not in draft.discussion


def test_work_goes_to_the_class_its_teacher_and_instructors(evening, learner):
    people = people_for(evening.forum)

    assert learner in people
    assert evening.people["class teacher"] in people
    assert evening.people["instructor"] in people
    assert evening.people["other class's learner"] not in people
    assert evening.people["withdrawn learner"] not in people


def test_owner_is_shown_what_is_left_to_do_the_most_urgent_first(evening, host, learner):
    days = [datetime.date(2026, 12, 9), datetime.date(2026, 12, 1)]
    outcome = write_outcome(
        forum=evening.forum, written=written(*(Task(f"By {day}", learner, day) for day in days)), by=host
    )
    renew()
    assert not has_follow_ups(learner)

    settle_outcome(forum=evening.forum, by=host)
    renew()

    assert has_follow_ups(learner)
    assert [row.due_on for row in follow_ups_of(learner)] == sorted(days)
    for row in outcome.follow_ups.all():
        mark_done(follow_up=row, done=True, by=learner)
    renew()
    assert not has_follow_ups(learner)
