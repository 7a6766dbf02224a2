"""The report of lessons: true figures of the own organizations, by lesson and by category, also as a file."""

import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Locale

from lessons.models import LessonProgress, LessonViewDay
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    city = make_organization("City", kind="city")
    own, other = make_organization("Own", parent=city), make_organization("Other", parent=city)
    category = make_category(own, name="Skills")
    lessons = [
        make_lesson(own, title="=Ownlesson", category=make_category(own, name="Low", parent=category)),
        make_lesson(own, title="Secondlesson"),
        make_lesson(other, title="Otherlesson"),
    ]
    today = timezone.localdate()
    for number, lesson in enumerate(lessons):
        for back in (0, 40):
            day = today - datetime.timedelta(days=back)
            LessonViewDay.objects.create(translation_key=lesson.translation_key, day=day, views=5 - number)
    learner = make_user()
    LessonProgress.objects.create(
        learner=learner,
        translation_key=lessons[0].translation_key,
        state="completed",
        percent=100,
        completed_at=timezone.now(),
    )
    return {"own": own, "other": other, "category": category, "lessons": lessons}


def client_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def rows(client, **query):
    answer = client.get(reverse("lessons_report"), {"export": "xlsx", **query})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.values)[1:]


def test_editor_reads_the_figures_of_the_own_organization(school):
    client = client_of(make_user(role="editor", organization=school["own"]))
    assert rows(client) == [
        ("=Ownlesson", "Low", "Own", 1, 10, 1, 1),
        ("Secondlesson", None, "Own", 1, 8, 0, 0),
    ]
    shown = client.get(reverse("lessons_report")).content.decode()
    assert "Ownlesson" in shown
    assert "Otherlesson" not in shown
    assert "Other<" not in shown
    assert len(rows(client_of(make_superuser()))) == 3


def test_report_is_narrowed_by_category_period_and_organization(school):
    client = client_of(make_superuser())
    assert [row[0] for row in rows(client, category=school["category"].pk)] == ["=Ownlesson"]
    assert [row[0] for row in rows(client, organization=school["other"].pk)] == ["Otherlesson"]
    recent = (timezone.localdate() - datetime.timedelta(days=10)).isoformat()
    assert [row[4] for row in rows(client, since=recent)] == [5, 4, 3]
    assert [row[4] for row in rows(client, until=recent)] == [5, 4, 3]
    assert [(row[0], row[4]) for row in rows(client, by="category")] == [("–", 14), ("Low", 10)]
    for query in ({"since": "nonsense"}, {"category": "9999"}, {"by": "x"}, {"p": "99999"}):
        assert client.get(reverse("lessons_report"), query).status_code in (200, 404)


def test_categories_of_the_same_name_have_lines_of_their_own(school):
    same = make_category(school["other"], name="Low")
    make_lesson(school["other"], title="Lower", category=same)
    found = rows(client_of(make_superuser()), by="category")
    assert [row[:5] for row in found if row[0] == "Low"] == [
        ("Low", "Low", "Own", 1, 10),
        ("Low", "Low", "Other", 1, 0),
    ]


def test_categories_in_two_languages_are_one_line(school):
    english = school["lessons"][0].category
    language = "en" if english.locale.language_code != "en" else "zh-hans"
    chinese = english.copy_for_translation(Locale.objects.get_or_create(language_code=language)[0])
    chinese.name = "初级"
    chinese.save()
    make_lesson(school["own"], title="Lower", category=chinese)
    found = rows(client_of(make_superuser()), by="category")
    assert [row[:5] for row in found if row[2] == "Own"] == [("Low", "Low", "Own", 2, 10)]


def test_export_stays_data(school):
    client = client_of(make_user(role="editor", organization=school["own"]))
    answer = client.get(reverse("lessons_report"), {"export": "csv"})
    assert "'=Ownlesson" in b"".join(answer.streaming_content).decode()


def test_report_is_closed_to_those_who_edit_nowhere(school):
    for role in ("learner", "class_teacher", "head"):
        answer = client_of(make_user(role=role, organization=school["own"])).get(reverse("lessons_report"))
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize("count", [1, 30])
def test_report_costs_as_many_queries_however_many_lessons(count):
    organization = make_organization()
    index = make_lesson(organization).get_parent()
    for _number in range(count):
        make_lesson(index=index)
    client = client_of(make_user(role="editor", organization=organization))
    client.get(reverse("lessons_report"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("lessons_report"))
    assert len(queries) <= 40


def test_most_finished_come_first_where_that_is_asked(school):
    most_viewed, finished = school["lessons"][1], school["lessons"][0]
    LessonViewDay.objects.filter(translation_key=most_viewed.translation_key).update(views=50)
    client = client_of(make_superuser())
    assert [row[0] for row in rows(client)][:2] == [most_viewed.title, finished.title]
    assert rows(client, order="finished")[0][0] == finished.title
    assert rows(client, order="finished", by="category")[0][0] == "Low"
