"""An evening from the question box of the day to what is done about it: host, recorder and learners."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.server import SchoolServer, run

pytestmark = pytest.mark.walk

MAKE = """
import uuid
from datetime import timedelta
from django.utils import timezone
from classes.models import Enrollment, LiveClassPage
from forums.models import ForumPage, ForumPrompt
from people.models import User
now, mark = timezone.now(), uuid.uuid4().hex[:8]
leader = Enrollment.objects.get(learner__account_name="learner2", leads_group=True)
training_class = leader.training_class
seats = {
    name: Enrollment.objects.select_related("learner").get(training_class=training_class, learner__account_name=name)
    for name in ("learner", "learner2", "learner3")
}
session = LiveClassPage(
    title="Walking class", slug=f"walking-class-{mark}",
    starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
)
training_class.add_child(instance=session)
session.instructors.create(instructor=User.objects.get(account_name="instructor"))
forum = ForumPage(
    title="Walking evening", slug=f"walking-evening-{mark}", held="both", room="Hall 1",
    opens_at=now - timedelta(minutes=5), closes_at=now + timedelta(hours=2), locale=training_class.locale,
)
forum.prompts = [ForumPrompt(title="What do you try first?", body="One thing, tomorrow.", answer_first=True)]
training_class.add_child(instance=forum)
forum.save_revision(user=User.objects.get(account_name="editor")).publish()
group = leader.group
member = Enrollment.objects.filter(group=group, state="enrolled").exclude(pk=leader.pk).first()
result = {
    "class": training_class.url, "session": session.url, "forum": forum.url, "key": str(forum.public_id),
    "group": str(group.public_id), "group_name": group.name,
    "member": member.learner.full_name,
    **{name: seat.learner.full_name for name, seat in seats.items()},
}
"""
OVER = """
from datetime import timedelta
from django.utils import timezone
from classes.models import LiveClassPage
from people.published import renew
LiveClassPage.objects.filter(slug__startswith="walking-class-").update(ends_at=timezone.now() - timedelta(minutes=1))
renew()
result = None
"""
GONE = """
from forums.models import ForumPage
from classes.models import LiveClassPage
for model, slug in ((ForumPage, "walking-evening-"), (LiveClassPage, "walking-class-")):
    for page in model.objects.live().filter(slug__startswith=slug):
        page.unpublish()
