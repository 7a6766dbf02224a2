"""Hostile texts, by named sources, through every way on which the words of a post reach a reader."""

import re
import uuid

import nh3
import pytest
from django.urls import reverse

from forums.models import Post
from forums.writing.parts import FileShown, Parts
from forums.writing.rendering import render_post, says_something, words_of
from foundation.search.excerpts import highlight
from tests.factories.forums import make_post, make_thread
from tests.forums.xss import ATTRIBUTES, PAYLOADS, SOURCES, TAGS, faults

WHOLE = "\n\n".join(payload for _source, payload in PAYLOADS if "\x00" not in payload)[:19_000]
FILE = "0a1b2c3d-0000-4000-8000-0123456789ab"
FRAGMENT = re.compile(r'<div class="post__body"[^>]*>(.*?)</div>', re.DOTALL)


def test_payloads_are_many_and_their_sources_are_named():
    assert len({payload for _source, payload in PAYLOADS}) >= 150
    assert all(source["source"] and source["payloads"] for source in SOURCES)


@pytest.mark.parametrize(("source", "payload"), PAYLOADS)
def test_payload_leaves_only_harmless_markup_that_a_second_reading_does_not_change(source, payload):
    html = render_post(payload)

    assert faults(html) == []
    again = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES | {"a": {"href", "title"}}, link_rel="nofollow ugc noopener"
    )
    assert again == html


@pytest.mark.parametrize(("source", "payload"), PAYLOADS)
def test_payload_as_a_name_and_as_what_a_picture_shows_is_text(source, payload):
    words = " ".join(payload.replace("\x00", "").split())
    parts = Parts(frozenset({words}), {FILE: FileShown(400, 300)})

    html = render_post(f"@{words} hello\n\n![{words}](/forums/files/{FILE}/)\n[{words}](/forums/files/{FILE}/)", parts)

    assert faults(html) == []
    assert faults(render_post(payload, parts)) == []


@pytest.mark.parametrize(
    "address",
    [
        f"/forums/files/{FILE}/../x/", f"//e.cn/forums/files/{FILE}/", f"https://e.cn/forums/files/{FILE}/",
        f"/forums/files/{FILE}/?x", f"/forums/files/{FILE.upper()}/", f"\\forums\\files\\{FILE}\\",
        "data:image/png;base64,AA",
        f"/forums/files/{FILE}/ 'x' onerror=alert(1)",
    ],
)  # fmt: skip
def test_no_picture_comes_from_another_address(address):
    html = render_post(f"![x]({address})", Parts(files={FILE: FileShown(400, 300)}))

    assert "<img" not in html
    assert faults(html) == []


@pytest.mark.parametrize(("source", "payload"), PAYLOADS)
def test_quotation_of_a_payload_is_plain_text(source, payload):
    words = words_of(render_post(f"> {payload}"))

    assert faults(render_post("\n".join(f"> {line}" for line in payload.splitlines()))) == []
    assert "".join(piece for piece, _hit in highlight(words, "alert", width=10_000)).strip("…") in words


@pytest.fixture
def thread(evening, client):
    client.force_login(evening.people["learner"])
    return make_thread(evening.forum)


def fragments(response):
    found = FRAGMENT.findall(response.content.decode())
    assert found
    return found


def test_payloads_are_harmless_in_posts_and_previews(client, thread):
    target = make_post(thread)
    for _source, payload in PAYLOADS:
        if not says_something(render_post(payload)):
            continue
        make_post(thread, body=payload.replace("\x00", ""), reply_to=target)
        target = Post.objects.latest("pk")
    shown = [
        client.get(reverse("forums:thread", args=[thread.public_id]), {"from": start}) for start in range(1, 300, 50)
    ]

    for response in shown:
        for html in fragments(response):
            assert faults(html) == []
    data = {"body": WHOLE, "client_key": str(uuid.uuid4()), "preview": "1"}
    for address, more in (
        (reverse("forums:reply", args=[thread.public_id]), {}),
        (reverse("forums:new_thread", args=[thread.forum.public_id]), {"title": "<script>alert(1)</script>"}),
    ):
        response = client.post(address, {**data, **more})
        assert response.status_code == 200
        assert faults(fragments(response)[-1]) == []
        assert b"<script>alert" not in response.content
    assert Post.objects.filter(body=WHOLE).count() == 0


def test_payloads_are_harmless_in_the_api_and_in_search(client, thread, settings):
    settings.FORUM_RATE_LIMITS = {"post": "1000/m/user", "link": "1000/m/user"}
    address = reverse("api-1:posts", args=[thread.public_id])
    for number, (_source, payload) in enumerate(PAYLOADS[::5]):
        body = f"Canary{number} {payload}"
        sent = client.post(address, {"body": body, "client_key": str(uuid.uuid4())}, content_type="application/json")
        assert sent.status_code == 201
        assert faults(sent.json()["body_html"]) == []
    assert all(faults(post["body_html"]) == [] for post in client.get(address, {"limit": 100}).json()["items"])
    for number in range(0, len(PAYLOADS) // 5, 7):
        page = client.get(f"/search/?q=Canary{number}").content.decode()
        assert f"Canary{number}" in page
        assert not re.search(r"<[^>]+\b(onerror|onload|onmouseover|onfocus)\s*=", page)
        assert "<script>alert" not in page
        assert 'href="javascript' not in page.lower()
