"""An editor works on a lesson with blocks of a plugin that is gone: the real editor, in the real browser."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run
from tests.browser.walking import press

BODY_SECTION = "section[id$='-body-section']"
"""Wagtail makes the rest of the id of the tab's name, in the language of whoever opened an editor first."""
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
    body = page.locator(BODY_SECTION)
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
    body = page.locator(BODY_SECTION)
    body.locator("[data-streamfield-action=DELETE]").nth(1).click()
    body.locator("[data-unknown-block='word_cards__color'] button").click()
    expect(body.locator("[data-unknown-block='word_cards__color']")).to_have_count(0)
    press(page, "Publish")
    published, _revision = stored(school, number)
    callout = {**BODY[3], "value": {key: BODY[3]["value"][key] for key in ("kind", "text")}}
    assert published == [moved[0], moved[1], moved[2], callout]
    page.troubles[:] = [line for line in page.troubles if "/admin/pages/" not in line or "Error:" in line]


CARD = """
import json

from django.http import QueryDict
from wagtail import blocks
from wagtail.admin.telepath import JSContext, register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter
from schoolhouse.content import keeping

class PartsBlock(blocks.StreamBlock):
    note = blocks.CharBlock(required=False)

class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock()
    parts = PartsBlock()

class CardAdapter(StructBlockAdapter):
    js_constructor = "word_cards.Card"

class PartsAdapter(StreamBlockAdapter):
    js_constructor = "word_cards.Parts"

register(CardAdapter(), CardBlock)
register(PartsAdapter(), PartsBlock)
block = keeping(CardBlock())
block.set_name("card")
value = {
    "front": "烫伤",
    "parts": [{"type": "poem", "value": {"lines": 2}, "id": "p1"}, {"type": "note", "value": "冷水", "id": "p2"}],
    "sound": ["a.ogg", None],
    "color": {"h": 1},
}
"""
"""A plugin's block whose editor is its own, with a value in which there is more than it knows."""

SHOW_CARD = """([packed, state]) => {
  const { StructBlockDefinition, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  class Card extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      window.given = Object.keys(state);
      const block = super.render(placeholder, prefix, state, error);
      block.container[0].dataset.card = 'own';
      return block;
    }
  }
  class Parts extends StreamBlockDefinition {}
  window.telepath.register('word_cards.Card', Card);
  window.telepath.register('word_cards.Parts', Parts);
  const form = document.createElement('form');
  form.id = 'card-form';
  form.append(document.createElement('div'));
  document.querySelector('main').prepend(form);
  window.card = window.telepath.unpack(packed).render(form.firstChild, 'card', state, null);
  window.card.setError(null);
  window.card.setState(window.card.getState());
  return window.given;
}"""


def test_editor_of_a_plugins_own_is_given_what_it_knows_and_the_rest_goes_around_it(
    page_for: Callable[..., Any], school: SchoolServer
) -> None:
    made = run(
        school,
        f"{CARD}\nresult = [JSContext().pack(block), block.get_form_state(block.normalize(block.to_python(value)))]",
    )
    page = page_for("editor", language="en")
    page.goto(f"/admin/pages/{make_lesson(school)}/edit/")
    expect(page.locator(f"{BODY_SECTION} [data-unknown-block]")).to_have_count(3)
    assert page.evaluate(SHOW_CARD, made) == ["front", "parts"]
    form = page.locator("#card-form")
    expect(form.locator("[data-card=own]")).to_have_count(1)
    expect(form.locator("[data-unknown-block]")).to_have_count(3)
    form.locator("[name='card-front']").fill("烧伤")
    form.locator("[data-unknown-block='color'] button").click()

    query = page.evaluate("() => new URLSearchParams(new FormData(document.querySelector('#card-form'))).toString()")
    assert set(page.evaluate("() => Object.keys(window.card.getState())")) == {"front", "parts", "sound"}
    sent = run(
        school,
        f"{CARD}\nsent = block.value_from_datadict(QueryDict({query!r}), {{}}, 'card')\n"
        "result = [value, block.get_prep_value(block.clean(sent))]",
    )
    value, kept = sent
    del value["color"]
    assert kept == {**value, "front": "烧伤"}
    page.troubles[:] = [line for line in page.troubles if "/admin/pages/" not in line or "Error:" in line]
