"""An editor works on a lesson with blocks of a plugin that is gone: the real editor, in the real browser."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer
from tests.browser.test_walk import press
from tools.school import ROOT

DECK = {"title": "急救", "parts": [{"type": "card", "value": {"front": "烫伤", "back": "冷水"}, "id": "p1"}]}
BODY = [
    {"type": "heading", "value": "第一步", "id": "11111111-1111-4111-8111-111111111111"},
    {"type": "word_cards__deck", "value": DECK, "id": "22222222-2222-4222-8222-222222222222"},
    {
        "type": "steps",
        "id": "33333333-3333-4333-8333-333333333333",
        "value": [
            {
                "type": "item",
                "id": "44444444-4444-4444-8444-444444444444",
                "value": {"title": "看", "text": "", "word_cards__sound": ["a.ogg", None, 2]},
            }
        ],
    },
    {
        "type": "callout",
        "value": {"kind": "tip", "text": '<p data-block-key="k1">慢</p>', "word_cards__color": {"h": 1}},
        "id": "c",
    },
]


def run(school: SchoolServer, code: str) -> Any:
    """Run ``code`` on the school's database; return what it leaves in ``result``."""
    name = school._name(str(os.getpid()))
    environment = {**os.environ, **school._environment(school.var, name)}
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        f"{code}\nimport json; print(json.dumps(result))",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def make_lesson(school: SchoolServer) -> int:
    """Put the blocks into a lesson of the demo school; return its key."""
    return run(
        school,
        f"""
import json
from lessons.models import LessonPage
page = LessonPage.objects.live().order_by("pk").first()
page.body = json.dumps(json.loads({json.dumps(BODY)!r}))
page.save_revision().publish()
result = page.pk
""",
    )


def stored(school: SchoolServer, page: int) -> list[dict[str, Any]]:
    """Return the lesson's body as the database has it, and as its newest revision has it."""
    return run(
        school,
        f"""
import json
from lessons.models import LessonPage
page = LessonPage.objects.get(pk={page})
result = [list(page.body.raw_data), json.loads(page.latest_revision.content["body"])]
""",
    )


def open_editor(page: Page, number: int) -> Any:
    """Open the lesson in the editor; return its body."""
    page.goto(f"/admin/pages/{number}/edit/")
    body = page.locator("#panel-child-content-body-section")
    expect(body.locator("[data-unknown-block]")).to_have_count(3)
    return body


def test_editor_keeps_moves_and_deletes_what_is_unknown(
    page_for: Callable[..., Any], school: SchoolServer, screenshot: Callable[..., Any]
) -> None:
    number = make_lesson(school)
    page = page_for("editor", language="en")
    body = open_editor(page, number)
    expect(body.locator("[data-unknown-block='word_cards__deck']")).to_contain_text("It is kept as it is")
    screenshot(page, "unknown-blocks")

    # What is typed is saved by itself, once the editor has looked at the form as it came: two seconds after that.
    page.wait_for_timeout(5_000)
    heading = body.locator("[data-streamfield-child] input[type=text]").first
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/")
    ) as saved:
        heading.press("End")
        heading.press_sequentially("：看")
        heading.press("Tab")
    assert saved.value.json()["success"] is True
    changed = [{**BODY[0], "value": "第一步：看"}, *BODY[1:]]
    assert stored(school, number) == [BODY, changed]

    # Up it goes, and a copy of it is made.
    child = body.locator("[data-streamfield-child]", has=page.locator("[data-unknown-block='word_cards__deck']"))
    child.locator("[data-streamfield-action=MOVE_UP]").first.click()
    press(page, "Publish")
    moved = [changed[1], changed[0], *changed[2:]]
    assert stored(school, number) == [moved, moved]

    body = open_editor(page, number)
    child = body.locator("[data-streamfield-child]", has=page.locator("[data-unknown-block='word_cards__deck']"))
    child.locator("[data-streamfield-action=DUPLICATE]").first.click()
    expect(body.locator("[data-unknown-block]")).to_have_count(4)
    press(page, "Publish")
    published, _revision = stored(school, number)
    assert [block["value"] for block in published[:2]] == [DECK, DECK]
    assert published[0]["id"] != published[1]["id"]

    # A block and a field are deleted, and nothing else.
    page.goto(f"/admin/pages/{number}/edit/")
    body = page.locator("#panel-child-content-body-section")
    body.locator("[data-streamfield-action=DELETE]").nth(1).click()
    body.locator("[data-unknown-block='word_cards__color'] button").click()
    expect(body.locator("[data-unknown-block='word_cards__color']")).to_have_count(0)
    press(page, "Publish")
    published, _revision = stored(school, number)
    callout = {**BODY[3], "value": {key: BODY[3]["value"][key] for key in ("kind", "text")}}
    assert published == [moved[0], moved[1], moved[2], callout]
    page.troubles[:] = [line for line in page.troubles if "/admin/pages/" not in line or "Error:" in line]
