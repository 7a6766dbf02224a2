"""Names, pictures, polls and posts without a name, as people meet them in Chromium; names under an input method."""

import base64
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.fixtures import View
from tests.browser.server import SchoolServer, run

TEXT = "#reply textarea"
LIST = "#reply .names"
SHOWN = "() => [...document.querySelectorAll('.post__image img')].every(one => one.naturalWidth > 0)"


def picture(color: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 360), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def place(school: SchoolServer) -> dict[str, str]:
    """Open a thread in the learner's class, with somebody of a name of its own; find the demo's thread with a poll."""
    made: dict[str, str] = run(
        school,
        """
import uuid
from classes.models import Enrollment
from forums.actions.thread import start_thread
from forums.models import ForumPage, Poll
from people.models import User
poll = Poll.objects.select_related("post__thread__forum").get()
forum = poll.post.thread.forum
seat = Enrollment.objects.filter(training_class=forum.training_class, learner__account_name=None).first()
User.objects.filter(pk=seat.learner_id).update(full_name="欧阳春晓")
learner = User.objects.get(account_name="learner")
post = start_thread(forum=forum, title="带图说话", body="先看图，再说话。", client_key=uuid.uuid4(), by=learner)
result = {"thread": str(post.thread.public_id), "asking": str(poll.post.thread.public_id)}
""",
    )
    return {name: f"/forums/threads/{key}/" for name, key in made.items()}


def compose(keys: CDPSession, text: str) -> None:
    """Let an input method show ``text`` as what is being composed."""
    keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press(keys: CDPSession, key: str, code: int) -> None:
    """Press a key as it reaches the page beside an input method."""
    named = {"key": key, "code": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **named})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **named})


