"""A teacher scores an evening by keyboard, beside the thread and on a phone; a learner reads it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

pytestmark = pytest.mark.browser

# A class of its own would be nobody's in the demo: the forum of the teacher's class, with three posts that wait.
MAKE = """
import uuid
from django.utils import timezone
from classes.models import TrainingClassPage
from forums.actions.post import reply
from forums.models import ForumPage, Thread
from foundation import stamps
from people.models import User
from plugins.forum_scoring.models import ForumRubric, Rubric

learner = User.objects.get(account_name="learner")
own = learner.enrollments.values("training_class")
now = timezone.now()
forum = next(
    one
    for page in TrainingClassPage.objects.filter(pk__in=own)
    for one in ForumPage.objects.child_of(page)
    if one.opens_at <= now < one.closes_at
)
rubric = Rubric.objects.order_by("pk")[0]
ForumRubric.objects.get_or_create(forum=forum, defaults={"rubric": rubric, "counting": "each"})

stamps.bump("forum_scoring")
thread = Thread.objects.create(forum=forum, title="怎样把会开短 " + uuid.uuid4().hex[:6])
people = [User.objects.get(account_name=name) for name in ("learner", "learner2", "learner3")]
for person in people:
    reply(thread=thread, body="我们村的做法是先说结论。", client_key=uuid.uuid4(), by=person)
posts = thread.posts.order_by("number")
result = {
    "thread": f"/forums/threads/{thread.public_id}/",
    "posts": [str(post.public_id) for post in posts],
    "forum": str(forum.public_id),
}
"""


def test_teacher_scores_beside_the_thread_by_keyboard(page_for, school):
    made = run(school, MAKE)
    page = page_for("teacher", language="en")
    page.goto(made["thread"])
    card = page.locator("section", has=page.get_by_role("heading", name="Scoring"))
    expect(card).to_contain_text("0 of 3 posts are scored.")
    page.keyboard.press("n")
    form = page.locator("#scoring form")
    expect(form).to_contain_text("#1")
    for number in (1, 2):
        expect(form.get_by_role("radio").first).to_be_focused()
        page.keyboard.press("3")
        page.keyboard.press("2")
        page.keyboard.press("1")
        expect(form.get_by_role("radio", checked=True)).to_have_count(3)
        page.keyboard.press("Control+Enter")
        expect(form).to_contain_text(f"#{number + 1}")
        expect(card).to_contain_text(f"{number} of 3 posts are scored.")

    learner = page_for("learner", width=390)
    learner.goto(made["thread"])
    learner.locator("section", has=learner.get_by_role("heading", name="我的评分")).get_by_role("link").first.click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("3 分")
    expect(learner.locator("table")).to_contain_text("观点")


def test_teacher_scores_on_a_phone_without_javascript(page_for, school):
    made = run(school, MAKE)
    page = page_for("teacher", width=390, language="en", java_script_enabled=False)
    page.goto(f"/plugins/forum_scoring/post/{made['posts'][0]}/")
    for criterion in page.locator("fieldset").all():
        criterion.get_by_role("radio").nth(1).check()
    page.get_by_label("Comment").fill("Clear and short.")
    page.get_by_role("button", name="Save and go on").click()

    expect(page).to_have_url(re.compile(made["posts"][1]))


@pytest.mark.every_view
def test_scoring_looks_right_and_is_accessible(page_for, view, axe, screenshot, school):
    made = run(school, MAKE)
    page = page_for("teacher", view)
    for name, address in {
        "scoring-post": f"/plugins/forum_scoring/post/{made['posts'][0]}/",
        "scoring-forum": f"/plugins/forum_scoring/forum/{made['forum']}/",
    }.items():
        page.goto(address)
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        screenshot(page, name)
