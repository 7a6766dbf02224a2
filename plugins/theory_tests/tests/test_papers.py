"""Papers: built in the admin, drawn by rule, and frozen when they are set."""

import random

import pytest
from django.urls import reverse

from people.models import Role
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.actions.papers import freeze_paper
from plugins.theory_tests.content import content_from, criteria_of, problems_of, question_from
from plugins.theory_tests.formats import read_gift, read_moodle_xml, write_gift, write_moodle_xml
from plugins.theory_tests.models import Paper, PaperVersion, QuestionVersion
from plugins.theory_tests.queries.bank import content_of
from plugins.theory_tests.queries.papers import draw, layout_of
from plugins.theory_tests.tests.bank_things import make_category, make_kind, make_paper, make_question
from plugins.theory_tests.viewsets import PaperViewSet
from schoolhouse.refusals import Refusal
from tests.factories.people import make_organization, make_user
from tests.people.viewsets.contract import ScopedViewSetContract

pytestmark = pytest.mark.django_db


class TestPapers(ScopedViewSetContract):
    viewset_class = PaperViewSet

    def make_object(self, organization, canary):
        question = make_question(make_category(organization, f"Shelf of {canary}"), f"What is {canary}?")
        return make_paper(organization, title=canary, fixed=[(question, 2)])


@pytest.fixture
def county():
    return make_organization()


@pytest.fixture
def category(county):
    return make_category(county)


@pytest.fixture
def editor(client, county):
    person = make_user(role=Role.EDITOR, organization=county)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(person)
    return person


def sent(county, *, questions=(), rules=(), **fields):
    data = {
        "organization": county.pk,
        "title": "Knives",
        "attempts": 1,
        "pass_percent": 60,
        "multiple_rule": "no_wrong",
        "is_ready": "on",
    }
    for name, rows in (("questions", questions), ("rules", rules)):
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for at, row in enumerate(rows):
            data |= {f"{name}-{at}-{key}": value for key, value in row.items()}
            data[f"{name}-{at}-ORDER"] = at + 1
    return data | fields


def address(name, *arguments):
    return reverse(Paper.snippet_viewset.get_url_name(name), args=arguments)


@pytest.mark.usefixtures("editor")
def test_editor_builds_a_paper_of_fixed_questions_and_rules(client, county, category):
    fixed = make_question(category)
    for _time in range(3):
        make_question(category, difficulty=3)
    rule = {"category": category.pk, "kind": "single", "difficulty": 3, "count": 2, "points": "1.5"}
    answer = client.post(address("add"), sent(county, questions=[{"question": fixed.pk, "points": 4}], rules=[rule]))
    assert answer.status_code == 302
    version = freeze_paper(paper=Paper.objects.get(), by=None)
    assert (version.points, version.questions) == (7, 3)
    page = client.get(address("inspect", Paper.objects.get().pk))
    assert "7 points" in page.content.decode()


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "asks nothing"), (4, "has 1 questions, and 4 are needed")],
)
def test_paper_that_cannot_be_sat_is_not_ready(client, county, category, count, said):
    make_question(category)
    rules = [{"category": category.pk, "count": count, "points": 1}] if count else []
    answer = client.post(address("add"), sent(county, rules=rules))
    assert said in answer.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.usefixtures("editor")
def test_same_question_twice_is_refused(client, county, category):
    row = {"question": make_question(category).pk, "points": 1}
    answer = client.post(address("add"), sent(county, questions=[row, row]))
    assert "duplicate" in answer.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.usefixtures("editor")
def test_preview_shows_the_questions_as_learners_read_them_and_none_of_another_county(client, county, category):
    question = make_question(category, "Sharpcanary?")
    paper = make_paper(county, fixed=[(question, 2)])
    preview = address("preview_on_edit", paper.pk)
    client.post(preview, sent(county, questions=[{"question": question.pk, "points": 2}]))
    page = client.get(preview, {"mode": ""})
    assert "Sharpcanary?" in page.content.decode()
    foreign = make_question(make_category(make_organization(), "Far"), "Farcanary?")
    client.post(preview, sent(county, questions=[{"question": foreign.pk, "points": 1}]))
    assert "Farcanary" not in client.get(preview, {"mode": ""}).content.decode()