result = None
"""


@pytest.fixture
def walk(school: SchoolServer) -> Any:
    """A live class that is held now, and the evening after it; neither is seen after the test."""
    yield run(school, MAKE)
    run(school, GONE)


def photo() -> dict[str, Any]:
    """Return a photo as a phone takes it."""
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), "#8a5200").save(stream, "JPEG")
    return {"name": "evening.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def answer(page: Page, words: str) -> None:
    """Answer in the thread that is open."""
    page.locator("textarea[name=body]").fill(words)
    page.locator("#reply button.button--primary, form:has(textarea[name=body]) button.button--primary").first.click()
    expect(page.locator(".posts")).to_contain_text(words)


def test_evening_goes_from_the_question_box_to_what_is_done(
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
    school: SchoolServer,
    walk: dict[str, str],
) -> None:
    learner, host = page_for("learner", width=390, language="en"), page_for("teacher", language="en")
    recorder = page_for("learner2", width=390, language="en")
    evening = f"/forums/{walk['key']}/evening/"

    # By day: a question that nobody answers in class.
    learner.goto(walk["session"])
    learner.get_by_label("Your question").fill("How long does it hold?")
    learner.get_by_role("button", name="Put it in the box").click()
    expect(learner.locator("#question-box")).to_contain_text("How long does it hold?")
    axe(learner)
    screenshot(learner, "evening-box-phone")
    recorder.goto(walk["session"])
    recorder.get_by_role("button", name="I would like to know, too").click()
    expect(recorder.locator("#question-box")).to_contain_text("1 more would like to know")
    assert walk["learner"] not in recorder.locator("#question-box").inner_text()

    # The live class is over: the host carries it over.
    run(school, OVER)
    host.goto(evening)
    carry = host.get_by_role("button", name="Carry them over now")
    if carry.is_visible():  # the worker may have been faster
        carry.click()
    expect(host.locator("main")).to_contain_text("How long does it hold?")
    axe(host)
    screenshot(host, "evening-host")

    # Answer first, then read.
    host.goto(walk["forum"])
    host.get_by_role("link", name="What do you try first?").click()
    answer(host, "Canaryanswer: I begin with the pump.")
    learner.goto(walk["forum"])
    expect(learner.locator("main")).to_contain_text("How long does it hold?")
    learner.get_by_role("link", name="What do you try first?").click()
    expect(learner.locator("main")).to_contain_text("Answer first, then read")
    assert "Canaryanswer" not in learner.content()
    answer(learner, "I ask my neighbor.")
    expect(learner.locator(".posts")).to_contain_text("Canaryanswer")

    record_the_room(recorder, axe, screenshot, walk)
    settle_the_outcome(host, axe, screenshot, walk)

    # What was taken on stands on the dashboard until it is done.
    learner.goto(walk["forum"])
    expect(learner.locator(".outcome")).to_contain_text("Ask three neighbors")
    axe(learner)
    screenshot(learner, "evening-forum-phone")
    learner.goto("/forums/follow-ups/")
    axe(learner)
    learner.get_by_role("button", name="Mark as done: Ask three neighbors").click()
    expect(learner.get_by_role("button", name="Mark as done: Ask three neighbors")).to_have_count(0)
    learner.goto(walk["forum"])
    expect(learner.locator(".outcome")).to_contain_text("Done")
    assert learner.evaluate("document.documentElement.scrollWidth") <= 390


def test_evening_is_talked_through_by_three_learners_an_instructor_and_a_host(
    page_for: Callable[..., Page], walk: dict[str, str]
) -> None:
    learner, second = page_for("learner", width=390, language="en"), page_for("learner2", width=390, language="en")
    third, instructor = page_for("learner3", width=390, language="en"), page_for("instructor", language="en")
    prompt = "What do you try first?"
    for page, words in ((learner, "I ask my neighbor."), (second, "I read the manual."), (third, "I draw it first.")):
        page.goto(walk["forum"])
        page.get_by_role("link", name=prompt).click()
        answer(page, words)

    # One answers another, and thanks for what was said.
    first = third.locator(".post", has_text="I ask my neighbor.")
    first.get_by_role("button", name="Thanks").click()
    expect(first.get_by_role("button", name="Thanks · 1")).to_be_visible()
    first.get_by_role("link", name="Reply").click()
    answer(third, "And what did the neighbor say?")

    # It is told to whom it answers; the bell leads there.
    learner.goto("/learn/notifications/")
    told = learner.get_by_role("link", name=f"{walk['learner3']} answered you")
    for _try in range(30):
        if told.count():
            break
        learner.wait_for_timeout(1000)
        learner.reload()
    told.first.click()
    expect(learner.locator(".posts")).to_contain_text("And what did the neighbor say?")
    answer(learner, "Two turns are enough.")

    # The instructor reads what came, and chooses.
    instructor.goto(walk["forum"])
    instructor.get_by_role("link", name=prompt).click()
    chosen = instructor.locator(".post", has_text="Two turns are enough.")
    chosen.get_by_role("button", name="Best answer").click()
    expect(instructor.get_by_role("link", name="Best answer: #5")).to_be_visible()
    second.goto("/forums/new/")
    expect(second.locator("main")).to_contain_text("Best answers")
    expect(second.locator("main")).to_contain_text("Two turns are enough.")

    # The host lets names be left away, and somebody admits something.
    host = page_for("teacher", language="en")
    host.goto(f"/forums/{walk['key']}/evening/")
    host.get_by_role("button", name="Let learners post without names").click()
    expect(host.get_by_role("button", name="Ask for names again")).to_be_visible()
    second.goto(walk["forum"])
    second.get_by_role("link", name=prompt).click()
    second.locator("#reply input[name=anonymous]").check()
    answer(second, "I never read the manual.")
    third.goto(walk["forum"])
    third.get_by_role("link", name=prompt).click()
    expect(third.locator(".post", has_text="I never read the manual.")).to_contain_text("Anonymous learner")

    # What it came to begins with the best answer; all read it.
    host.goto(f"/forums/{walk['key']}/outcome/")
    host.get_by_role("link", name="Collect a draft").click()
    expect(host.get_by_label("Discussion")).to_have_value(re.compile("Two turns are enough"))
    host.get_by_label("What was agreed").fill("Two turns, and then we look.")
    host.get_by_role("button", name="Save the draft").click()
    host.get_by_role("button", name="Save and settle").click()
    expect(host.get_by_text("The outcome is settled; everybody in the forum reads it.")).to_be_visible()
    for page in (learner, second, third, instructor):
        page.goto(walk["forum"])
        expect(page.locator(".outcome")).to_contain_text("Two turns, and then we look.")


def record_the_room(page: Page, axe: Callable[..., None], screenshot: Callable[..., Any], walk: dict[str, str]) -> None:
    """Record who spoke from one screen of a phone, over a connection that drops."""
    page.goto(f"/forums/{walk['key']}/room/")
    page.get_by_role("link", name="Record who spoke").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(walk["group_name"])
    for name in ("learner2", "member"):
        page.get_by_label(walk[name], exact=True).check()
    page.get_by_label("The gist of what was said").fill("Pumps are cheaper than wells.")
    page.get_by_label("Photo").set_input_files(photo())
    axe(page)
    screenshot(page, "evening-record-phone")

    # The page is opened anew: all of it is there again, the photo too.
    page.wait_for_timeout(800)
    page.reload()
    expect(page.get_by_label("The gist of what was said")).to_have_value("Pumps are cheaper than wells.")
    expect(page.get_by_text("What you had entered here is back.")).to_be_visible()
    expect(page.get_by_label(walk["member"])).to_be_checked()
    page.wait_for_function("() => document.querySelector('input[name=photo]').files.length === 1")

    # Without a network it waits, and goes by itself.
    page.context.set_offline(True)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.troubles.clear()  # type: ignore[attr-defined]
    page.context.set_offline(False)
    expect(page.get_by_text("It is recorded.")).to_be_visible()
    page.troubles.clear()  # type: ignore[attr-defined]
    record = page.locator("section", has=page.get_by_role("heading", name=walk["group_name"], exact=True))
    expect(record).to_contain_text("2 spoke:")
    expect(record).to_contain_text(walk["member"])
    expect(record.locator("img")).to_be_visible()
    axe(page)
    screenshot(page, "evening-room-phone")
    page.get_by_role("link", name="Correct the record").click()
    expect(page.get_by_text("What you had entered here is back.")).to_be_hidden()


def settle_the_outcome(
    page: Page, axe: Callable[..., None], screenshot: Callable[..., Any], walk: dict[str, str]
) -> None:
    """Collect a draft from what was said, share out what is to be done, and settle it."""
    page.goto(f"/forums/{walk['key']}/outcome/")
    page.get_by_role("link", name="Collect a draft").click()
    expect(page.get_by_label("Theme")).to_have_value("What do you try first?")
    expect(page.get_by_label("Discussion")).to_have_value(f"{walk['group_name']}: Pumps are cheaper than wells.")
    page.get_by_label("What was agreed").fill("We begin with pumps.")
    task = page.locator(".outcome__task").nth(1)
    expect(page.get_by_label("What is to be done").first).to_have_value("Answer: How long does it hold?")
    task.get_by_label("What is to be done").fill("Ask three neighbors")
    task.get_by_label("Who does it").select_option(label=walk["learner"])
    task.get_by_label("By when").fill("2030-01-31")
    axe(page)
    screenshot(page, "evening-outcome")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Kept as version 1.")).to_be_visible()
    page.get_by_role("button", name="Save and settle").click()
    expect(page.get_by_text("The outcome is settled; everybody in the forum reads it.")).to_be_visible()
    axe(page)
    screenshot(page, "evening-settled")
