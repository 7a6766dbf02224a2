"""What the plugin does."""

import uuid
from html import unescape

from bells.apps import PLACES
from bells.attendance import STORM
from bells.models import Bell, Heard
from bells.sign_in import SALT
from bells.telling import CALLED
from django.core import signing
from django.urls import reverse

from classes.permissions import INSIDE_STATES
from forums.events import post_published
from foundation.jobs import drain
from foundation.jobs.registry import jobs, schedules
from schoolhouse import testing
from schoolhouse.testing import assert_no_migration_drift

LABEL = "bells"


def test_models_and_migrations_agree():
    assert_no_migration_drift(LABEL)


def bell(school, text="Tea <now>"):
    page = school.training_class()
    learner = school.learner(page)
    assert page.enrollments.get().state in INSIDE_STATES
    return page, learner, Bell.objects.create(training_class=page, text=text)


def test_page_slot_and_menu_show_it_to_learners(school):
    page, learner, _bell = bell(school)
    client = school.client(learner)
    assert "Tea &lt;now&gt;!" in client.get(reverse("plugins:bells:index")).content.decode()
    shown = client.get(page.get_url()).content.decode()
    assert "<li>Tea &lt;now&gt;</li>" in shown
    assert reverse("plugins:bells:index") in shown


def test_class_that_switched_it_off_shows_nothing(school):
    page, learner, one = bell(school)
    client, runs = school.client(learner), school.client(page.class_teacher)
    tower, own = reverse("plugins:bells:tower", args=[page.public_id]), f"/api/v1/plugins/bells/bells/{one.public_id}"
    assert (runs.get(tower).status_code, client.get(own).status_code) == (200, 200)
    with testing.switched_off(LABEL, page):
        for address in (reverse("plugins:bells:index"), page.get_url(), "/api/v1/plugins/bells/bells", "/learn/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "Tea <now>" not in unescape(answer.content.decode()), address
        assert (runs.get(tower).status_code, client.get(own).status_code) == (404, 404)


def test_schedule_rings_and_the_plugin_hears_itself(school):
    _page, learner, one = bell(school)
    assert "bells.ring" in schedules
    jobs["bells.ring"].function()
    drain()
    one.refresh_from_db()
    assert one.text == "Rung!"
    assert "Tea &lt;now&gt;" in school.client(learner).get(reverse("people:notifications")).content.decode()


class TestTold(testing.NotificationKindContract):
    plugin = name = LABEL

    def make(self, school):
        _page, learner, one = bell(school)
        return learner, {"bell": one.public_id, "text": one.text}


class TestCaller(testing.NotificationChannelContract):
    plugin = name = LABEL

    def reached(self, school):
        return school.person()

    def sent(self):
        return list(CALLED)


class TestEntry(testing.NavigationContract):
    plugin = name = LABEL


class TestCard(testing.DashboardPanelContract):
    plugin = name = LABEL

    def reader(self, school):
        _page, learner, _bell = bell(school)
        return learner


class TestWayIn(testing.SignInMethodContract):
    plugin = name = LABEL

    def answer(self, school, person):
        return {"seen": signing.dumps(str(person.public_id), salt=SALT)}


class Place(testing.SlotContract):
    plugin = name = LABEL

    def arguments(self, school):
        arguments = super().arguments(school)
        page = arguments.get("training_class") or arguments.get("page") or arguments["thread"].forum.get_parent()
        Bell.objects.create(training_class_id=page.pk, text="Tea <now>")
        return arguments


class TestClassPlace(Place):
    slot = PLACES[0]


class TestLiveClassPlace(Place):
    slot = PLACES[1]


class TestThreadPlace(Place):
    slot = PLACES[2]


class TestProfilePlace(testing.SlotContract):
    plugin = name = LABEL
    slot = PLACES[3]

    def arguments(self, school):
        page = school.training_class()
        Bell.objects.create(training_class=page, text="Tea <now>")
        return {"person": school.learner(page)}


class TestMover(testing.ClassRepeatMoverContract):
    plugin = name = LABEL

    def make_records(self, school, training_class):
        Bell.objects.create(training_class=training_class, text="Tea")

    def records(self, training_class):
        return list(Bell.objects.filter(training_class=training_class).values_list("text", flat=True))


class TestRule(testing.ScoreRuleContract):
    plugin = name = LABEL


class TestKind(testing.TimetableKindContract):
    plugin = name = LABEL


class TestProvider(testing.LiveProviderContract):
    plugin = name = LABEL

    def live_class(self, school):
        return school.live_class(school.training_class(), mode="online", meeting_url="https://tower.example.org/1")


class TestStrokesAsked(testing.QuestionKindContract):
    plugin = name = "bells"
    set_up = {"most": 8}
    given = 3


class TestColumn(testing.RosterColumnContract):
    plugin = name = LABEL


class TestTab(testing.ClassToolContract):
    plugin = name = LABEL


class TestDuty(testing.ClassDutyContract):
    plugin = name = LABEL
    needs_page = True


class TestExport(testing.ExportContract):
    plugin = name = LABEL

    def fill(self, school, training_class):
        Bell.objects.create(training_class=training_class, text="=1+1")


def hear(learner):
    Heard.objects.create(learner=learner, post=uuid.uuid4())


class TestSource(testing.AttendanceSourceContract):
    plugin = name = LABEL

    def attend(self, school, enrollment, item):
        hear(enrollment.learner)


class TestExcuses(testing.AbsenceExcusesContract):
    plugin = name = LABEL

    def excuse(self, school, enrollment):
        Bell.objects.get_or_create(training_class=enrollment.training_class, text=STORM)


class TestRecords(testing.AttendanceRecordsContract):
    plugin = name = LABEL

    def attend(self, school, enrollment, item):
        hear(enrollment.learner)


class TestHours(testing.TrainingHoursContract):
    plugin = name = LABEL

    def attend(self, school, enrollment):
        hear(enrollment.learner)


class TestClosing(testing.ClosingCheckContract):
    plugin = name = LABEL

    def leave_undone(self, school, training_class):
        Bell.objects.create(training_class=training_class, text="Tea")


class TestDemo(testing.DemoPartContract):
    plugin = name = LABEL


class TestBlock(testing.ContentBlockContract):
    plugin = LABEL
    name = "bells.ring"
    example = {
        "text": "Tea <now>",
        "smaller": [{"type": "item", "value": "one", "id": "0a1b2c3d-0000-4000-8000-000000000000"}],
    }


class TestCheck(testing.CheckContract):
    plugin = LABEL
    name = "bells.strokes"
    example = {
        "question": "<p>How often does it ring?</p>",
        "strokes": 4711,
        "right_feedback": "",
        "wrong_feedback": "",
        "explanation": "",
        "attempts": 0,
    }
    right, wrong, secret = "4711", "12", "4711"


class TestApi(testing.ApiRouterContract):
    plugin = name = LABEL

    def paths(self, school, reader):
        page = school.training_class()
        school.enrollment(page, reader)
        return {"public_id": Bell.objects.create(training_class=page, text="Tea").public_id}


class TestHearing(testing.EventHandlerContract):
    plugin = LABEL
    event = post_published
    handler = "bells.hear"

    def data(self, school):
        page = school.training_class()
        thread = school.thread(school.forum(page))
        post = school.post(thread, school.learner(page))
        return {
            "post": post.public_id,
            "thread": thread.public_id,
            "forum": thread.forum.public_id,
            "author": post.author.public_id,
            "training_class": page.public_id,
            "is_reply": False,
            "is_late": False,
            "posted_at": post.created_at,
        }

    def effect(self):
        return list(Heard.objects.values_list("learner", "post"))


def test_every_point_is_touched():
    from schoolhouse.extension_points import all_points

    assert [point.name for point in all_points() if LABEL not in {one.plugin for one in point.extensions()}] == []
