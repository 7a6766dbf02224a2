"""Drafts in the browser's form, by script and without."""

import uuid

import pytest
from django.urls import reverse

from forums.actions.moderation.gate import hold_post
from forums.models import Post, PostDraft
from lessons.completion.opening import reader_mark
from tests.factories.forums import make_post, make_prompt, make_thread


@pytest.fixture
def thread(evening, client):
    client.force_login(evening.people["learner"])
    return make_thread(evening.forum)


def at(thread, name="thread_draft"):
    return reverse(f"forums:{name}", args=[thread.public_id])


def test_typed_text_is_found_in_the_thread_on_another_device_and_by_nobody_else(client, evening, thread):
    saved = client.post(at(thread), {"body": "Begun <b>", "draft": "0"})
    assert saved.json()["version"] == 1
    assert client.get(at(thread)).json() == {
        "version": 1,
        "title": "",
        "body": "Begun <b>",
        "anonymous": False,
    }

    page = client.get(at(thread, "thread")).content.decode()
    assert "Begun &lt;b&gt;</textarea>" in page
    assert 'name="draft" value="1"' in page
    client.force_login(evening.people["head"])
    other = client.get(at(thread, "thread")).content.decode()
    assert "Begun" not in other
    assert 'name="draft" value="0"' in other
    assert client.get(at(thread)).json()["version"] == 0


def test_answer_to_a_post_has_a_draft_of_its_own(client, thread):
    target = make_post(thread)
    client.post(at(thread), {"body": "To you", "draft": "0", "reply_to": str(target.public_id)})

    assert "To you" not in client.get(at(thread, "thread")).content.decode()
    page = client.get(at(thread, "thread"), {"reply_to": str(target.public_id)}).content.decode()
    assert "To you</textarea>" in page


def test_whether_what_was_sent_has_arrived_is_said_to_its_sender_alone(client, evening, thread):
    key, held = uuid.uuid4(), uuid.uuid4()
    client.post(at(thread, "reply"), {"body": "Sent", "client_key": str(key), "draft": "0"})
    hold_post(forum=evening.forum, thread=thread, body="Waits", client_key=held, by=evening.people["learner"], why="x")

    def arrived(sent):
        return [client.get(at(place, name), {"sent": sent}).json() for place, name in places]

    places = [(thread, "thread_draft"), (evening.forum, "forum_draft")]
    assert arrived(key) == arrived(held) == [{"arrived": True}] * 2
    assert arrived(uuid.uuid4()) == arrived("x") == [{"arrived": False}] * 2
    client.force_login(evening.people["instructor"])
    assert arrived(key) == [{"arrived": False}] * 2


def test_what_a_device_keeps_bears_a_mark_of_its_reader(client, evening, thread):
    post = make_post(thread, evening.people["learner"])
    edit = reverse("forums:edit", args=[post.public_id])
    pages = [at(thread, "thread"), at(thread, "thread") + f"?reply_to={post.public_id}", edit]
    pages.append(reverse("forums:new_thread", args=[evening.forum.public_id]))
    for who in ("learner", "class teacher"):
        client.force_login(evening.people[who])
        mark = f'data-draft-reader-value="{reader_mark(evening.people[who])}"'
        assert [mark in client.get(page).content.decode() for page in pages] == [True] * 4
    room = reverse("forums:record", args=[evening.forum.public_id] * 2)
    assert f'"record-{reader_mark(evening.people["class teacher"])}-' in client.get(room).content.decode()
    assert f'data-draft-key-value="edit-{post.public_id}-1"' in client.get(edit).content.decode()


def test_conflict_answers_with_the_other_text(client, thread):
    client.post(at(thread), {"body": "On the phone", "draft": "0"})

    answer = client.post(at(thread), {"body": "At the desk", "draft": "0"})

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["body"], answer.json()["version"]) == ("changed", "On the phone", 1)
    assert PostDraft.objects.get().body == "On the phone"


def test_form_without_scripts_keeps_a_draft_and_shows_a_conflict(client, thread):
    form = {"client_key": str(uuid.uuid4()), "save_draft": "1"}
    kept = client.post(at(thread, "reply"), {**form, "body": "Begun", "draft": "0"})
    assert kept.status_code == 302
    assert PostDraft.objects.get().body == "Begun"

    refused = client.post(at(thread, "reply"), {**form, "body": "Elsewhere", "draft": "0"})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Elsewhere</textarea>" in page
    assert "Begun</blockquote>" in page
    assert 'name="draft" value="1"' in page
    assert client.post(at(thread, "reply"), {**form, "body": "Elsewhere", "draft": "1"}).status_code == 302
    assert not Post.objects.exists()


def test_sending_clears_it_and_a_refused_form_keeps_it(client, thread):
    client.post(at(thread), {"body": "Begun", "draft": "0"})
    key = str(uuid.uuid4())
    assert client.post(at(thread, "reply"), {"body": "", "client_key": key, "draft": "1"}).status_code == 400
    assert PostDraft.objects.exists()

    client.post(at(thread, "reply"), {"body": "Begun", "client_key": key, "draft": "1"})

    assert not PostDraft.objects.exists()
    assert Post.objects.count() == 1


def test_thread_that_is_begun_is_found_in_its_form(client, evening, thread):
    address = reverse("forums:forum_draft", args=[evening.forum.public_id])
    client.post(address, {"title": "My title", "body": "My text", "draft": "0"})

    page = client.get(reverse("forums:new_thread", args=[evening.forum.public_id])).content.decode()

    assert 'value="My title"' in page
    assert "My text</textarea>" in page


def test_answer_first_is_drafted_without_seeing_whom_one_would_answer(client, evening, thread):
    owed = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    target = make_post(owed)
    client.post(at(owed), {"body": "Mine", "draft": "0", "reply_to": str(target.public_id)})

    assert PostDraft.objects.get().key == f"thread:{owed.public_id}"


@pytest.mark.parametrize(("draft", "status"), [("x", 200), ("-1", 200), ("9" * 30, 200)])
def test_damaged_version_counts_as_none(client, thread, draft, status):
    assert client.post(at(thread), {"body": "Begun", "draft": draft}).status_code == status


def test_strangers_to_the_class_find_no_place_for_drafts(client, evening, thread):
    client.force_login(evening.people["other class's learner"])
    assert client.post(at(thread), {"body": "x"}).status_code == 404
    assert client.get(reverse("forums:forum_draft", args=[evening.forum.public_id])).status_code == 404
