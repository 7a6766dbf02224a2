"""A draft follows its writer from device to device, is never overwritten and goes with the post; a post is quoted."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import sign_in
from tests.browser.server import SchoolServer, run

TEXT = "#reply textarea"


@pytest.fixture(scope="module")
def address(school: SchoolServer) -> str:
    """Open a thread with one post in a forum of the learner's."""
    made: str = run(
        school,
        """
import uuid
from forums.actions.post import reply
from forums.actions.thread import start_thread
from forums.queries.forum import forums_open_to
from people.models import User
learner, other = (User.objects.get(account_name=name) for name in ("learner", "learner2"))
theirs = set(forums_open_to(other).values_list("pk", flat=True))
forum = next(one for one in forums_open_to(learner) if one.has_opened and one.pk in theirs)
type(forum).objects.filter(pk=forum.pk).update(allow_anonymous=True)
post = start_thread(forum=forum, title="交班怎么交", body="先说病人，再说药。", client_key=uuid.uuid4(), by=other)
result = str(post.thread.public_id)
""",
    )
    return f"/forums/threads/{made}/"


def test_draft_is_on_every_device_and_never_overwritten(
    page_for: Callable[..., Page], address: str, screenshot: Callable[..., Any]
) -> None:
    desk, phone = page_for("learner"), page_for("learner", width=390)
    desk.goto(address)
    desk.locator(TEXT).fill("在电脑上开头")
    expect(desk.locator(".composer__note")).to_contain_text("换设备也能接着写")
    phone.goto(address)
    expect(phone.locator(TEXT)).to_have_value("在电脑上开头")

    phone.locator(TEXT).fill("在手机上接着写")
    expect(phone.locator(".composer__note")).to_contain_text("换设备也能接着写")
    desk.locator(TEXT).fill("在电脑上也接着写")
    expect(desk.locator(".composer__other")).to_contain_text("在手机上接着写")
    expect(desk.locator(TEXT)).to_have_value("在电脑上也接着写")
    desk.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 409
    desk.locator(".composer__other").scroll_into_view_if_needed()
    screenshot(desk, "forum-draft-conflict", full_page=False)
    desk.get_by_role("button", name="保留我在这里写的").click()
    expect(desk.locator(".composer__note")).to_contain_text("换设备也能接着写")

    desk.get_by_role("button", name="发言", exact=True).click()
    expect(desk.locator("li.post", has_text="在电脑上也接着写")).to_have_count(1)
    expect(desk.locator(TEXT)).to_have_value("")
    phone.goto(address)
    expect(phone.locator(TEXT)).to_have_value("")
    screenshot(phone, "forum-thread-phone", full_page=True)


def reader_of(page: Page) -> str:
    """Return the mark by which the device tells this reader's words apart."""
    return str(page.locator("[data-draft-reader-value]").first.get_attribute("data-draft-reader-value"))


def test_words_that_were_not_sent_stay_their_writers_on_a_shared_device_and_come_back(
    page_for: Callable[..., Page], address: str
) -> None:
    page = page_for("learner2")
    page.goto(address)
    first = reader_of(page)
    page.context.set_offline(True)
    page.locator(TEXT).fill("没有网络时写的")
    page.locator("#reply input[name=anonymous]").check()
    expect(page.locator(".composer__note")).to_contain_text("本机")
    key = page.locator("#reply input[name=client_key]").input_value()
    # Sent into nothing: it is kept, and comes back where the school has not got it.
    page.get_by_role("button", name="发言", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(1_000)
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator(TEXT)).to_have_value("没有网络时写的")
    # Without the name still, and under the same key: should the first come late, it is one post.
    expect(page.locator("#reply input[name=anonymous]")).to_be_checked()
    expect(page.locator("#reply input[name=client_key]")).to_have_value(key)

    page.context.set_offline(True)
    page.locator(TEXT).fill("只有我看得到")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.context.clear_cookies()
    sign_in(page, "learner3")
    page.goto(address)
    assert reader_of(page) != first
    expect(page.locator(TEXT)).to_have_value("")
    page.context.clear_cookies()
    sign_in(page, "learner2")
    page.goto(address)
    expect(page.locator(TEXT)).to_have_value("只有我看得到")
    page.get_by_role("button", name="发言", exact=True).click()
    expect(page.locator("li.post", has_text="只有我看得到")).to_have_count(1)
    page.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('draft-'))")
    page.troubles.clear()  # type: ignore[attr-defined]  # the browser complains of having been offline


def test_title_of_a_new_thread_is_kept_and_shown_where_another_device_wrote_one(
    page_for: Callable[..., Page], address: str
) -> None:
    desk, phone = page_for("learner"), page_for("learner", width=390)
    desk.goto(address)
    forum = desk.locator(".breadcrumbs a").last.get_attribute("href")
    desk.goto(str(forum))
    begin = str(desk.locator(".page-header__actions a").first.get_attribute("href"))
    desk.goto(begin)
    desk.locator("#id_title").fill("只有标题")
    expect(desk.locator("[data-draft-target=note]")).to_contain_text("换设备也能接着写")
    phone.goto(begin)
    expect(phone.locator("#id_title")).to_have_value("只有标题")

    phone.locator("#id_title").fill("手机上的标题")
    expect(phone.locator("[data-draft-target=note]")).to_contain_text("换设备也能接着写")
    desk.locator("#id_body").fill("电脑上的正文")
    expect(desk.locator(".composer__title")).to_have_text("手机上的标题")
    desk.troubles.clear()  # type: ignore[attr-defined]  # the browser logs the 409
    desk.get_by_role("button", name="用那一份").click()
    expect(desk.locator("#id_title")).to_have_value("手机上的标题")


def test_selected_words_are_quoted_and_thanked_for(
    page_for: Callable[..., Page], address: str, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page = page_for("learner3")
    page.goto(f"{address}?from=1")
    first = page.locator("li.post").first
    first.locator(".post__body p").first.evaluate(
        """one => { const range = document.createRange(); range.setStart(one.firstChild, 0);
        range.setEnd(one.firstChild, 4); getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    first.get_by_role("link", name="引用").click()
    value = page.locator(TEXT).input_value()
    assert "/forums/posts/" in value
    assert value.rstrip().endswith("> 先说病人")
    first.get_by_role("button", name="感谢").click()
    expect(page.locator("li.post").first.get_by_role("button", name="感谢 · 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    axe(page)
    screenshot(page, "forum-thread-desk", full_page=True)
