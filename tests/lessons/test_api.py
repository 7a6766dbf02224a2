import json

import pytest
from django.core.cache import caches
from django.test import Client

from lessons.models import LessonIndexPage, LessonProgress
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db
LESSONS = "/api/v1/lessons"


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def address(lesson, end=""):
    return f"{LESSONS}/{lesson.translation_key}/{lesson.locale.language_code}{end}"


def titles(client, query=""):
    return {lesson["title"] for lesson in client.get(f"{LESSONS}{query}").json()["items"]}


def test_lessons_are_those_that_one_may_see():
    county = make_organization()
    make_lesson(title="Public", audience="public")
    make_lesson(title="Signed", audience="signed_in")
    make_lesson(title="Class", audience="class")
    make_lesson(title="Draft", audience="public", live=False)
    make_lesson(title="County", audience="organization", audience_organization=county)
    assert titles(Client()) == {"Public"}
    assert titles(signed_in(make_user(role="editor", organization=make_organization()))) == {"Public", "Signed"}
    assert titles(signed_in(make_user(role="learner", organization=county))) == {"Public", "Signed", "County"}


def test_lessons_are_narrowed_and_carry_no_keys():
    organization = make_organization()
    skill = make_lesson(organization, title="Skill", audience="public", category=make_category(organization))
    make_lesson(title="Hard", audience="public", level="advanced")
    make_lesson(title="Orchard", audience="public")
    client = Client()
    assert titles(client, "?category=skills") == {"Skill"}
    assert titles(client, "?level=advanced") == {"Hard"}
    assert titles(client, "?q=Orchard") == {"Orchard"}
    assert titles(client, "?language=en") == set()
    card = client.get(f"{LESSONS}?category=skills").json()["items"][0]
    assert card["translation_key"] == str(skill.translation_key)
    assert not {"id", "pk"} & {*card, *card["category"]}


def test_lessons_come_in_pages_of_one_shape():
    for _number in range(3):
        make_lesson(audience="public")
    client = Client()
    page = client.get(f"{LESSONS}?page=2&page_size=2").json()
    assert (len(page["items"]), page["count"], page["page"], page["page_size"]) == (1, 3, 2, 2)
    assert client.get(f"{LESSONS}?page=9").json()["items"] == []


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "page_size=101", "level=none", "category='"])
def test_lessons_asked_for_wrongly_are_422_and_say_which_field(query):
    answer = Client(headers={"accept-language": "zh-hans"}).get(f"{LESSONS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == [query.split("=")[0]]
    assert not answer.json()["message"].isascii()


@pytest.mark.parametrize("count", [1, 30, 300])
def test_lessons_cost_as_many_queries_however_many_there_are(count, django_assert_max_num_queries):
    organization = make_organization()
    index = make_place(organization).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    category = make_category(organization)
    for _number in range(count):
        make_lesson(index=index, category=category, audience="signed_in")
    client = signed_in(make_user())
    caches["default"].clear()
    with django_assert_max_num_queries(18):
        assert len(client.get(f"{LESSONS}?page_size=100").json()["items"]) == min(count, 100)


def test_lesson_has_its_body():
    body = json.dumps([{"type": "text", "value": "<p>Listen to each alone.</p>"}])
    lesson = make_lesson(body=body, audience="public")
    assert "Listen to each alone." in Client().get(address(lesson)).json()["body_html"]


def test_lesson_that_one_may_not_see_is_404():
    for lesson in (make_lesson(title="Canary", audience="class"), make_lesson(title="Canary", live=False)):
        answer = signed_in(make_user()).get(address(lesson))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert b"Canary" not in answer.content


def test_progress_is_kept():
    lesson, learner = make_lesson(), make_user()
    report = {"percent": 40, "seconds": 20}
    answer = signed_in(learner).post(address(lesson, "/progress"), report, content_type="application/json")
    assert answer.json() == {"percent": 40, "state": "started", "seconds_spent": 20}
    assert LessonProgress.objects.get().learner == learner


@pytest.mark.parametrize(
    "body",
    [
        '{"percent": 101, "seconds": 1}',
        '{"percent": 1}',
        '{"percent": 1e400, "seconds": 1}',
        '{"percent": "\\ud800", "seconds": "\\u0000"}',
        '{"percent": 9999999999999999999999, "seconds": 1}',
        f'{{"percent": {"9" * 5000}, "seconds": 1}}',
        "[]",
        "{",
        "[" * 100_000,
        b"\xff",
    ],
)
def test_progress_that_makes_no_sense_is_refused(body):
    answer = signed_in(make_user()).post(address(make_lesson(), "/progress"), body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert {"code", "message"} <= answer.json().keys()
    assert not LessonProgress.objects.exists()


def test_progress_is_for_readers_with_the_token():
    report = {"percent": 40, "seconds": 20}
    lesson = make_lesson(audience="class")
    learner = signed_in(make_user())
    assert learner.post(address(lesson, "/progress"), report, content_type="application/json").status_code == 404
    assert Client().post(address(lesson, "/progress"), report, content_type="application/json").status_code == 401
    strict = signed_in(make_user(), enforce_csrf_checks=True)
    answer = strict.post(address(make_lesson(), "/progress"), report, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert not LessonProgress.objects.exists()
