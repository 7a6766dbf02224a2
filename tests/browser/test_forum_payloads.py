"""Hostile texts as posts in a real browser, which is not helped by our content security policy."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.browser.server import SchoolServer, run

SOURCES = json.loads((Path(__file__).parents[1] / "forums" / "xss_payloads.json").read_text())
PAYLOADS = [payload.replace("\x00", "") for source in SOURCES for payload in source["payloads"]]
WHOLE = "\n\n".join(PAYLOADS)[:19_000]
TEXT = "#reply textarea[name=body]"
WILD = """() => [...document.querySelectorAll('*')].filter(one =>
  [...one.attributes].some(attribute => /^on/i.test(attribute.name))
  || /^(javascript|vbscript):/i.test(one.href || one.action || '')).map(one => one.outerHTML)"""
BELIEVE = """async (address) => {
  let count = 0;
  for (let next = 1; next; ) {
    const page = await (await fetch(`${address}?limit=100&from=${next}`)).json();
    for (const post of page.items) {
      const shown = document.createElement("div");
      shown.className = "post__body";
      shown.innerHTML = post.body_html;
      document.body.append(shown);
      count += 1;
    }
    next = page.next;
  }
  return count;
}"""
MAIL = f"""
import json
import re
from django.template.loader import render_to_string
from django.utils import timezone
from people.models import User
from schoolhouse.notifications import Item, Message
person = User.objects.get(account_name="learner")
person.full_name = "<img src=x onerror=alert(1)>"
items = [
    Item("forums.reply", said, said, said, "/forums/new/", timezone.now())
    for said in json.loads({json.dumps(json.dumps(PAYLOADS))})
]
message = Message(person, items, "/stop/", key="x")
result = render_to_string(
    "people/notifications/mail.html", {{"message": message, "school_name": items[0].subject, "school_url": "/"}}
)
"""
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
Post.objects.filter(thread=first.thread, number__gt=1).update(created_at=earlier)
result = [str(first.thread.public_id), count]
""",
    )
    return f"/forums/threads/{made[0]}/", made[1]


def test_no_payload_runs_opens_or_fetches_anything(page_for: Callable[..., Page], school: SchoolServer) -> None:
    address, count = make_posts(school)
    page = page_for("learner", bypass_csp=True)
    watched = Watched(page, school)
    shown = 0
    for start in range(1, count + 1, 50):
        page.goto(f"{address}?from={start}")
        page.wait_for_load_state("networkidle")
        shown += page.locator("li.post").count()
        watched.is_clean()
    page.locator(TEXT).fill(WHOLE)
    page.locator("button[name=preview]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".composer__preview").count() == 1
    watched.is_clean()
    assert shown == count

    edit_in_the_browser(page, address, watched)
    quote_in_the_browser(page, address, watched)
    read_by_other_ways(page, address, watched, school)


class Watched:
    """Looks on at a page: what opens, what is fetched from elsewhere, and what on it could act."""

    def __init__(self, page: Page, school: SchoolServer) -> None:
        self.page, self.url = page, school.url
        self.dialogs: list[str] = []
        self.foreign: list[str] = []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", self.note)

    def note(self, request: Request) -> None:
        """Remember what is fetched from elsewhere."""
        if not request.url.startswith((self.url, "data:", "about:")):
            self.foreign.append(request.url)

    def is_clean(self) -> None:
        """Nothing has come alive so far."""
        assert self.page.evaluate(ALIVE) == []
        assert self.page.evaluate(WILD) == []
        assert (self.dialogs, self.foreign) == ([], [])


def edit_in_the_browser(page: Page, address: str, watched: Watched) -> None:
    """Put all payloads into a post that stands there, and look at it, at its preview and at its history."""
    page.goto(f"{address}?from=1")
    edit = str(page.locator("li.post a[href$='/edit/']").first.get_attribute("href"))
    page.goto(edit)
    page.locator("textarea[name=body]").fill(WHOLE)
    page.locator("button[name=preview]").click()
    expect(page.locator(".card .post__body")).to_have_count(1)
    watched.is_clean()
    page.locator("form:has(textarea[name=body]) button.button--primary").click()
    expect(page.locator("#post-1")).to_contain_text("alert")
    watched.is_clean()
    page.goto(edit.replace("/edit/", "/history/"))
    expect(page.locator(".differences").first).to_contain_text("alert")
    watched.is_clean()


def quote_in_the_browser(page: Page, address: str, watched: Watched) -> None:
    """Quote what was edited and send it; let a draft be kept and come back."""
    page.goto(f"{address}?from=1")
    page.locator("#post-1").locator("[data-quote]").click()
    expect(page.locator(TEXT)).to_have_value(re.compile("alert"))
    page.locator("#reply button.button--primary").click()
    expect(page.locator("li.post blockquote").last).to_contain_text("alert")
    watched.is_clean()
    page.locator(TEXT).fill(WHOLE)
    expect(page.locator(".composer__note")).to_contain_text("换设备也能接着写")
    page.reload()
    expect(page.locator(TEXT)).to_have_value(re.compile("alert"))
    watched.is_clean()


def read_by_other_ways(page: Page, address: str, watched: Watched, school: SchoolServer) -> None:
    """Read it as search finds it, as the API gives it to a page that believes it, and as a mail."""
    for words in ("alert", "javascript", "onerror"):
        page.goto(f"/search/?q={words}")
        page.wait_for_load_state("networkidle")
        expect(page.locator("main mark").first).to_be_visible()
        watched.is_clean()
    page.goto(address)
    assert page.evaluate(BELIEVE, address.replace("/forums/", "/api/v1/") + "posts") > 150
    page.wait_for_timeout(500)
    watched.is_clean()
    page.goto("about:blank")
    page.set_content(run(school, MAIL))
    page.wait_for_timeout(500)
    assert page.locator("p").count() >= 2 * len(PAYLOADS)
    watched.is_clean()
