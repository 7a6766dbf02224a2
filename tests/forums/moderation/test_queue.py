"""The screen on which a moderator works."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.models import HeldPost, ModerationEntry, PostReport, ReportCase
from forums.queries.review import SHELVES
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_user


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def teacher(client, evening):
    client.force_login(evening.people["class teacher"])
    return evening.people["class teacher"]


def add_held(thread, **fields):
    now = timezone.now()
    author = fields.pop("author", None) or make_user()
    return HeldPost.objects.create(
        forum=thread.forum, thread=thread, author=author, body=fields.pop("body", "Waiting"), created_at=now,
        changed_at=now, **fields,
    )  # fmt: skip


def add_case(thread, body="Reported"):
    post, now = make_post(thread, body=body), timezone.now()
    case = ReportCase.objects.create(post=post, opened_at=now)
    for _number in range(2):
        PostReport.objects.create(case=case, post=post, reporter=make_user(), reason="rude", created_at=now)
    return case


def queue(client, shelf, **more):
    return client.get(reverse("forums:review"), {"show": shelf, **more})


def decide(client, kind, key, verdict, reason="Because"):
    data = {"verdict": verdict, "reason": reason, "show": "held"}
    return client.post(reverse("forums:decide", args=[kind, key]), data)


@pytest.mark.parametrize("shelf", ["held", "reported", "returned", "newest", "hidden"])
def test_shelf_asks_the_same_questions_at_any_length_and_goes_on_by_key(client, teacher, thread, shelf):
    add = {
        "held": add_held,
        "reported": add_case,
        "returned": lambda thread: add_held(thread, state="returned"),
        "newest": make_post,
        "hidden": lambda thread: make_post(thread, is_hidden=True),
    }[shelf]
    counts, made = [], 0
    for number in (1, 30, 300):
        for _new in range(number - made):
            add(thread)
        made = number
        queue(client, shelf)
        with CaptureQueriesContext(connection) as queries:
            page = queue(client, shelf).content.decode()
        assert page.count("review__item") == min(number, 25)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    beyond = page.split("beyond=")[1].split('"')[0]
    assert queue(client, shelf, beyond=beyond).content.decode().count("review__item") == 25
    assert queue(client, shelf, beyond="²").status_code == 200


def test_hidden_post_is_shown_again_from_the_queue_for_a_reason(client, evening, teacher, thread):
    post, own = make_post(thread, body="Hidden words", is_hidden=True), make_post(thread, teacher, is_hidden=True)
    revised = make_post(thread, is_hidden=True)
    add_held(thread, post=revised, state="returned")
    elsewhere = make_post(is_hidden=True)

    page = queue(client, "hidden").content.decode()

    assert "Hidden words" in page
    assert page.count("review__item") == 1
    for closed in (own, revised, elsewhere):
        assert decide(client, "hidden", closed.public_id, "show").status_code == 404
    decide(client, "hidden", post.public_id, "show", reason="")
    decide(client, "hidden", post.public_id, "hide")
    post.refresh_from_db()
    assert post.is_hidden
    decide(client, "hidden", post.public_id, "show", reason="It was fine")
    post.refresh_from_db()
    assert not post.is_hidden
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.reason) == ("post.show", "It was fine")


def test_case_leads_to_locking_and_keeping_order_and_shelves_have_keys(client, teacher, thread):
    add_case(thread)
    page = queue(client, "reported").content.decode()
    for key, name in (("l", "lock"), ("t", "order")):
        assert f'href="{reverse(f"forums:{name}", args=[thread.public_id])}" data-key="{key}"' in page
    assert [f'href="?show={shelf}" data-shelf="{number}"' in page for number, shelf in enumerate(SHELVES, 1)] == [
        True
    ] * 5


def test_list_of_forums_says_how_many_posts_wait_and_leads_authors_to_theirs(client, evening, teacher, thread):
    index, waiting = reverse("forums:index"), reverse("forums:waiting")
    assert "data-waiting" not in client.get(index).content.decode()
    add_held(thread, author=evening.people["learner"])
    add_case(thread)

    page = client.get(index).content.decode()
    assert '<span class="number" data-waiting>2</span>' in page
    assert waiting not in page
    client.force_login(evening.people["learner"])
    page = client.get(index).content.decode()
    assert "data-waiting" not in page
    assert waiting in page
    HeldPost.objects.update(state="refused")
    assert waiting not in client.get(index).content.decode()


def test_queue_shows_only_forums_in_which_one_keeps_order_and_not_ones_own(client, evening, teacher, thread):
    elsewhere = make_thread(make_forum())
    add_held(elsewhere, body="Canaryelsewhere")
    add_case(elsewhere, body="Canaryelsewhere")
    add_held(thread, body="Canaryown", author=teacher)
    for shelf in ("held", "reported", "newest"):
        page = queue(client, shelf).content
        assert b"Canaryelsewhere" not in page
        assert b"Canaryown" not in page
    held, case = HeldPost.objects.first(), ReportCase.objects.first()
    assert decide(client, "held", held.public_id, "approve").status_code == 404
    assert decide(client, "case", case.public_id, "hide").status_code == 404
    assert decide(client, "post", case.post.public_id, "hide").status_code == 404
    client.force_login(evening.people["learner"])
    assert queue(client, "held").status_code == 404


@pytest.mark.usefixtures("teacher")
def test_everything_is_decided_from_the_screen(client, thread):
    held, case, post = add_held(thread), add_case(thread), make_post(thread)
    assert decide(client, "held", held.public_id, "approve", reason="").url.endswith("?show=held#queue")
    assert decide(client, "case", case.public_id, "keep", reason="").status_code == 302
    assert decide(client, "post", post.public_id, "hide").status_code == 302

    held.refresh_from_db()
    case.refresh_from_db()
    post.refresh_from_db()
    assert (held.state, case.state, post.is_hidden) == ("published", "kept", True)
    assert ModerationEntry.objects.filter(reason="").count() == 0
    # Decided meanwhile, without a reason, or nonsense: nothing changes.
    assert decide(client, "case", case.public_id, "hide").status_code == 404
    assert decide(client, "post", make_post(thread).public_id, "hide", reason=" ").status_code == 302
    assert decide(client, "post", make_post(thread).public_id, "approve").status_code == 302
    assert decide(client, "riddle", uuid.uuid4(), "keep").status_code == 404
    assert thread.posts.filter(is_hidden=True).count() == 1


def test_list_of_forums_leads_moderators_to_the_queue(client, evening):
    for role, shown in (("class teacher", True), ("instructor", True), ("editor", True), ("learner", False)):
        client.force_login(evening.people[role])
        assert (reverse("forums:review") in client.get(reverse("forums:index")).content.decode()) == shown, role


def test_two_who_decide_at_once_do_not_undo_each_other(client, evening, teacher, thread):
    held = add_held(thread, author=make_enrollment(evening.training_class).learner)
    decide(client, "held", held.public_id, "refuse")
    assert decide(client, "held", held.public_id, "approve").status_code == 404
    held.refresh_from_db()
    assert held.state == "refused"
