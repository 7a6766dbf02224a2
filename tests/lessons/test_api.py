import json
import uuid

import pytest
from django.core.cache import caches
from django.test import Client

from foundation.jobs.models import OutboxEvent
from lessons.actions.beats import merge_beats
from lessons.completion.opening import seal
from lessons.models import LessonBeat, LessonIndexPage, LessonProgress
from tests.factories.lessons import make_category, make_filmed_lesson, make_lesson, make_prerequisites
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


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "page=99999999999",
        "page_size=101",
        "level=none",
        "category='",
        "language=fr",
    ],
)
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
    with django_assert_max_num_queries(26):
        client.get(LESSONS)
    with django_assert_max_num_queries(9):
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
    lesson, learner = make_lesson(needs_reading=True), make_user()
    client = signed_in(learner, headers={"accept-language": "en"})
    opened = client.get(address(lesson)).json()["opened"]
    answer = report(client, lesson, {**BEAT, "opened": opened, "percent": 40})
    kept = answer.json()
    assert (kept["percent"], kept["state"]) == (40, "started")
    assert kept["conditions"] == [
        {"kind": "reading", "text": "Read to the end: 40 % so far.", "is_met": False},
        {"kind": "word", "text": "Say so with the button below the lesson.", "is_met": False},
    ]
    assert LessonBeat.objects.get().learner == learner
    assert client.get(address(lesson)).json()["progress"] is None  # until it is merged
    merge_beats()
    assert client.get(address(lesson)).json()["progress"]["percent"] == 40


def test_report_of_nothing_writes_nothing():
    answer = report(signed_in(make_user()), make_lesson())
    assert (answer.status_code, answer.json()["percent"]) == (200, 0)
    assert not LessonBeat.objects.exists()
    assert not LessonProgress.objects.exists()


BEAT = {"key": "6a1f3a1e-98c4-4f0e-9b43-3f4f0c6d1d11", "opened": "", "begin": 0, "end": 10, "percent": 1, "played": {}}


def report(client, lesson, *beats):
    return client.post(address(lesson, "/progress"), {"beats": list(beats)}, content_type="application/json")


@pytest.mark.parametrize(
    "bad",
    [
        {"percent": 101},
        {"percent": -1},
        {"percent": "5"},
        {"percent": None},
        {"begin": -0.1},
        {"begin": "now"},
        {"begin": 20},
        {"end": 1e300},
        {"end": 301},
        {"key": "x"},
        {"opened": "1.00:x"},
        {"opened": "x" * 201},
        {"played": {"gone": [[0, 1]]}},
        {"played": {"film": [[0, 1, 2]]}},
        {"played": {"film": [[0, "1"]]}},
        {"played": {"film": [[3, 1]]}},
        {"played": {"film": [[-1, 1]]}},
        {"played": {"film": [[0, 1e9]]}},
        {"played": {"film": [[0, 1]] * 5000}},
        {"played": [1]},
        {"played": {"f" * 100: []}},
        {"played": {f"film{number}": [] for number in range(500)}},
    ],
)
def test_report_that_makes_no_sense_is_refused_whole(bad):
    lesson, learner = make_filmed_lesson(), make_user()
    good = {**BEAT, "opened": seal(learner, lesson.translation_key)}
    other = {**good, "key": "6a1f3a1e-98c4-4f0e-9b43-3f4f0c6d1d12", **bad}
    answer = report(signed_in(learner, headers={"accept-language": "zh-hans"}), lesson, good, other)
    assert answer.status_code == 422
    assert not answer.json()["message"].isascii()
    assert not LessonBeat.objects.exists()


def test_more_reports_than_a_page_keeps_are_refused():
    lesson, learner = make_lesson(), make_user()
    beat = {**BEAT, "opened": seal(learner, lesson.translation_key)}
    assert report(signed_in(learner), lesson, *[beat] * 51).status_code == 422
    assert report(signed_in(learner), lesson, *[beat] * 50).status_code == 200
    assert LessonBeat.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        '{"percent": 1, "seconds": 1}',
        '{"beats": 1}',
        '{"beats": [{"key": "6a1f3a1e-98c4-4f0e-9b43-3f4f0c6d1d11", "opened": "", "begin": NaN, "end": Infinity}]}',
        '{"beats": [{"percent": 1e400}]}',
        '{"beats": [{"percent": "\\ud800", "opened": "\\u0000"}]}',
        f'{{"beats": [{{"percent": {"9" * 5000}}}]}}',
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
    assert not LessonBeat.objects.exists()


def test_progress_is_for_readers_with_the_token():
    lesson, draft = make_lesson(audience="class"), make_lesson(live=False)
    learner = signed_in(make_user())
    for closed in (lesson, draft):
        assert report(learner, closed, BEAT).status_code == 404
        assert report(Client(), closed, BEAT).status_code == 401
    strict = signed_in(make_user(), enforce_csrf_checks=True)
    answer = report(strict, make_lesson(), BEAT)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert not LessonBeat.objects.exists()


def test_word_is_taken_as_often_as_it_is_sent():
    learner = make_user()
    client = signed_in(learner, headers={"accept-language": "en"})
    for fields, state in (({}, "completed"), ({"needs_reading": True}, "started")):
        lesson = make_lesson(**fields)
        answers = [client.post(address(lesson, "/finish")) for _time in range(2)]
        assert [answer.json()["state"] for answer in answers] == [state, state]
        assert LessonProgress.objects.get(translation_key=lesson.translation_key).said_at is not None
    assert {"kind": "word", "is_met": True} in [
        {name: one[name] for name in ("kind", "is_met")} for one in answers[1].json()["conditions"]
    ]
    assert OutboxEvent.objects.filter(name="lessons.completed").count() == 1


def test_word_that_is_not_asked_for_is_refused_with_a_reason():
    answer = signed_in(make_user()).post(address(make_lesson(needs_word=False, needs_reading=True), "/finish"))
    assert (answer.status_code, answer.json()["code"]) == (409, "refused")
    assert not LessonProgress.objects.filter(said_at__isnull=False).exists()


def test_word_on_a_lesson_that_is_held_back_is_403():
    first, learner = make_lesson(), make_user()
    later = make_prerequisites(make_lesson(), first, prerequisite_rule="locked")
    assert signed_in(learner).post(address(later, "/finish")).status_code == 403
    assert Client().post(address(later, "/finish")).status_code == 401


@pytest.mark.parametrize("several", [1, 40])
def test_report_costs_as_many_queries_however_much_it_brings(several, django_assert_max_num_queries):
    lesson, learner = make_filmed_lesson(audience="signed_in"), make_user()
    client, opened = signed_in(learner), seal(learner, lesson.translation_key)
    made = [
        {**BEAT, "opened": opened, "key": str(uuid.uuid4()), "end": 0, "played": {"film": [[0, 1]]}}
        for _number in range(several)
    ]
    report(client, lesson)
    with django_assert_max_num_queries(9):
        assert report(client, lesson, *made).status_code == 200