def test_names_are_offered_after_the_input_method_and_never_chosen_within(
    page_for: Callable[..., Page], place: dict[str, str], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner", width=390)
    page.goto(place["thread"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/people/" in request.url else None)
    page.evaluate(
        """() => { window.seen = []; for (const name of ["compositionstart", "compositionend", "keydown"])
        document.addEventListener(name, event => window.seen.push([name, event.isComposing, event.keyCode])); }"""
    )
    keys = page.context.new_cdp_session(page)
    text = page.locator(TEXT)
    text.click()
    keys.send("Input.insertText", {"text": "请@"})
    expect(page.locator(LIST)).to_be_visible()
    for typed in ("o", "ou", "ou'y", "ou'yang"):
        compose(keys, typed)
        expect(page.locator(LIST)).to_be_hidden()
    before, count = text.input_value(), len(asked)
    press(keys, "Enter", 13)
    press(keys, "Process", 229)
    page.wait_for_timeout(500)
    expect(page.locator(LIST)).to_be_hidden()
    assert len(asked) == count
    assert text.input_value() == before == "请@ou'yang"
    assert page.url.endswith(place["thread"])
    seen = page.evaluate("window.seen")
    assert ["compositionstart", False, None] in [[name, False, None] for name, _one, _code in seen]
    assert any(name == "keydown" and (composing or code == 229) for name, composing, code in seen)

    keys.send("Input.insertText", {"text": "欧阳"})
    option = page.locator(f"{LIST} [role=option]")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("欧阳春晓")
    assert text.get_attribute("aria-activedescendant") == option.get_attribute("id")
    axe(page, "#reply")
    page.locator(LIST).scroll_into_view_if_needed()
    screenshot(page, "forum-names-phone", full_page=False)
    page.keyboard.press("Enter")
    expect(text).to_have_value("请@欧阳春晓 ")
    expect(page.locator(LIST)).to_be_hidden()
    compose(keys, "kan")
    press(keys, "Enter", 13)
    keys.send("Input.insertText", {"text": "看一下"})
    page.get_by_role("button", name="发言", exact=True).click()
    expect(page.locator("li.post .mention", has_text="@欧阳春晓")).to_have_count(1)
    expect(page.locator("li.post", has_text="看一下")).to_have_count(1)


def test_pictures_are_chosen_pasted_and_dropped_and_ask_what_they_show(
    page_for: Callable[..., Page], place: dict[str, str], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner")
    page.goto(place["thread"])
    text, rows = page.locator(TEXT), page.locator(".upload")
    page.locator("input[name=files]").set_input_files(
        [{"name": "渠.png", "mimeType": "image/png", "buffer": picture("#5d93ad")}]
    )
    expect(rows.locator("img")).to_be_visible()
    rows.get_by_label("图里是什么").fill("渠口的水")
    expect(text).to_have_value(re.compile(r"!\[渠口的水\]\(/forums/files/[0-9a-f-]+/\)"))
    bring = """([name, bytes, color]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), one => one.charCodeAt(0))], color, {type: "image/png"}));
      const text = document.querySelector("#reply textarea");
      const event = name === "paste" ? new ClipboardEvent(name, {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent(name, {dataTransfer: data, bubbles: true, cancelable: true});
      text.dispatchEvent(event);
    }"""
    for number, (name, color) in enumerate((("paste", "green"), ("drop", "brown")), start=2):
        page.evaluate(bring, [name, base64.b64encode(picture(color)).decode(), f"{color}.png"])
        expect(rows).to_have_count(number)
        expect(rows.nth(number - 1).locator("img")).to_be_visible()
    assert text.input_value().count("/forums/files/") == 3
    page.locator("input[name=files]").set_input_files(
        [{"name": "图.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}]
    )
    expect(rows.nth(3).locator(".field__error")).to_contain_text("SVG")
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 400
    axe(page, "#reply")
    page.locator("#reply").scroll_into_view_if_needed()
    screenshot(page, "forum-uploads", full_page=False)
    rows.nth(3).get_by_role("button", name="去掉").click()
    rows.nth(2).get_by_role("button", name="去掉").click()
    assert text.input_value().count("/forums/files/") == 2
    expect(page.locator(".composer__note")).to_contain_text("换设备也能接着写")

    page.get_by_role("button", name="发言", exact=True).click()

    shown = page.locator("li.post .post__image img")
    expect(shown).to_have_count(2)
    expect(shown.first).to_have_attribute("alt", "渠口的水")
    shown.last.scroll_into_view_if_needed()
    page.wait_for_function(SHOWN)


def test_post_without_a_name_by_form_and_by_draft(page_for: Callable[..., Page], place: dict[str, str]) -> None:
    page = page_for("learner", width=390)
    page.goto(place["thread"])
    body = f"不署名的话 {uuid.uuid4().hex[:6]}"
    page.locator(TEXT).fill(body)
    page.get_by_label("匿名发言").check()
    expect(page.locator(".composer__note")).to_contain_text("换设备也能接着写")
    other = page_for("learner")
    other.goto(place["thread"])
    expect(other.get_by_label("匿名发言")).to_be_checked()

    page.get_by_role("button", name="发言", exact=True).click()

    post = page.locator("li.post", has_text=body)
    expect(post.locator(".post__author")).to_have_text("匿名学员")
    peer = page_for("teacher")
    peer.goto(place["thread"] + "?from=1")
    one = peer.locator("li.post", has_text=body)
    expect(one.locator(".post__author")).to_have_text("匿名学员")
    one.get_by_role("link", name="这是谁写的？").click()
    peer.get_by_label("理由").fill("内容需要核实")
    peer.get_by_role("button", name="查看姓名").click()
    expect(peer.locator(".callout")).to_contain_text("写的")


def test_vote_without_scripts(page_for: Callable[..., Page], place: dict[str, str]) -> None:
    page = page_for("learner2", java_script_enabled=False)
    if page.goto(place["asking"] + "?from=1").status == 404:  # type: ignore[union-attr]
        page = page_for("teacher", java_script_enabled=False)
        page.goto(place["asking"] + "?from=1")
    page.locator(".poll__choice").first.locator("input").check()
    page.locator(".poll button").click()
    expect(page.locator(".poll__result--mine")).to_have_count(1)
    expect(page.locator(".poll progress")).to_have_count(4)


@pytest.mark.every_view
def test_thread_with_all_of_it(
    page_for: Callable[..., Page],
    place: dict[str, str],
    view: View,
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = page_for("learner", view)
    page.goto(place["asking"] + "?from=1")
    page.wait_for_function(SHOWN)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(page)
    screenshot(page, f"forum-parts-{view}", full_page=True)
    page.goto("/forums/")
    page.locator(".thread-list__title a").first.wait_for()


def test_new_thread_asks_a_poll_and_names_people_and_an_edit_too(
    page_for: Callable[..., Page], place: dict[str, str], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner", width=390)
    page.goto(place["thread"])
    page.locator(".breadcrumbs a, .crumbs a, nav a").filter(has_text="晚间研讨").first.click()
    page.get_by_role("link", name="发起话题").click()
    page.get_by_label("标题").fill("几点集合？")
    text = page.locator("textarea[name=body]")
    text.click()
    page.keyboard.insert_text("请@欧阳")
    expect(page.locator(".names [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(text).to_have_value("请@欧阳春晓 ")
    page.locator("summary", has_text="附上投票").click()
    page.get_by_label("问题").fill("几点集合？")
    page.get_by_label("选项").fill("七点半\n八点")
    axe(page)
    screenshot(page, "forum-new-poll-phone", full_page=True)
    page.get_by_role("button", name="发言", exact=True).click()
    expect(page.locator(".poll__choice")).to_have_count(2)
    expect(page.locator(".mention")).to_have_count(1)

    page.get_by_role("link", name="修改").click()
    text = page.locator("textarea[name=body]")
    expect(text).to_have_value("请@欧阳春晓")
    text.click()
    page.keyboard.press("End")
    page.keyboard.insert_text("看看，@欧")
    expect(page.locator(".names [role=option]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".names")).to_be_hidden()
    page.locator("input[name=files]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": picture("#446688")}]
    )
    expect(page.locator(".upload img")).to_be_visible()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("li.post .post__image img")).to_have_count(1)
