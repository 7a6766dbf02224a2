"""No page of the forums answers a refusal with a fault of the server."""

import uuid

import pytest
from django.urls import reverse

from classes.models import LiveClassPage
from forums.models import BoxQuestion
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_post


@pytest.fixture
def client(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def session(evening):
    return LiveClassPage.objects.get(slug="session")


@pytest.fixture
def question(evening, session):
    learner = evening.people["learner"]
    return BoxQuestion.objects.create(live_class=session, asker=learner, client_key=uuid.uuid4(), body="Why?")


@pytest.mark.parametrize(
    ("name", "act", "sent"),
    [
        ("support_question", "forums.views.evening.question_box.support_question", {}),
        ("move_question", "forums.views.evening.question_box.move_question", {"act": "answer"}),
        ("box_settings", "forums.views.evening.question_box.set_box", {}),
        ("carry", "forums.views.evening.question_box.carry_over", {}),
        ("reopen_outcome", "forums.views.evening.outcome.reopen_outcome", {"reason": "Why"}),
        ("lock", "forums.views.moderation.lock_thread", {"reason": "Why", "wanted": "on"}),
        ("hide", "forums.views.moderation.hide_post", {"reason": "Why", "wanted": "on"}),
    ],
)
def test_refusal_is_a_page_that_says_why_under_its_status(
    client, evening, session, question, monkeypatch, name, act, sent
):
    def refuse(**_asked):
        raise Refusal("The canary says no.", status=409)

    monkeypatch.setattr(act, refuse)
    keys = {
        "support_question": question, "move_question": question, "box_settings": session, "carry": evening.forum,
        "reopen_outcome": evening.forum,
    }  # fmt: skip
    thing = keys.get(name) or make_post(evening.forum.threads.create(title="Wells"))
    thing = thing.thread if name == "lock" else thing
    client.force_login(evening.people["superuser"])

    response = client.post(reverse(f"forums:{name}", args=[thing.public_id]), sent)

    page = response.content.decode()
    assert response.status_code == 409
    assert "The canary says no." in page
    assert "This was not done" in page


def test_page_leads_back_to_where_one_came_from_and_to_no_other_site(client, evening, question):
    client.force_login(evening.people["class teacher"])
    address = reverse("forums:move_question", args=[question.public_id])

    here = client.post(address, {"act": "nonsense"}, headers={"referer": "http://testserver/here/"})
    elsewhere = client.post(address, {"act": "nonsense"}, headers={"referer": "https://example.com/there/"})

    assert here.status_code == elsewhere.status_code == 400
    assert "http://testserver/here/" in here.content.decode()
    assert "example.com" not in elsewhere.content.decode()


def test_own_question_and_one_dealt_with_are_explained(client, evening, question):
    client.force_login(evening.people["learner"])
    own = client.post(reverse("forums:support_question", args=[question.public_id]), {"wanted": "on"})
    assert (own.status_code, "It is your own question." in own.content.decode()) == (409, True)
