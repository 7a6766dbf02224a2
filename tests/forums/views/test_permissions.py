"""Who may open what: every address of the room, asked by everybody."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from forums import urls
from forums.actions.parts.files import bind_files, take_file
from forums.actions.parts.polls import PollAsked, open_poll
from forums.models import ForumPage, HeldPost
from tests.factories.class_life import make_photo
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_user

KEEP_ORDER = {"superuser", "administrator", "editor", "class teacher", "instructor"}
READ = KEEP_ORDER | {"learner", "head", "point"}
NAMES = {
    # name: (method, data, status, who). Everybody else gets 404, a stranger is sent to sign in.
    "new_thread": ("get", {}, 200, READ),
    "thread": ("get", {}, 200, READ),
    "reply": ("post", {"body": "Canary answers", "client_key": "KEY"}, 302, READ),
    "news": ("get", {"after": "0"}, 200, READ),
    "post": ("get", {}, 302, READ),
    "lock": ("get", {}, 200, KEEP_ORDER),
    "hide": ("get", {}, 200, KEEP_ORDER),
    "edit": ("get", {}, 200, KEEP_ORDER),
    "history": ("get", {}, 200, READ),
    "thank": ("post", {"wanted": "on"}, 302, READ),
    "choose": ("post", {"wanted": "on"}, 302, READ),
    "thread_draft": ("get", {}, 200, READ),
    "forum_draft": ("get", {}, 200, READ),
    "number": ("get", {}, 302, READ),
    "jump": ("get", {"number": "1"}, 302, READ),
    "order": ("get", {}, 200, KEEP_ORDER),
    "act": ("get", {}, 200, KEEP_ORDER),
    "log": ("get", {}, 200, KEEP_ORDER),
    "board": ("get", {}, 200, KEEP_ORDER),
    "report": ("get", {}, 200, READ),
    "take_back_report": ("post", {}, 302, READ),
    "decide": ("post", {"verdict": "hide", "reason": "x"}, 302, KEEP_ORDER),
    "revise": ("get", {}, 200, {"learner"}),
    "withdraw": ("post", {}, 302, {"learner"}),
    "people": ("get", {"q": "x"}, 200, READ),
    "upload": ("post", {}, 400, READ),
    "file": ("get", {}, 200, READ),
    "small_file": ("get", {}, 200, READ),
    "vote": ("post", {}, 302, READ),
    "reveal": ("get", {}, 200, KEEP_ORDER),
}
OWN = {"index", "since", "read_all", "told", "review", "waiting"}
"""Open to everybody who has signed in; they show what one may read."""

EVENING = {
    "evening",
    "names",
    "box",
    "box_settings",
    "support_question",
    "move_question",
    "carry",
    "room",
    "record",
    "record_photo",
    "outcome",
    "reopen_outcome",
    "outcome_pdf",
    "follow_ups",
    "mark_done",
}
"""Who may open these stands in ``tests/home/test_who_may.py``."""


@pytest.fixture
def address(evening):
    thread = make_thread(evening.forum, title="Canarythread")
    post = make_post(thread, body="Canarypost")
    forum = evening.forum.public_id
    now = timezone.now()
    held = HeldPost.objects.create(
        forum=evening.forum, thread=thread, author=evening.people["learner"], body="Canary", created_at=now,
        changed_at=now,
    )  # fmt: skip
    keys = {"revise": held.public_id, "withdraw": held.public_id, "board": evening.training_class.public_id}
    keys |= dict.fromkeys(("new_thread", "forum_draft", "log", "people", "upload"), forum)
    picture = take_file(forum=evening.forum, sent=make_photo(), by=evening.people["learner"])
    bind_files([picture], post=post)
    open_poll(post=post, asked=PollAsked("Canary?", ("One", "Two")))
    keys |= {"file": picture.public_id, "small_file": picture.public_id}
    keys["reveal"] = make_post(thread, body="Canarysecret", is_anonymous=True).public_id
    acts = ("vote", "post", "hide", "edit", "history", "thank", "choose", "report", "take_back_report")
    keys |= dict.fromkeys(acts, post.public_id)
    more = {"number": [1], "act": ["rename"]}

    def find(name):
        if name == "decide":
            # A post for each who asks: what is hidden is decided.
            return reverse("forums:decide", args=["post", make_post(thread).public_id])
        return reverse(f"forums:{name}", args=[keys.get(name, thread.public_id), *more.get(name, [])])

    return find


def ask(client, address, name):
    method, data, status, who = NAMES[name]
    data = {key: str(uuid.uuid4()) if value == "KEY" else value for key, value in data.items()}
    return getattr(client, method)(address(name), data), status, who


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} - EVENING == {*OWN, *NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_address_opens_to_those_who_may_and_does_not_exist_for_others(client, evening, address, name):
    for role, person in evening.people.items():
        client.force_login(person)
        response, status, who = ask(client, address, name)
        assert response.status_code == (status if role in who else 404), role
        assert role in who or b"Canary" not in response.content


@pytest.mark.parametrize("name", [*sorted(OWN), *NAMES])
def test_stranger_is_sent_to_sign_in(client, address, name):
    where = reverse(f"forums:{name}") if name in OWN else address(name)
    sends = name == "read_all" or (name in NAMES and NAMES[name][0] == "post")
    response = client.post(where) if sends else client.get(where)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_page_opens_to_those_who_may_and_does_not_exist_for_others(client, evening, address):
    for role, person in evening.people.items():
        client.force_login(person)
        response = client.get(evening.forum.get_url())
        assert response.status_code == (200 if role in READ else 404), role
        assert (b"Canarythread" in response.content) == (role in READ)


def test_list_names_the_forums_that_one_may_read(client, evening):
    for role, person in evening.people.items():
        client.force_login(person)
        response = client.get(reverse("forums:index"))
        assert (evening.forum.get_url() in response.content.decode()) == (role in READ), role


def test_unpublished_forum_is_open_to_those_who_keep_order_and_takes_no_post(client, evening, address):
    ForumPage.objects.update(live=False)
    for role, person in evening.people.items():
        client.force_login(person)
        assert client.get(address("thread")).status_code == (200 if role in KEEP_ORDER else 404), role
        assert client.get(address("new_thread")).status_code == 404
        assert client.get(reverse("forums:index")).content.count(b"thread-list__item") == 0
        answer = ask(client, address, "reply")[0]
        assert answer.status_code == (403 if role in KEEP_ORDER else 404)


@pytest.mark.parametrize(
    ("audience", "let_in"),
    [
        ("public", {"learner", "coordinator", "other class's learner", "newcomer", "stranger"}),
        ("signed_in", {"learner", "coordinator", "other class's learner", "newcomer"}),
        ("organization", {"coordinator"}),
    ],
)
def test_salon_is_open_to_its_audience(client, evening, audience, let_in):
    county = evening.counties.east
    salon = make_forum(county.home, audience=audience, audience_organization=county.organization, title="Salon")
    thread = make_thread(salon, title="Canarythread")
    wanted = {"learner", "coordinator", "other class's learner"}
    people = {role: person for role, person in evening.people.items() if role in wanted}
    for role, person in {**people, "newcomer": make_user(), "stranger": None}.items():
        client.logout()
        if person:
            client.force_login(person)
            listed = client.get(reverse("forums:index")).content.decode()
            assert (salon.get_url() in listed) == (role in let_in), role
            read = client.get(reverse("forums:thread", args=[thread.public_id]))
            assert read.status_code == (200 if role in let_in else 404), role
        page = client.get(salon.get_url())
        assert page.status_code == (200 if role in let_in else 404 if person else 302), role
        assert (b"Canarythread" in page.content) == (role in let_in)
