"""A head reads the training register, a class teacher and a learning point count people, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.server import run

MAKE = """
import datetime
from django.utils import timezone
from classes.models import Enrollment, TimetableItem, TrainingClassIndexPage, TrainingClassPage
from people.models import Organization, User
from plugins.attendance.actions.marks import Saying, say
from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.register.actions.head_counts import Counted, enter_count
from plugins.attendance.register.actions.outside_classes import Held, enter_outside
from plugins.attendance.register.actions.tallies import tally_class
import uuid
teacher = User.objects.get(account_name="teacher")
administrator = User.objects.get(account_name="administrator")
index = TrainingClassIndexPage.objects.first()
today, now = timezone.localdate(), timezone.now()
page = TrainingClassPage(
    title="土地档案培训班", slug="register-class", starts_on=today, ends_on=today, class_teacher=teacher,
    audience="public",
)
index.add_child(instance=page)
point = User.objects.get(account_name="point").role_assignments.filter(role="point").first().organization
seats = []
for number in range(12):
    learner = User.objects.create_user(f"学员{number:02}", None, account_name=f"register-learner-{number}")
    seats.append(Enrollment.objects.create(training_class=page, learner=learner, organization=point))
for back, title in ((5, "土地档案怎么读"), (3, "村级台账实务")):
    item = TimetableItem.objects.create(
        training_class=page, title=title, kind="live_class",
        starts_at=now - datetime.timedelta(hours=back), ends_at=now - datetime.timedelta(hours=back - 2),
    )
    roll = open_roll(item=item, by=teacher)
    said = [Saying(seat.public_id, "present", now, uuid.uuid4()) for seat in seats[:9]]
    say(roll=roll, said=said, by=teacher)
enter_count(by=teacher, said=Counted(
    organization=point, title="村级台账实务", starts_at=item.starts_at, ends_at=item.ends_at, people=23,
    training_class=page, item=item, at_point=True,
))
enter_outside(by=administrator, said=Held(
    organization=page.organization, title="防汛应急演练", starts_on=today.replace(month=1, day=1),
    ends_on=today.replace(month=1, day=1), people=86, minutes=180, sessions=2, held_at="县体育馆",
))
tally_class(training_class=page)
result = str(page.public_id)
"""
GONE = """
from classes.models import TrainingClassPage
TrainingClassPage.objects.get(public_id={page!r}).unpublish()
result = None
"""


@pytest.fixture(scope="module")
def page_id(school):
    made = run(school, MAKE)
    yield made
    run(school, GONE.format(page=made))


def fits(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_head_and_teacher_read_the_register(school, page_id, page_for, screenshot, axe, width):
    head = page_for("head", width=width)
    head.goto("/learn/", timeout=30_000)
    head.locator("a[href='/plugins/attendance/register/']").last.click()
    expect(head.get_by_role("heading", level=1)).to_be_visible()
    fits(head, width)
    axe(head)
    screenshot(head, f"register-{width}")
    head.locator("summary", has_text="导出").click()
    expect(head.get_by_role("link", name="打印签字版")).to_be_visible()
    screenshot(head, f"register-save-{width}", full_page=False)
    head.goto("/plugins/attendance/register/?show=sessions", timeout=30_000)
    expect(head.get_by_text("村级台账实务").first).to_be_visible()
    fits(head, width)
    screenshot(head, f"register-sessions-{width}")
    teacher = page_for("teacher", width=width)
    teacher.goto(f"/plugins/attendance/register/classes/{page_id}/", timeout=30_000)
    fits(teacher, width)
    axe(teacher)
    screenshot(teacher, f"register-class-{width}")


def test_teacher_counts_people_on_a_phone(school, page_id, page_for, screenshot, axe):
    page = page_for("teacher", width=390)
    page.goto(f"/plugins/attendance/register/classes/{page_id}/count/", timeout=30_000)
    fits(page, 390)
    axe(page)
    screenshot(page, "register-count")
    page.get_by_label("课表中的安排").select_option(index=1)
    page.get_by_label("人数").fill("31")
    page.get_by_role("button", name="记入台账").click()

    expect(page.locator(".big-number")).to_contain_text("31")
    screenshot(page, "register-counted")


@pytest.mark.parametrize("name", ["counts/", "forms/", "outside/new/"])
def test_pages_fit_a_phone(school, page_for, screenshot, axe, name):
    page = page_for("administrator", width=390)
    page.goto(f"/plugins/attendance/register/{name}", timeout=30_000)
    fits(page, 390)
    axe(page)
    screenshot(page, f"register-{name.strip('/').replace('/', '-')}")
