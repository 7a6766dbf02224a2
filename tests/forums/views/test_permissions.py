"""Who may open what: every address of the room, asked by everybody."""

import uuid

import pytest
from django.urls import reverse

from forums import urls
from forums.models import ForumPage
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
}


@pytest.fixture
def address(evening):
    thread = make_thread(evening.forum, title="Canarythread")
    post = make_post(thread, body="Canarypost")
    keys = {"new_thread": evening.forum.public_id, "post": post.public_id, "hide": post.public_id}

    def find(name):
        return reverse(f"forums:{name}", args=[keys.get(name, thread.public_id)])

    return find


def ask(client, address, name):
    method, data, status, who = NAMES[name]
    data = {key: str(uuid.uuid4()) if value == "KEY" else value for key, value in data.items()}
    return getattr(client, method)(address(name), data), status, who


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} == {"index", *NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_address_opens_to_those_who_may_and_does_not_exist_for_others(client, evening, address, name):
    for role, person in evening.people.items():
        client.force_login(person)
        response, status, who = ask(client, address, name)
        assert response.status_code == (status if role in who else 404), role
        assert role in who or b"Canary" not in response.content


@pytest.mark.parametrize("name", ["index", *NAMES])
def test_stranger_is_sent_to_sign_in(client, address, name):
    where = reverse("forums:index") if name == "index" else address(name)
    response = client.post(where) if name == "reply" else client.get(where)

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
