"""Reflections as pages: writing, handing in, the teacher's desk, and the first page of the day."""

import datetime
import io
import uuid
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from classes.models import Reflection, ReflectionTask
from people.middleware import VIEWING_AS
from people.roles import Role
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_user
from tests.factories.reflections import make_reflection, make_task

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def seat():
    today = timezone.localdate()
    fields = {"starts_on": today, "ends_on": today + datetime.timedelta(days=3)}
    return make_enrollment(
        make_training_class(class_teacher=make_user("Teacher Chen"), **fields), make_user("Zhou Lan")
    )


def page(name, *args):
    return reverse(f"classes:{name}", args=[getattr(arg, "public_id", arg) for arg in args])


def form(**fields):
    return {"client_key": uuid.uuid4(), "version": 1, **fields}


def test_draft_is_kept_and_seen_by_nobody_else(seat):
    learner, teacher = signed_in(seat.learner), signed_in(seat.training_class.class_teacher)
    data = form(title="Second thoughts", body="Only a draft")
    learner.post(page("write_reflection", seat.training_class), {**data, "save": 1})
    learner.post(page("write_reflection", seat.training_class), {**data, "save": 1})
    draft = Reflection.objects.get()
    assert "Only a draft" in learner.get(page("reflection", draft)).content.decode()
    assert "Second thoughts" not in teacher.get(page("reflection_desk", seat.training_class)).content.decode()
    assert teacher.get(page("reflection_review", draft)).status_code == 404


def test_too_short_a_text_is_kept_as_a_draft_and_says_what_is_missing(seat):
    learner, task = signed_in(seat.learner), make_task(seat.training_class, min_length=50)
    address = f"{page('write_reflection', seat.training_class)}?task={task.public_id}"
    answer = learner.post(address, form(body="Too short", submit=1), follow=True)
    assert "At least 50 characters are asked for; you have 8." in answer.content.decode()
    assert Reflection.objects.get().state == "draft"
    assert learner.get(address).status_code == 302


def test_conflict_shows_both_texts(seat):
    learner, reflection = signed_in(seat.learner), make_reflection(seat)
    learner.post(page("reflection", reflection), form(body="From the phone", save=1))
    answer = learner.post(page("reflection", reflection), form(body="From the desk", save=1))
    assert answer.status_code == 409
    assert "From the phone" in answer.content.decode()
    assert "From the desk" in answer.content.decode()


def test_begun_on_two_devices_shows_both_texts_and_overwrites_nothing(seat):
    learner, task = signed_in(seat.learner), make_task(seat.training_class)
    address = f"{page('write_reflection', seat.training_class)}?task={task.public_id}"
    learner.post(address, form(body="From the phone", save=1))
    answer = learner.post(address, form(body="From the desk", save=1))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "From the phone" in shown
    assert "From the desk" in shown
    reflection = Reflection.objects.get()
    assert reflection.body == "From the phone"
    assert f'action="{page("reflection", reflection)}"' in shown


def test_handed_in_twice_at_once_is_handed_in_once(seat):
    learner, task = signed_in(seat.learner), make_task(seat.training_class)
    address, data = f"{page('write_reflection', seat.training_class)}?task={task.public_id}", form(body="a\r\nb")
    for _time in range(2):
        answer = learner.post(address, {**data, "submit": 1})
    reflection = Reflection.objects.get()
    assert answer.url == page("reflection", reflection)
    assert reflection.versions.count() == 1


def test_teacher_reads_unread_first_and_sees_who_is_missing(seat):
    training_class = seat.training_class
    task = make_task(training_class, due_at=timezone.now() - datetime.timedelta(hours=1))
    make_reflection(seat, task=task, submitted=True)
    late = make_enrollment(training_class, make_user("Wang Jun"))
    teacher = signed_in(training_class.class_teacher)
    desk = page("reflection_desk", training_class)
    assert "1 is waiting to be read." in teacher.get(desk).content.decode()
    assert "1 overdue" in teacher.get(desk).content.decode()
    missing = teacher.get(desk, {"task": task.public_id, "state": "missing"}).content.decode()
    assert late.learner.full_name in missing
    assert seat.learner.full_name not in missing
    teacher.get(page("reflection_review", Reflection.objects.get()))
    assert "Everything has been read." in teacher.get(desk).content.decode()


def test_teacher_returns_with_words_and_the_learner_reads_them(seat):
    reflection = make_reflection(seat, submitted=True)
    learner, teacher = signed_in(seat.learner), signed_in(seat.training_class.class_teacher)
    review = page("reflection_review", reflection)
    refused = teacher.post(review, {"number": 1, "verdict": "return", "comment": ""})
    assert refused.status_code == 400
    assert "Say what should be revised." in refused.content.decode()
    teacher.post(review, {"number": 1, "verdict": "return", "comment": "Name one example"})
    shown = learner.get(page("reflection", reflection)).content.decode()
    assert "Name one example" in shown
    assert "Teacher Chen asks you to revise it:" in shown


def test_first_page_shows_what_is_due_and_what_came_back(seat):
    training_class, learner = seat.training_class, signed_in(seat.learner)
    make_task(training_class, title="Due soon", due_at=timezone.now() + datetime.timedelta(hours=3))
    make_task(training_class, title="Whenever")
    make_task(training_class, title="Long ago", due_at=timezone.now() - datetime.timedelta(days=30))
    make_task(title="Another class")
    done = make_task(training_class, title="Done already")
    make_reflection(seat, task=done, submitted=True)
    back = make_reflection(seat, title="Came home", submitted=True)
    teacher = signed_in(training_class.class_teacher)
    teacher.post(page("reflection_review", back), {"number": 1, "verdict": "return", "comment": "More"})
    day = learner.get("/learn/").content.decode()
    assert day.index("Came home") < day.index("Due soon") < day.index("</aside>")
    assert "Whenever" in day
    for title in ("Long ago", "Another class", "Done already"):
        assert title not in day
    assert page("reflection", back) in day
    assert "Due soon" not in teacher.get("/learn/").content.decode()


