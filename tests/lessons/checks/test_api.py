"""Quick checks in the API."""

import json
import uuid

import pytest
from django.test import Client

from lessons.checks.arranging import _mask
from lessons.models import CheckAttempt, LessonProgress
from tests.factories.lessons import RIGHT, WRONG, check_raw, make_checked_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
KINDS = ("single", "multiple", "true_false", "short", "ordering", "matching")


def signed_in(language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(make_user())
    return client


def address(lesson, end=""):
    return f"/api/v1/lessons/{lesson.translation_key}/{lesson.locale.language_code}/checks{end}"


def send(client, lesson, answer, block="single", key=None):
    body = {"client_key": str(key or uuid.uuid4()), "answer": answer}
    return client.post(address(lesson, f"/{block}/attempts"), json.dumps(body), content_type="application/json")


def test_checks_are_listed_without_what_is_right():
    lesson, client = make_checked_lesson(*KINDS, audience="public"), signed_in()
    found = client.get(address(lesson)).json()
    assert [one["block"] for one in found] == list(KINDS)
    assert found[0]["own"] == {"attempts": 0, "attempts_left": None, "is_right": False, "is_passed": False}
    text = json.dumps(found)
    for word in ("cool", "120", "Think of", 'is_right": true'):
        assert word not in text
    assert "Lid" in text
    body = client.get(address(lesson).removesuffix("/checks")).json()["body_html"]
    assert "In the shade" in body
    assert "<form" not in body
    assert "cool" not in body


@pytest.mark.parametrize("kind", KINDS)
def test_answer_is_judged_and_may_finish_the_lesson(kind):
    lesson, client = make_checked_lesson(kind, audience="public"), signed_in()
    right = RIGHT.get(kind, {"p1": _mask("Lid"), "p2": _mask("Water")})
    wrong = WRONG.get(kind, {"p1": _mask("Water"), "p2": _mask("Lid")})
    taken = send(client, lesson, wrong, kind)
    assert (taken.status_code, taken.json()["is_right"], taken.json()["number"]) == (200, False, 1)
    key = uuid.uuid4()
    for _time in range(2):
        taken = send(client, lesson, right, kind, key).json()
        assert (taken["is_right"], taken["own"]["attempts"], taken["own"]["is_passed"]) == (True, 2, True)
    assert LessonProgress.objects.get().state == "completed"
    own = client.get(address(lesson, f"/{kind}/attempts")).json()
    assert [(one["number"], one["is_right"], one["is_current"]) for one in own["items"]] == [
        (2, True, True),
        (1, False, True),
    ]
    assert client.get(address(lesson)).json()[0]["own"]["is_right"] is True


def test_attempts_are_ones_own():
    lesson, client = make_checked_lesson(audience="public"), signed_in()
    send(client, lesson, ["sun"])
    assert signed_in().get(address(lesson, "/single/attempts")).json()["count"] == 0


NONSENSE = [None, 1, True, "", [], {}, ["moon"], [["sun"]], "a\0b", "x" * 100_000, {"sun": "sun"}, [None], -1e300]


@pytest.mark.parametrize("kind", KINDS)
def test_nonsense_is_422_in_the_readers_language(kind):
    lesson, client = make_checked_lesson(kind, audience="public"), signed_in("zh-hans")
    for answer in NONSENSE:
        if kind == "short" and answer and isinstance(answer, str) and len(answer) < 99 and "\0" not in answer:
            continue
        refused = send(client, lesson, answer, kind)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), answer
        assert not refused.json()["message"].isascii()
    assert not CheckAttempt.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"answer": ["sun"]}', '{"answer": ["sun"], "client_key": "x"}', "\0"])
def test_body_that_cannot_be_read_is_refused(body):
    lesson, client = make_checked_lesson(audience="public"), signed_in()
    answer = client.post(address(lesson, "/single/attempts"), body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]


def test_what_is_not_there_or_not_for_one_is_404():
    organization = make_organization()
    lesson = make_checked_lesson(audience="public")
    hidden = make_checked_lesson(audience="organization", audience_organization=organization)
    draft = make_checked_lesson(audience="public", live=False)
    client = signed_in()
    for page, block in ((lesson, "multiple"), (hidden, "single"), (draft, "single"), (lesson, "x" * 300)):
        assert send(client, page, ["sun"], block).status_code == 404
        assert client.get(address(page, f"/{block}/attempts")).status_code == 404
    assert send(Client(), lesson, ["sun"]).status_code == 401


def test_no_more_attempts_than_allowed():
    lesson, client = make_checked_lesson(checks=[check_raw(attempts=1)], audience="public"), signed_in()
    assert send(client, lesson, ["sun"]).json()["own"]["attempts_left"] == 0
    refused = send(client, lesson, ["shade"])
    assert (refused.status_code, refused.json()["code"]) == (409, "no_attempt_left")


def test_answer_to_a_matching_question_does_not_say_what_belongs_to_what():
    lesson, client = make_checked_lesson("matching", audience="public"), signed_in()
    wrong = {"p1": _mask("Water"), "p2": _mask("Lid")}

    taken = send(client, lesson, wrong, "matching").json()
    own = client.get(address(lesson, "/matching/attempts")).json()["items"]

    assert taken["answer"] == own[0]["answer"] == wrong
