"""The pages of the outcome: for the host, for everybody, on paper, and what follows from it."""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions.evening.outcome import Task, Written, settle_outcome, write_and_settle, write_outcome
from forums.models import FollowUp, Outcome, OutcomeState
from tests.factories.forums import make_forum, make_post, make_thread


@pytest.fixture
def client(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def host(evening):
    return evening.people["class teacher"]


@pytest.fixture
def learner(evening):
    return evening.people["learner"]


@pytest.fixture
def address(evening):
    return reverse("forums:outcome", args=[evening.forum.public_id])


def typed(act="save", base=0, rows=(), **texts):
    """Return what a browser sends of the form."""
    sent = {"theme": "Wells", "discussion": "Who digs?", "agreed": "", "base": base, "act": act, **texts}
    sent |= {"tasks-TOTAL_FORMS": len(rows), "tasks-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"tasks-{number}-{name}": value for name, value in row.items()}
    return sent


def settle(evening, host, *tasks):
    return write_and_settle(forum=evening.forum, written=Written("Wells", "Who digs?", "", tasks, 0), by=host)


def test_host_saves_and_settles_and_learners_read_it_on_the_forum(client, evening, address, host, learner):
    client.force_login(host)
    row = {"what": "Buy a rope", "owner": str(learner.public_id), "due_on": "2030-01-31"}

    assert client.post(address, typed(rows=[row])).status_code == 302
    client.force_login(learner)
    assert b"Who digs?" not in client.get(evening.forum.url).content
    client.force_login(host)
    key = str(FollowUp.objects.get().public_id)
    assert client.post(address, typed("settle", 1, rows=[{**row, "key": key}])).status_code == 302

    client.force_login(learner)
    page = client.get(evening.forum.url).content.decode()
    assert "Who digs?" in page
    assert "Buy a rope" in page
    assert FollowUp.objects.get().owner == learner


def test_settling_without_a_theme_says_why_and_keeps_what_was_typed_unsaved(client, address, host):
    client.force_login(host)

    response = client.post(address, typed("settle", theme="", agreed="Canarywords"))

    assert response.status_code == 400
    page = response.content.decode()
    assert "Give the theme before you settle the outcome." in page
    assert "Canarywords" in page
    assert not Outcome.objects.exists()


def test_change_by_another_host_is_shown_with_what_one_typed(client, evening, address, host):
    other = Written("Their theme", "Their words", "", [Task("Their task")], 0)
    write_outcome(forum=evening.forum, written=other, by=evening.people["instructor"])
    client.force_login(host)

    response = client.post(address, typed(discussion="My words"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Their words" in page
    assert "Their task" in page
    assert "My words" in page
    assert client.post(address, typed(base=1, discussion="My words")).status_code == 302
    assert Outcome.objects.get().discussion == "My words"


@pytest.mark.parametrize(
    "broken",
    [
        {"base": "x"},
        {"base": "-1"},
        {"tasks-TOTAL_FORMS": "x"},
        {"tasks-TOTAL_FORMS": "9999"},
        {"theme": "x" * 500},
        {"theme": "a\x00b"},
    ],
)
def test_broken_form_is_answered_with_400(client, address, host, broken):
    client.force_login(host)

    assert client.post(address, {**typed(), **broken}).status_code == 400
    assert not Outcome.objects.exists()


def test_row_with_an_owner_and_no_words_is_asked_what_is_to_be_done(client, address, host, learner):
    client.force_login(host)

    response = client.post(address, typed(rows=[{"what": "", "owner": str(learner.public_id)}]))

    assert response.status_code == 400
    assert "Say what is to be done." in response.content.decode()


def test_collected_draft_stands_below_what_a_host_has_written(client, evening, address, host):
    post = make_post(make_thread(evening.forum), body="Canarypost")
    make_post(post.thread, reply_to=post)
    write_outcome(forum=evening.forum, written=Written("Wells", "Own words", "", [], 0), by=host)
    client.force_login(host)

    plain = client.get(address).content.decode()
    page = client.get(address, {"collect": "1"}).content.decode()

    assert "Canarypost" not in plain
    assert page.index("Own words") < page.index("Canarypost")


def test_reopening_without_a_reason_says_so_and_with_one_makes_a_draft(client, evening, host):
    settle(evening, host)
    client.force_login(host)
    address = reverse("forums:reopen_outcome", args=[evening.forum.public_id])

    assert "Please give a reason" in client.post(address, {"reason": " "}, follow=True).content.decode()
    assert Outcome.objects.get().state == OutcomeState.SETTLED
    client.post(address, {"reason": "Wrong date"})

    assert Outcome.objects.get().state == OutcomeState.DRAFT


def test_reopening_a_draft_is_refused_on_a_page_that_says_why(client, evening, host):
    write_outcome(forum=evening.forum, written=Written("Wells", "", "", [], 0), by=host)
    client.force_login(host)

    address = reverse("forums:reopen_outcome", args=[evening.forum.public_id])
    response = client.post(address, {"reason": "Wrong date"}, headers={"referer": "http://testserver/somewhere/"})

    assert response.status_code == 409
    assert "The outcome is a draft." in response.content.decode()
    assert "http://testserver/somewhere/" in response.content.decode()


def test_follow_up_of_a_reopened_outcome_is_refused_on_a_page_that_says_why(client, evening, host, learner):
    row = settle(evening, host, Task("Buy a rope", learner)).follow_ups.get()
    Outcome.objects.update(state=OutcomeState.DRAFT, settled_at=None, settled_by=None)
    client.force_login(learner)

    response = client.post(reverse("forums:mark_done", args=[row.public_id]), {"wanted": "on"})

    assert response.status_code == 409
    assert "The outcome is a draft." in response.content.decode()


def test_learner_finds_what_to_do_on_the_dashboard_and_says_that_it_is_done(client, evening, host, learner):
    row = settle(evening, host, Task("Buy a canary rope", learner)).follow_ups.get()
    client.force_login(learner)
    listed = reverse("forums:follow_ups")
    assert "canary rope" in client.get(listed).content.decode()
    assert "canary rope" in client.get("/learn/", follow=True).content.decode()

    response = client.post(reverse("forums:mark_done", args=[row.public_id]), {"wanted": "on", "next": listed})

    assert response["Location"] == listed
    assert "canary rope" not in client.get(listed).content.decode()
    row.refresh_from_db()
    assert row.done_by == learner


def test_follow_up_never_leads_to_another_site(client, evening, host, learner):
    row = settle(evening, host, Task("Buy a rope", learner)).follow_ups.get()
    client.force_login(learner)

    answer = client.post(reverse("forums:mark_done", args=[row.public_id]), {"next": "https://example.com/"})

    assert answer["Location"].startswith("/")


@pytest.mark.parametrize(("zone", "is_late"), [("Pacific/Kiritimati", True), ("Pacific/Pago_Pago", False)])
def test_overdue_goes_by_the_day_of_the_class(client, evening, host, learner, zone, is_late):
    type(evening.training_class).objects.filter(pk=evening.training_class.pk).update(time_zone=zone)
    # On Kiritimati it is always another day than on Pago Pago.
    due = timezone.now().astimezone(ZoneInfo("Pacific/Pago_Pago")).date()
    settle(evening, host, Task("Buy a rope", learner, due))
    client.force_login(learner)

    listed = client.get(reverse("forums:follow_ups")).content.decode()
    on_forum = client.get(evening.forum.url).content.decode()

    assert "Buy a rope" in listed
    assert "Buy a rope" in on_forum
    assert ("Overdue" in listed, "Overdue" in on_forum) == (is_late, is_late)


def test_list_of_follow_ups_asks_no_more_for_more_rows(client, evening, host, learner):
    counts = []
    for number in (1, 20):
        for one in range(number):
            forum = make_forum(evening.training_class, title=f"Evening {number}-{one}")
            written = Written("Wells", "Who digs?", "", [Task("Buy a rope", learner)], 0)
            write_and_settle(forum=forum, written=written, by=host)
        client.force_login(learner)
        client.get(reverse("forums:follow_ups"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("forums:follow_ups"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_settled_outcome_is_a_paper_for_the_class_and_a_draft_for_hosts_alone(client, evening, host, learner):
    write_outcome(forum=evening.forum, written=Written("井", "谁来挖？", "", [Task("买绳子", learner)], 0), by=host)
    address = reverse("forums:outcome_pdf", args=[evening.forum.public_id])
    client.force_login(learner)
    assert client.get(address).status_code == 404
    client.force_login(host)
    assert client.get(address).content.startswith(b"%PDF")

    settle_outcome(forum=evening.forum, by=host)

    client.force_login(learner)
    response = client.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_host_page_leads_to_all_that_the_evening_needs(client, evening, host):
    client.force_login(host)

    page = client.get(reverse("forums:evening", args=[evening.forum.public_id])).content.decode()

    assert reverse("forums:outcome", args=[evening.forum.public_id]) in page