def test_version_that_was_set_stays_when_question_and_paper_change(county, category):
    question = make_question(category)
    paper = make_paper(county, fixed=[(question, 2)])
    first = freeze_paper(paper=paper, by=None)
    assert freeze_paper(paper=paper, by=None) == first
    question.text = "Which is blunt?"
    question.save()
    record_version(question=question, by=None)
    second = freeze_paper(paper=paper, by=None)
    assert [version.number for version in (first, second)] == [1, 2]
    texts = [
        QuestionVersion.objects.get(public_id=version.content["fixed"][0]["version"]).content["text"]
        for version in (PaperVersion.objects.get(pk=first.pk), second)
    ]
    assert texts == ["Which is sharp?", "Which is blunt?"]
    with pytest.raises(ValueError, match="never changed"):
        first.save()


def test_paper_that_is_not_ready_is_not_set(county, category):
    paper = make_paper(county, fixed=[(make_question(category), 2)], is_ready=False)
    with pytest.raises(Refusal, match="not ready"):
        freeze_paper(paper=paper, by=None)


def test_rules_draw_what_they_say_and_nothing_twice(county, category):
    low = make_category(county, "Low", category)
    easy = [make_question(low, difficulty=1) for _time in range(3)]
    other = [make_kind(category, "true_false", [], difficulty=2) for _time in range(6)]
    paper = make_paper(
        county,
        fixed=[(easy[0], 5)],
        rules=[
            {"category": category, "count": 3, "points": 1, "kind": "true_false"},
            {"category": low, "count": 2, "points": 2},
        ],
    )
    content = freeze_paper(paper=paper, by=None).content
    versions = {str(key): question for key, question in QuestionVersion.objects.values_list("public_id", "question")}
    seen = set()
    for seed in range(20):
        keys = [versions[one.version] for one in draw(content, random.Random(seed))]
        assert len(set(keys)) == 6
        assert keys[0] == easy[0].pk
        assert set(keys[1:4]) < {one.pk for one in other}
        assert set(keys[4:]) == {one.pk for one in easy[1:]}
        seen.add(tuple(keys))
    assert len(seen) > 10


def test_rules_that_share_questions_must_have_enough_for_all(county, category):
    for _time in range(3):
        make_question(category)
    rule = {"category": category, "count": 2, "points": 1}
    paper = make_paper(county, rules=[rule, rule])
    with pytest.raises(Refusal, match="has 3 questions, and 4 are needed"):
        freeze_paper(paper=paper, by=None)


def test_order_that_would_tell_the_answer_is_always_another(category):
    question = make_kind(category, "ordering", [(str(at), 0) for at in range(12)])
    content = content_of(question)
    assert problems_of(content) == []
    assert layout_of(content, shuffles=False, chance=random.Random(1)) != list(range(12))


def test_things_to_put_in_order_are_written_as_pairs_of_places(category):
    question = make_kind(category, "ordering", [("Wash", 0), ("Cut", 0)])
    item = question_from(content_of(question))
    again = content_from(read_gift(write_gift([item])).items[0])
    assert [(one["text"], one["match"]) for one in again["answers"]] == [("1", "Wash"), ("2", "Cut")]
    again = content_from(read_moodle_xml(write_moodle_xml([item])).items[0])
    assert [(one["text"], one["match"]) for one in again["answers"]] == [("1", "Wash"), ("2", "Cut")]


def test_rubric_is_part_of_a_version_only_where_it_says_something(category):
    essay = make_kind(category, "essay", [])
    assert "rubric" not in content_of(essay)
    essay.rubric = "2 Steps in order\n1.5 Words"
    assert content_of(essay)["rubric"] == "2 Steps in order\n1.5 Words"
    assert [(str(one.points), one.words) for one in criteria_of(essay.rubric)] == [
        ("2", "Steps in order"),
        ("1.5", "Words"),
    ]
    essay.rubric = "2 Steps\nmany Words"
    assert "Line 2" in problems_of(content_of(essay))[0]
