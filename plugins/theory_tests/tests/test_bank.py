"""The bank: its sections of the admin, and versions."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.content import content_from, problems_of, question_from
from plugins.theory_tests.formats import read_gift
from plugins.theory_tests.models import BankAnswer, BankQuestion, QuestionCategory
from plugins.theory_tests.rendering import shown
from plugins.theory_tests.tests.bank_things import make_category, make_question
from plugins.theory_tests.viewsets import BankQuestionViewSet, QuestionCategoryViewSet
from schoolhouse.testing import assert_no_migration_drift
from tests.factories.people import make_organization, make_user
from tests.people.viewsets.contract import ScopedViewSetContract

pytestmark = pytest.mark.django_db


def test_models_and_migrations_agree():
    assert_no_migration_drift("theory_tests")


class TestQuestions(ScopedViewSetContract):
    viewset_class = BankQuestionViewSet

    def make_object(self, organization, canary):
        return make_question(make_category(organization, f"Shelf of {canary}"), f"What is {canary}?")


class TestCategories(ScopedViewSetContract):
    viewset_class = QuestionCategoryViewSet

    def make_object(self, organization, canary):
        return make_category(organization, canary)


@pytest.fixture
def county():
    return make_organization()


@pytest.fixture
def editor(client, county):
    person = make_user(role=Role.EDITOR, organization=county)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(person)
    return person


def sent(category, answers, **fields):
    data = {
        "category": category.pk,
        "kind": "single",
        "text": "Which is sharp?",
        "format": "plain",
        "difficulty": 2,
        "answers-TOTAL_FORMS": len(answers),
        "answers-INITIAL_FORMS": 0,
        "answers-MIN_NUM_FORMS": 0,
        "answers-MAX_NUM_FORMS": 1000,
    }
    for at, (text, percent) in enumerate(answers):
        data |= {f"answers-{at}-text": text, f"answers-{at}-percent": percent, f"answers-{at}-ORDER": at + 1}
    return data | fields


def test_editor_makes_a_question_and_changes_it_and_both_versions_stay(client, county, editor):
    category = make_category(county)
    address = reverse(BankQuestion.snippet_viewset.get_url_name("add"))
    answer = client.post(address, sent(category, [("Knife", 100), ("Spoon", 0)]))
    assert answer.status_code == 302
    question = BankQuestion.objects.get()
    edit = reverse(BankQuestion.snippet_viewset.get_url_name("edit"), args=[question.pk])
    changed = sent(category, [("Knife", 100), ("Fork", 0)], **{"answers-INITIAL_FORMS": 2})
    for at, one in enumerate(question.answers.all()):
        changed[f"answers-{at}-id"] = one.pk
    assert client.post(edit, changed).status_code == 302
    assert client.post(edit, changed).status_code == 302
    versions = question.versions.order_by("number")
    assert [[one["text"] for one in version.content["answers"]] for version in versions] == [
        ["Knife", "Spoon"],
        ["Knife", "Fork"],
    ]
    assert {version.created_by for version in versions} == {editor}


@pytest.mark.usefixtures("editor")
def test_question_that_cannot_be_asked_is_refused_in_words(client, county):
    address = reverse(BankQuestion.snippet_viewset.get_url_name("add"))
    answer = client.post(address, sent(make_category(county), [("Knife", 100), ("Spoon", 100)]))
    assert "exactly one option is worth 100 percent" in answer.content.decode()
    assert not BankQuestion.objects.exists()


@pytest.mark.usefixtures("editor")
def test_question_is_shown_with_what_is_right_and_without_scripts(client, county):
    question = make_question(make_category(county), "<b>Sharp</b><script>alert(1)</script>", format="html")
    page = client.get(reverse(BankQuestion.snippet_viewset.get_url_name("inspect"), args=[question.pk]))
    assert "<b>Sharp</b>" in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()


def test_list_costs_the_same_for_one_and_for_thirty(client, county, editor, django_assert_num_queries):
    category = make_category(county)
    address = reverse(BankQuestion.snippet_viewset.get_url_name("list"))
    make_question(category)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _time in range(29):
        make_question(category)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_version_is_never_changed(county):
    question = make_question(make_category(county))
    version = question.versions.get()
    version.number = 5
    with pytest.raises(ValueError, match="never changed"):
        version.save()
    assert record_version(question=question, by=None) == question.versions.get()


def test_category_that_moves_takes_those_below_along(county):
    top, other = make_category(county, "Top"), make_category(county, "Other")
    middle = make_category(county, "Middle", top)
    low = make_category(county, "Low", middle)
    middle.parent = other
    middle.full_clean()
    middle.save()
    low.refresh_from_db()
    assert low.path == "Other/Middle/Low"


def test_category_has_its_place_once_and_not_below_itself(county):
    top = make_category(county, "Top")
    low = make_category(county, "Low", top)
    with pytest.raises(ValidationError, match="already"):
        QuestionCategory(organization=county, name="Top").full_clean()
    with pytest.raises(ValidationError, match="holds no"):
        QuestionCategory(organization=county, name="a/b").full_clean()
    with pytest.raises(ValidationError, match="same organization"):
        QuestionCategory(organization=make_organization(), name="x", parent=top).full_clean()
    top.parent = low
    with pytest.raises(ValidationError, match="below itself"):
        top.full_clean()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a {=b ~c}", None),
        ("a {=b =c ~d}", "exactly one"),
        ("a {~%50%b ~%50%c ~%-100%d}", None),
        ("a {~%33.33333%b ~%33.33333%c ~%33.33333%d}", None),
        ("a {~%50%b ~%30%c}", "add up"),
        ("a {=%50%b}", "worth 100"),
        ("a {#3:1}", None),
        ("a {#1..5}", None),
        ("a {=b -> c =d -> e}", None),
        ("a {=b -> c = -> e}", "two pairs"),
        ("a {T#x#y}", None),
        ("a {}", None),
        ("{T}", "asks nothing"),
    ],
)
def test_what_is_read_can_be_asked_or_says_why_not(source, problem):
    content = content_from(read_gift(source).items[0])
    problems = problems_of(content)
    assert bool(problems) == bool(problem)
    if problem:
        assert problem in problems[0]
    else:
        assert content_from(question_from(content)) == content


def test_texts_marked_up_in_two_ways_become_html():
    content = content_from(read_gift("[markdown]*a* {=[plain]1<2 ~[html]<i>c</i>}").items[0])
    assert content["format"] == "html"
    assert content["text"] == "<p><em>a</em></p>"
    assert [answer["text"] for answer in content["answers"]] == ["1&lt;2", "<i>c</i>"]


def test_numbers_are_kept_in_the_same_figures_whatever_they_came_in():
    question = BankAnswer(percent=Decimal("33.3330000")).percent
    assert content_from(read_gift("a {~%33.333%b ~%66.667%c}").items[0])["answers"][0]["percent"] == "33.333"
    assert question == Decimal("33.333")


@pytest.mark.parametrize(
    ("text", "format", "html"),
    [
        ("a < b\nc", "plain", "<p>a &lt; b<br>c</p>"),
        ("*a* <img src=x>", "markdown", "<p><em>a</em> &lt;img src=x&gt;</p>"),
        ('<p onclick="x()">a<img src=x onerror=y></p>', "html", "<p>a</p>"),
    ],
)
def test_text_does_no_harm(text, format, html):
    assert shown(text, format) == html
