"""Editing a post and reading its history."""

import re

import pytest
from django.urls import reverse

from forums.actions.editing import edit_post
from forums.models import Post
from tests.factories.forums import make_post, make_thread


@pytest.fixture
def post(evening, client):
    client.force_login(evening.people["learner"])
    return make_post(make_thread(evening.forum), evening.people["learner"], body="今晚先谈值班，再谈交接。")


def at(post, name="edit"):
    return reverse(f"forums:{name}", args=[post.public_id])


def test_author_finds_the_link_and_saves(client, post):
    thread = client.get(reverse("forums:thread", args=[post.thread.public_id])).content.decode()
    assert at(post) in thread
    assert "今晚先谈值班" in client.get(at(post)).content.decode()

    saved = client.post(at(post), {"body": "今晚先谈交接，再谈值班。", "version": "1"})

    assert saved.url == at(post, "post")
    page = client.get(saved.url, follow=True).content.decode()
    assert "今晚先谈交接" in page
    assert at(post, "history") in page
    history = client.get(at(post, "history")).content.decode()
    assert re.search(r"<ins>.*?交接</ins>", history)
    assert re.search(r"<del>.*?值班</del>", history)


def test_others_see_no_link_and_no_page_but_the_history(client, evening, post):
    edit_post(post=post, body="Changed", version=1, by=post.author)
    make_post(post.thread, evening.people["point"])
    client.force_login(evening.people["head"])
    page = client.get(reverse("forums:thread", args=[post.thread.public_id])).content.decode()

    assert at(post) not in page
    assert client.get(at(post)).status_code == 404
    assert client.post(at(post), {"body": "Mine", "version": "2"}).status_code == 404
    assert client.get(at(post, "history")).status_code == 200
    client.force_login(evening.people["other class's learner"])
    assert client.get(at(post, "history")).status_code == 404


def test_post_that_nobody_edited_says_so(client, post):
    page = client.get(at(post, "history"))

    assert page.status_code == 200
    assert "differences" not in page.content.decode()


def test_hidden_post_has_a_history_for_moderators_alone(client, evening, post):
    edit_post(post=post, body="Canaryhidden", version=1, by=post.author)
    Post.objects.update(is_hidden=True)

    assert client.get(at(post, "history")).status_code == 404
    client.force_login(evening.people["class teacher"])
    assert b"Canaryhidden" in client.get(at(post, "history")).content
    assert b'name="reason"' in client.get(at(post)).content


def test_second_tab_is_shown_both_texts_and_saves_knowingly(client, post):
    client.post(at(post), {"body": "From the first tab", "version": "1"})

    refused = client.post(at(post), {"body": "From the second tab", "version": "1"})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "first" in page
    assert "From the second tab" in page
    assert 'name="version" value="2"' in page
    assert client.post(at(post), {"body": "From the second tab", "version": "2"}).status_code == 302
    assert Post.objects.get(pk=post.pk).version == 3


@pytest.mark.parametrize("data", [{"body": ""}, {"version": "x"}, {"version": ""}, {"version": "0"}])
def test_damaged_form_is_explained(client, post, data):
    response = client.post(at(post), {"body": "Other", "version": "1", **data})

    assert response.status_code == 400
    assert "message--error" in response.content.decode()


def test_preview_saves_nothing(client, post):
    page = client.post(at(post), {"body": "**New**<script>", "version": "1", "preview": "1"}).content.decode()

    assert "<strong>New</strong>&lt;script&gt;" in page
    assert Post.objects.get(pk=post.pk).version == 1


def test_api_edits_and_tells_of_a_faster_one(client, post):
    address = reverse("api-1:edit_post", args=[post.public_id])

    def patch(body, version):
        return client.patch(address, {"body": body, "version": version}, content_type="application/json")

    assert patch("By the API", 1).json()["version"] == 2
    late = patch("Late", 1)
    assert (late.status_code, late.json()["code"]) == (409, "changed")
    assert patch("", 2).status_code == 400


def test_history_asks_as_much_with_one_version_as_with_thirty(client, post, django_assert_max_num_queries):
    for number in range(1, 31):
        edit_post(post=Post.objects.get(pk=post.pk), body=f"Version {number}", version=number, by=post.author)
    first = client.get(at(post, "history"))
    with django_assert_max_num_queries(14):
        page = client.get(at(post, "history")).content.decode()
    assert first.status_code == 200
    assert page.count('class="differences"') == 20
    older = re.search(r"\?before=(\d+)", page).group(1)
    assert client.get(f"{at(post, 'history')}?before={older}").content.decode().count('class="differences"') == 11
