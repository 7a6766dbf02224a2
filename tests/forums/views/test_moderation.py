"""Hiding and locking."""

import pytest
from django.urls import reverse

from tests.factories.forums import make_post, make_thread


@pytest.fixture
def post(evening):
    return make_post(make_thread(evening.forum))


@pytest.fixture
def teacher(client, evening):
    client.force_login(evening.people["class teacher"])


@pytest.mark.usefixtures("teacher")
def test_form_sent_twice_acts_once(client, post):
    hide = reverse("forums:hide", args=[post.public_id])
    lock = reverse("forums:lock", args=[post.thread.public_id])
    for url in (hide, hide, lock, lock):
        assert client.post(url, {"reason": "Names a patient", "wanted": "on"}).status_code == 302

    post.refresh_from_db()
    post.thread.refresh_from_db()
    assert (post.is_hidden, post.thread.is_locked) == (True, True)
    assert 'value="off"' in client.get(hide).content.decode()

    client.post(hide, {"reason": "Settled", "wanted": "off"})
    client.post(lock, {"reason": "Settled", "wanted": "off"})

    post.refresh_from_db()
    post.thread.refresh_from_db()
    assert (post.is_hidden, post.thread.is_locked) == (False, False)


@pytest.mark.usefixtures("teacher")
@pytest.mark.parametrize("data", [{}, {"reason": " ", "wanted": "on"}, {"reason": "x" * 251, "wanted": "on"},
                                  {"reason": "x", "wanted": "perhaps"}])  # fmt: skip
def test_form_without_a_reason_is_shown_again(client, post, data):
    for url in (reverse("forums:hide", args=[post.public_id]), reverse("forums:lock", args=[post.thread.public_id])):
        assert client.post(url, data).status_code == 400
    post.refresh_from_db()
    assert not post.is_hidden


def test_learner_may_not_even_send_the_form(client, evening, post):
    client.force_login(evening.people["learner"])
    for url in (reverse("forums:hide", args=[post.public_id]), reverse("forums:lock", args=[post.thread.public_id])):
        assert client.post(url, {"reason": "x", "wanted": "on"}).status_code == 404
