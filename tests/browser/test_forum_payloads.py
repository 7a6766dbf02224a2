"""Hostile texts as posts in a real browser, which is not helped by our content security policy."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request

from tests.browser.server import SchoolServer, run

SOURCES = json.loads((Path(__file__).parents[1] / "forums" / "xss_payloads.json").read_text())
PAYLOADS = [payload.replace("\x00", "") for source in SOURCES for payload in source["payloads"]]
ALIVE = """() => [...document.querySelectorAll('.post__body, .post__body *')].filter(one =>
  /^(script|style|iframe|img|svg|math|object|embed|form|input)$/i.test(one.tagName)
  || [...one.attributes].some(attribute => /^(on|style|src|srcdoc|formaction)/i.test(attribute.name))
  || (one.href && !/^(https?|mailto|tel):/.test(one.protocol))).map(one => one.outerHTML)"""


def make_posts(school: SchoolServer) -> tuple[str, int]:
    """Let every payload be said in a thread of the learner's class; return its address and number of posts."""
    made: list[Any] = run(
        school,
        f"""
import datetime, json, uuid
from django.db.models import F
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.models import Post
from forums.queries.forum import forums_open_to
from people.models import User
from schoolhouse.refusals import Refusal
learner = User.objects.get(account_name="learner")
forum = next(one for one in forums_open_to(learner) if one.has_opened)
first = start_thread(forum=forum, title="<script>alert(1)</script>", body="Begin", client_key=uuid.uuid4(), by=learner)
count = 1
for body in json.loads({json.dumps(json.dumps(PAYLOADS))}):
    try:
        first.thread.refresh_from_db()
        reply(thread=first.thread, body=body, client_key=uuid.uuid4(), by=learner, reply_to=first)
        count += 1
    except Refusal as refusal:
        assert refusal.code == "empty"
# So many posts of one minute would keep the learner from posting in the tests that follow.
earlier = F("created_at") - datetime.timedelta(hours=1)
Post.objects.filter(thread=first.thread).update(created_at=earlier)
result = [str(first.thread.public_id), count]
""",
    )
    return f"/forums/threads/{made[0]}/", made[1]


def test_no_payload_runs_opens_or_fetches_anything(page_for: Callable[..., Page], school: SchoolServer) -> None:
    address, count = make_posts(school)
    page = page_for("learner", bypass_csp=True)
    dialogs: list[str] = []
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((school.url, "data:")):
            foreign.append(request.url)

    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", note)
    shown = 0
    for start in range(1, count + 1, 50):
        page.goto(f"{address}?from={start}")
        page.wait_for_load_state("networkidle")
        shown += page.locator("li.post").count()
        assert page.evaluate(ALIVE) == []
    page.locator("textarea[name=body]").fill("\n\n".join(PAYLOADS)[:19_000])
    page.locator("button[name=preview]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".composer__preview").count() == 1
    assert page.evaluate(ALIVE) == []
    page.goto("/search/?q=alert")
    page.wait_for_load_state("networkidle")
    assert shown == count
    assert (dialogs, foreign) == ([], [])
