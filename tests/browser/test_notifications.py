"""From the bell to what one was told, on a phone and at a desk, and how one is told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

MAKE = """
from people.models import Notification, User
from people.notifications import tell
person = User.objects.get(account_name="learner2")
Notification.objects.filter(person=person).delete()
User.objects.filter(pk=person.pk).update(unread_notifications=0)
for number in range(3):
    tell(
        "forums.moderated", key=f"browser-{number}", people=[person], url="/forums/told/",
        data={"entry": str(entry.public_id), "act": "post.hide", "thread": f"Thread {number}", "reason": "Off topic"},
    )
"""
ENTRY = """
from django.utils import timezone
from forums.models import ForumPage, ModerationEntry, ModerationNotice
from people.models import User
entry = ModerationEntry.objects.create(
    forum=ForumPage.objects.first(), act="post.hide", reason="Off topic", at=timezone.now()
)
ModerationNotice.objects.create(entry=entry, person=User.objects.get(account_name="learner2"))
"""


@pytest.fixture(autouse=True)
def _told(school):
    run(school, ENTRY + MAKE + "result = None\n")


@pytest.mark.parametrize("width", [390, 1440])
def test_bell_leads_to_what_happened_and_the_count_falls(page_for, width):
    page = page_for("learner2", language="en", width=width)
    page.goto("/learn/")
    bell = page.locator(".bell")
    expect(bell).to_have_accessible_name("Notifications, 3 unread")
    bell.click()
    expect(page.get_by_role("heading", name="Notifications", exact=True)).to_be_visible()
    expect(page.get_by_text("3 things are new for you.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Thread 2")).click()
    page.wait_for_url("**/forums/told/")
    expect(bell).to_have_accessible_name("Notifications, 2 unread")
    bell.click()
    page.get_by_role("button", name=re.compile("Mark as read:.*Thread 1")).click()
    expect(bell).to_have_accessible_name("Notifications, 1 unread")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("You have read everything.")).to_be_visible()
    expect(bell).to_have_accessible_name("Notifications")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_choices_are_made_by_keyboard_and_kept(page_for):
    page = page_for("learner2", language="en")
    page.goto("/learn/notifications/choices/")
    way = page.get_by_label("Somebody answers my post")
    way.focus()
    way.select_option("off")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Somebody answers my post")).to_have_value("off")
    # This school sends no mail, so that there are no hours to choose.
    expect(page.get_by_label("Quiet from")).to_have_count(0)
