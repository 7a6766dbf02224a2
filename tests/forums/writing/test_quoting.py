"""Quoting a post."""

import re

import pytest
from django.urls import reverse

from forums.writing.quoting import QUOTE_LENGTH, quotation_of
from forums.writing.rendering import render_post
from tests.factories.forums import make_post, make_prompt, make_thread
from tests.factories.people import make_user
from tests.forums.xss import PAYLOADS, faults

pytestmark = pytest.mark.django_db


def test_quotation_names_who_said_it_and_leads_there():
    post = make_post(author=make_user("王[芳]"), body="先**听**再说。\n\n- 一\n- 二")

    html = render_post(quotation_of(post))

    address = reverse("forums:post", args=[post.public_id])
    assert html.startswith("<blockquote>")
    assert f'<a href="{address}" rel="nofollow ugc noopener">王[芳], #1</a>' in html
    assert re.sub("<[^>]+>", "", html).split() == ["王[芳],", "#1", "先听再说。", "一", "二"]
    assert render_post(quotation_of(post) + "我同意。").endswith("</blockquote>\n<p>我同意。</p>")


def test_long_post_is_quoted_in_part():
    assert len(quotation_of(make_post(body="字" * 20_000))) < QUOTE_LENGTH + 200


@pytest.mark.parametrize(("source", "payload"), PAYLOADS[::6])
def test_quoted_payload_is_harmless(source, payload):
    post = make_post(author=make_user(f"{payload[:20]}](javascript:x)"), body=f"x {payload}".replace("\x00", ""))

    assert faults(render_post(quotation_of(post))) == []


def test_link_without_scripts_begins_the_answer_with_the_quotation(client, evening):
    client.force_login(evening.people["learner"])
    owed = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    for thread, shown in ((make_thread(evening.forum), True), (owed, False)):
        post = make_post(thread, body="Canaryquoted")
        address = reverse("forums:thread", args=[thread.public_id])
        page = client.get(address, {"reply_to": str(post.public_id), "quote": "1"}).content.decode()
        assert ("&gt; Canaryquoted" in page) is shown
        hidden = make_post(thread, body="Canaryhidden", is_hidden=True)
        page = client.get(address, {"reply_to": str(hidden.public_id), "quote": "1"}).content.decode()
        assert "Canaryhidden" not in page