def test_first_page_does_not_ask_to_revise_in_a_class_that_one_has_left(seat):
    left = make_enrollment(make_training_class(class_teacher=seat.training_class.class_teacher), seat.learner)
    for place, title in ((seat, "Still here"), (left, "Left behind")):
        back = make_reflection(place, title=title, submitted=True)
        teacher = signed_in(seat.training_class.class_teacher)
        teacher.post(page("reflection_review", back), {"number": 1, "verdict": "return", "comment": "More"})
    left.state = "withdrawn"
    left.save()
    day = signed_in(seat.learner).get("/learn/").content.decode()
    assert "Still here" in day
    assert "Left behind" not in day


def test_teacher_asks_in_the_time_of_the_class(seat):
    training_class = seat.training_class
    training_class.time_zone = "Asia/Tokyo"
    training_class.save()
    teacher = signed_in(training_class.class_teacher)
    data = {"title": "First day", "due_at": "2026-09-01T20:00", "min_length": "", "prompt": "", "lesson": ""}
    assert teacher.post(page("ask_for_reflection", training_class), data).status_code == 302
    task = ReflectionTask.objects.get()
    assert task.due_at == datetime.datetime(2026, 9, 1, 11, tzinfo=datetime.UTC)
    assert "2026-09-01T20:00" in teacher.get(page("reflection_task", task)).content.decode()
    wrong = teacher.post(page("ask_for_reflection", training_class), {**data, "lesson": "x", "min_length": "-1"})
    assert wrong.status_code == 400


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_teacher_who_asks_for_a_year_out_of_reach_is_told_so(seat, year):
    teacher = signed_in(seat.training_class.class_teacher)
    data = {"title": "First day", "due_at": f"{year}-01-01T00:00", "min_length": "", "prompt": "", "lesson": ""}
    answer = teacher.post(page("ask_for_reflection", seat.training_class), data)
    assert answer.status_code == 400
    assert "Enter a valid date/time." in answer.content.decode()
    assert not ReflectionTask.objects.exists()


def test_teacher_who_read_an_older_version_goes_on_with_the_new_one(seat):
    reflection = make_reflection(seat, submitted=True)
    learner, teacher = signed_in(seat.learner), signed_in(seat.training_class.class_teacher)
    review = page("reflection_review", reflection)
    teacher.post(review, {"number": 1, "verdict": "return", "comment": "More"})
    learner.post(page("reflection", reflection), form(body="Longer", submit=1))
    answer = teacher.post(review, {"number": 1, "verdict": "accept", "comment": "Good"})
    assert (answer.status_code, answer.context["form"]["number"].value()) == (409, 2)
    assert "Read the new version first." in answer.content.decode()
    assert "Good" in answer.content.decode()


def test_lesson_that_the_reader_may_not_see_is_not_named(seat):
    closed = make_lesson(title="Behind closed doors", audience="class")
    opened = make_lesson(title="For everybody", audience="public")
    for lesson, is_named in ((closed, False), (opened, True)):
        reflection = make_reflection(seat, lesson_key=lesson.translation_key, submitted=True)
        for client, name in ((seat.learner, "reflection"), (seat.training_class.class_teacher, "reflection_review")):
            shown = signed_in(client).get(page(name, reflection)).content.decode()
            assert (lesson.title in shown) is is_named


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_reflections_are_saved_under_the_name_of_the_class(seat, kind, start):
    training_class = seat.training_class
    training_class.title = "基层治理培训班"
    training_class.save()
    make_reflection(seat, body="=1+1\n#set text(red)", submitted=True)
    answer = signed_in(training_class.class_teacher).get(page("export_reflections", training_class, kind))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body.startswith(start)
    assert "基层治理培训班" in unquote(answer.headers["Content-Disposition"])


def test_table_holds_all_and_a_print_that_is_too_long_is_refused_in_words(seat, monkeypatch):
    monkeypatch.setattr("classes.views.reflection_desk.MOST_PRINTED", 2)
    monkeypatch.setattr("classes.reflections.documents.AT_ONCE", 2)
    for number in range(5):
        make_reflection(seat, title=f"Reflection {number}", submitted=True)
    client = signed_in(seat.training_class.class_teacher)

    table = client.get(page("export_reflections", seat.training_class, "xlsx"))
    lines = list(load_workbook(io.BytesIO(b"".join(table.streaming_content))).active.values)
    printed = client.get(page("export_reflections", seat.training_class, "pdf"), follow=True)

    assert len(lines) == 1 + 5
    assert "5 were handed in, and at most 2 are printed at once" in printed.content.decode()


def test_who_looks_as_somebody_else_reads_no_reflection(seat):
    county = make_organization()
    learner, editor = (
        make_user(role=Role.LEARNER, organization=county),
        make_user(role=Role.EDITOR, organization=county),
    )
    reflection = make_reflection(
        make_enrollment(seat.training_class, learner), title="Canary", body="Canary", submitted=True
    )
    teacher = signed_in(seat.training_class.class_teacher)
    teacher.post(page("reflection_review", reflection), {"number": 1, "verdict": "return", "comment": "More"})
    assert "Canary" in signed_in(learner).get("/learn/").content.decode()
    client = signed_in(editor)
    session = client.session
    session[VIEWING_AS] = str(learner.public_id)
    session.save()
    for address in (page("reflection", reflection), page("reflections", seat.training_class), "/api/v1/reflections"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Canary" not in answer.content.decode()
    assert "Canary" not in client.get("/learn/").content.decode()
