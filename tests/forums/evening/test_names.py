"""A host lets learners post without their names, on the evening's own page."""

from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from forums.actions.evening.names import allow_anonymous
from forums.models import ForumPage, Post
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_thread


@pytest.fixture
def client(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def choose(client, evening, allowed):
    client.force_login(evening.people["class teacher"])
    return client.post(reverse("forums:names", args=[evening.forum.public_id]), {"allowed": allowed}, follow=True)


def thread_page(client, evening, thread):
    client.force_login(evening.people["learner"])
    return client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()


def test_host_opens_and_closes_it_and_learners_are_offered_it_at_once(client, evening):
    thread = make_thread(evening.forum)
    assert "Post without my name" not in thread_page(client, evening, thread)

    page = choose(client, evening, "on").content.decode()
    assert "Learners may leave their names away here" in page
    assert "Ask for names again" in page
    assert "Post without my name" in thread_page(client, evening, thread)
    said = {"body": "Nobody saw", "client_key": str(uuid4()), "anonymous": "on"}
    client.post(reverse("forums:reply", args=[thread.public_id]), said)
    assert Post.objects.get().is_anonymous

    assert "Every post here bears its author’s name." in choose(client, evening, "off").content.decode()
    assert "Post without my name" not in thread_page(client, evening, thread)
    assert "Anonymous learner" in thread_page(client, evening, thread)
    actions = PageLogEntry.objects.filter(page=evening.forum.pk, action__startswith="forums.names")
    assert list(actions.order_by("pk").values_list("action", "user")) == [
        ("forums.names.optional", evening.people["class teacher"].pk),
        ("forums.names.needed", evening.people["class teacher"].pk),
    ]


def test_draft_of_an_editor_neither_is_published_by_it_nor_takes_it_back(client, evening):
    forum = evening.forum
    forum.save_revision().publish()
    forum.title = "Not ready yet"
    forum.save_revision()

    choose(client, evening, "on")

    stored = ForumPage.objects.get(pk=forum.pk)
    assert (stored.allow_anonymous, stored.has_unpublished_changes) == (True, True)
    assert stored.title != "Not ready yet"
    stored.get_latest_revision().publish()
    stored = ForumPage.objects.get(pk=forum.pk)
    assert (stored.title, stored.allow_anonymous) == ("Not ready yet", True)


def test_nobody_but_hosts_chooses_it(client, evening):
    client.force_login(evening.people["learner"])
    address = reverse("forums:names", args=[evening.forum.public_id])

    assert client.post(address, {"allowed": "on"}).status_code == 404
    with pytest.raises(Refusal):
        allow_anonymous(forum=evening.forum, allowed=True, by=evening.people["learner"])
    assert not ForumPage.objects.get(pk=evening.forum.pk).allow_anonymous
