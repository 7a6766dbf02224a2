"""Quick checks on a lesson's page: with and without htmx, for learners, strangers, editors and staff."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Site

from classes.models import EnrollmentState
from lessons.checks.arranging import _mask
from lessons.models import CheckAttempt, LessonPage, LessonProgress
from people.models import User
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.lessons import (
    RIGHT,
    WRONG,
    check_raw,
    make_attempts,
    make_checked_lesson,
    make_lesson,
    make_prerequisites,
)
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
KINDS = ("single", "multiple", "true_false", "short", "ordering", "matching")
SOLUTION = {"explanation": "<p>Because of the wind.</p>", "right_feedback": "Bravo."}


def shown(lesson):
    Site.objects.all().delete()
    root = lesson.get_parent().get_parent()
    Site.objects.create(is_default_site=True, root_page=root, hostname="localhost")
    return lesson


def make_shown(*kinds, **fields):
    fields.setdefault("audience", "public")
    return shown(make_checked_lesson(*kinds, **fields))


def signed_in(user=None, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user or make_user())
    return client


def address(lesson, block="single"):
    return reverse("lessons:answer", args=[lesson.translation_key, lesson.locale.language_code, block])


def answers(lesson):
    return reverse("lessons:answers", args=[lesson.translation_key, lesson.locale.language_code])


def text(client, lesson):
    return client.get(lesson.get_url()).content.decode()


def form(**fields):
    return {"client_key": str(uuid.uuid4()), **fields}


def section(page, block="single"):
    return re.search(rf'<section class="quick-check" id="check-{block}".*?</section>', page, re.DOTALL)[0]


def test_form_without_scripts_leads_back_to_the_question_with_its_result():
    lesson, client = make_shown(checks=[check_raw(wrong_feedback="Think.")]), signed_in()
    before = section(text(client, lesson))
    key = re.search(r'name="client_key" value="([^"]+)"', before)[1]
    answer = client.post(address(lesson), {"client_key": key, "answer": "sun"})
    assert (answer.status_code, answer.url) == (302, f"{lesson.get_url()}#check-single")
    after = section(text(client, lesson))
    for words in ("Not right.", "Think.", "✗ Wrong", "It loses water there.", "Try again"):
        assert words in after
        assert words not in before
    client.post(address(lesson), form(answer="shade"))
    after = section(text(client, lesson))
    assert "✓ Right" in after
    assert 'type="submit"' not in after


def test_htmx_gets_the_check_alone_and_what_it_changes_beside_the_lesson():
    lesson, client = make_shown(), signed_in()
    answer = client.post(address(lesson), form(answer="shade"), headers={"hx-request": "true"})
    assert answer.content.decode().strip().startswith('<section class="quick-check" id="check-single"')
    assert "Right." in answer.content.decode()
    news = json.loads(answer.headers["HX-Trigger"])["lessons:standing"]
    assert news["state"] == "completed"
    assert news["conditions"] == [{"kind": "checks", "text": "Pass 1 of 1 quick checks.", "is_met": True}]


@pytest.mark.parametrize("htmx", [{}, {"hx-request": "true"}])
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (form(), "Choose an answer first."),
        (form(answer="moon"), "This is no answer to this question."),
        (form(answer=["sun", "shade"]), "Choose only one answer."),
        ({"answer": "sun"}, "The form was incomplete."),
        ({"answer": "sun", "client_key": "1"}, "The form was incomplete."),
    ],
)
def test_what_is_no_answer_is_explained_and_keeps_nothing(htmx, sent, said):
    lesson, client = make_shown(), signed_in()
    answer = client.post(address(lesson), sent, headers=htmx)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CheckAttempt.objects.exists()
    assert not LessonProgress.objects.exists()


def test_spent_attempts_are_explained_and_the_solution_is_shown():
    lesson, client = make_shown(checks=[check_raw(attempts=1, **SOLUTION)]), signed_in()
    before = section(text(client, lesson))
    assert "1 attempt left" in before
    assert "Because" not in before
    client.post(address(lesson), form(answer="sun"))
    after = section(text(client, lesson))
    for words in ("No attempt is left.", "→ This is right", "Because of the wind."):
        assert words in after
    assert client.post(address(lesson), form(answer="shade")).status_code == 409


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_solution_is_in_the_page_before_it_is_decided(kind):
    lesson, learner = make_shown(checks=[check_raw(kind, **SOLUTION)]), make_user()
    client, wrong = signed_in(learner), {"answer": WRONG.get(kind)}
    if kind == "ordering":
        wrong = {"place-call": "2", "place-shout": "1", "place-press": "3"}
    elif kind == "matching":
        wrong = {"pair-p1": _mask("Water"), "pair-p2": _mask("Lid")}
    pages = [text(Client(), lesson), text(client, lesson)]
    assert client.post(address(lesson, kind), form(**wrong)).status_code == 302
    pages.append(text(client, lesson))
    for page in pages:
        for words in (
            "Because of the wind",
            "Bravo",
            "It stays cool",
            "This is right",
            "Right order",
            "Right answer",
            "120",
        ):
            assert words not in strip_tags(section(page, kind))
    assert "Not right." in pages[-1]
    given = {"answer": RIGHT.get(kind)}
    if kind == "ordering":
        given = {"place-call": "1", "place-shout": "2", "place-press": "3"}
    elif kind == "matching":
        given = {"pair-p1": _mask("Lid"), "pair-p2": _mask("Water")}
    assert client.post(address(lesson, kind), form(**given)).status_code == 302
    decided = section(text(client, lesson), kind)
    assert "Because of the wind" in decided
    assert "Bravo" in decided


def test_stranger_reads_the_question_and_is_asked_to_sign_in():
    lesson, client = make_shown(), Client(headers={"accept-language": "en"})
    page = section(text(client, lesson))
    assert "In the shade" in page
    assert "Sign in to answer" in page
    assert "<form" not in page
    assert client.post(address(lesson), form(answer="shade")).url.startswith(reverse("account_login"))
    answer = client.post(address(lesson), form(answer="shade"), headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))


def test_editor_sees_all_of_it_in_the_preview_and_nothing_is_kept():
    lesson = make_shown(checks=[check_raw(**SOLUTION)])
    lesson.body = json.dumps([check_raw(**SOLUTION), check_raw("short", "draft", question="<p>Draft?</p>")])
    lesson.save_revision()
    client = signed_in(make_superuser())
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert "这是预览" in page
    assert "Because of the wind" in page
    assert "Draft?" in page
    assert f'action="{address(lesson)}"' not in page
    assert not CheckAttempt.objects.exists()
    assert client.post(address(lesson, "draft"), form(answer="12")).status_code == 404


def test_block_that_is_not_of_this_lesson_is_not_there():
    lesson, other = make_shown(), make_checked_lesson("short", audience="public")
    hidden = make_checked_lesson(audience="organization", audience_organization=make_organization())
    client = signed_in()
    assert other.pk
    assert client.post(address(lesson, "short"), form(answer="120")).status_code == 404
    assert client.post(address(lesson, "x" * 200), form(answer="120")).status_code == 404
    assert client.post(address(hidden), form(answer="shade")).status_code == 404
    assert client.get(address(lesson)).status_code == 405
    assert client.post(address(lesson), form(answer="a\0b")).status_code in (400, 422)
    assert not CheckAttempt.objects.exists()


@pytest.mark.parametrize("htmx", [{}, {"hx-request": "true"}])
def test_lesson_that_is_held_back_neither_shows_nor_takes_anything(htmx):
    first = make_lesson(audience="public")
    lesson = make_checked_lesson(index=first.get_parent(), audience="public")
    lesson = shown(make_prerequisites(lesson, first, prerequisite_rule="locked"))
    client = signed_in()
    answer = client.post(address(lesson), form(answer="shade"), headers=htmx)
    assert (answer.headers.get("HX-Redirect") or answer.headers["Location"]) == lesson.get_url()
    assert "In the shade" not in answer.content.decode()
    listed = reverse("api-1:checks", args=[lesson.translation_key, lesson.locale.language_code])
    assert client.get(listed).status_code == 403
    assert not CheckAttempt.objects.exists()


@pytest.mark.parametrize("kinds", [("single",), KINDS, KINDS * 5])
def test_lesson_with_checks_costs_five_queries(kinds):
    checks = [check_raw(kind, f"{kind}{number}") for number, kind in enumerate(kinds)]
    lesson, client = make_shown(checks=checks), signed_in()
    learner = User.objects.get(pk=client.session["_auth_user_id"])
    kept = {"version": "", "language": lesson.locale.language_code, "tries": 1, "passed": True}
    stored = {check["id"]: {**kept, "version": "old", "answer": None, "is_right": False} for check in checks}
    LessonProgress.objects.create(learner=learner, translation_key=lesson.translation_key, checks=stored)
    text(client, lesson)
    with CaptureQueriesContext(connection) as queries:
        page = text(client, lesson)
    assert page.count('<section class="quick-check"') == len(kinds)
    assert len(queries) == 5


def test_mixed_order_stays_until_one_answers():
    lesson = make_shown(checks=[check_raw("ordering")])
    client = signed_in()

    def order():
        return re.findall(r'name="place-(\w+)"', text(client, lesson))

    assert order() == order()
    client.post(address(lesson, "ordering"), form(**{"place-shout": "1", "place-call": "2", "place-press": "3"}))
    assert order() == ["shout", "call", "press"]


def test_changed_question_says_so():
    lesson, client = make_shown(), signed_in()
    client.post(address(lesson), form(answer="sun"))
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = json.dumps([check_raw(question="<p>New?</p>")])
    page.save_revision().publish()
    assert "The question was changed after you answered it." in text(client, lesson)
    client.post(address(lesson), form(answer="shade"))
    page.body = json.dumps([check_raw(question="<p>Newer?</p>")])
    page.save_revision().publish()
    assert "That still counts" in text(client, lesson)


def make_answered(lesson, *learners, block="single"):
    for learner, given in learners:
        assert signed_in(learner).post(address(lesson, block), form(answer=given)).status_code == 302


def test_editor_sees_how_everybody_answered_and_a_teacher_the_own_learners():
    school = make_organization()
    lesson = shown(make_checked_lesson("single", organization=school, audience="public"))
    own, other = make_user("Own"), make_user("Other")
    county = make_organization()
    teacher = make_user(role="class_teacher", organization=county)
    training_class = make_training_class(county, class_teacher=teacher)
    make_enrollment(training_class, own, state=EnrollmentState.ENROLLED)
    make_answered(lesson, (own, "sun"), (own, "shade"), (other, "shade"))
    page = signed_in(make_user(role="editor", organization=school)).get(answers(lesson))
    (found,) = page.context["found"]
    assert (found.learners, found.right_at_first, found.passed, found.percent) == (2, 1, 2, 50)
    assert [(row.text, row.count) for row in found.rows] == [("In the shade", 1), ("In the sun", 1), ("In the rain", 0)]
    assert "2 learners, 1 right at the first attempt (50 %)" in page.content.decode()
    for name in ("Own", "Other"):
        assert name not in page.content.decode()
    (found,) = signed_in(teacher).get(answers(lesson)).context["found"]
    assert (found.learners, found.right_at_first, found.passed) == (1, 0, 1)
    assert f'href="{answers(lesson)}"' in text(signed_in(teacher), lesson)


def test_answers_are_reached_from_the_admin_and_from_the_page_of_learners():
    school = make_organization()
    fields = {"organization": school, "needs_confirmation": True, "audience": "public"}
    lesson, unasked = make_checked_lesson(**fields), make_lesson()
    client = signed_in(make_superuser(preferred_language="en"))
    pages = [reverse("wagtailadmin_pages:edit", args=[lesson.pk]), answers(lesson).replace("checks", "learners")]
    for page in pages:
        assert f'href="{answers(lesson)}"' in client.get(page).content.decode()
    other = client.get(reverse("wagtailadmin_pages:edit", args=[unasked.pk])).content.decode()
    assert answers(unasked) not in other


def test_answers_are_not_there_for_others():
    lesson = make_shown()
    for user in (make_user(), make_user(role="editor", organization=make_organization()), make_user(role="head")):
        client = signed_in(user)
        assert client.get(answers(lesson)).status_code == 404
        assert f'href="{answers(lesson)}"' not in text(client, lesson)
    assert Client().get(answers(lesson)).status_code == 302
    unasked = make_lesson(audience="public")
    assert signed_in(make_superuser()).get(answers(unasked)).status_code == 404


@pytest.mark.parametrize("count", [1, 30, 300])
def test_answers_cost_as_many_queries_however_many_there_are(count, django_assert_max_num_queries):
    lesson = make_shown(*KINDS)
    make_attempts(lesson, count)
    client = signed_in(make_superuser())
    client.get(answers(lesson))
    with django_assert_max_num_queries(10):
        page = client.get(answers(lesson))
    assert [one.learners for one in page.context["found"]] == [count] * len(KINDS)
