"""A learner's own attendance, appeals, the register, its spreadsheet and the roster."""

import uuid

import pytest
from django.urls import reverse

from plugins.attendance.actions.appeal_edges import EDGES
from plugins.attendance.models import Appeal, Mark
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of
from tests.classes.queries_counted import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(school):
    return make_roll(school)


@pytest.fixture
def enrollment(school, roll):
    return school.enrollment(roll.training_class)


@pytest.fixture
def learner(school, enrollment):
    return school.client(enrollment.learner)


@pytest.fixture
def teacher(school, roll):
    return school.client(roll.training_class.class_teacher)


def address(name, thing):
    return reverse(f"plugins:attendance:{name}", args=[thing.public_id])


def text_of(answer):
    return answer.content.decode()


def state(roll):
    return [str(row.standing.state) for row in rows_of(roll)]


def test_learner_reads_how_they_stand(school, roll, enrollment, learner):
    other = school.enrollment(roll.training_class)
    say_of(roll, enrollment, "late")
    page = text_of(learner.get(roll.training_class.get_url()))
    assert address("mine", roll.training_class) in page

    text = text_of(learner.get(address("mine", roll.training_class)))

    assert "You were there 1 of 1 times." in text
    assert 'pill--lamp">late<' in text
    assert other.learner.full_name not in text


def test_appeal_that_is_granted_is_a_correction(roll, enrollment, learner, teacher):
    say_of(roll, enrollment, "absent")
    learner.post(address("appeal", roll), {"text": "I sat in the last row"})
    appeal = Appeal.objects.get()
    desk = text_of(teacher.get(address("desk", roll.training_class)))
    assert "I sat in the last row" in desk
    assert "already" in text_of(learner.post(address("appeal", roll), {"text": "Again"}))

    assert teacher.post(address("answer", appeal), {"verdict": "grant"}).status_code == 400
    teacher.post(address("answer", appeal), {"verdict": "grant", "word": "present", "reason": "Sorry"})

    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer, appeal.answered_by) == ("granted", "Sorry", roll.training_class.class_teacher)
    assert state(roll) == ["present"]
    mark = Mark.objects.get(says="in")
    assert "I sat in the last row" in mark.reason
    assert "Sorry" in text_of(learner.get(address("mine", roll.training_class)))
    assert teacher.post(address("answer", appeal), {"verdict": "refuse", "reason": "No"}).status_code == 409


def test_appeal_is_refused_with_words_or_taken_back(roll, enrollment, learner, teacher):
    learner.post(address("appeal", roll), {"text": "I was there"})
    appeal = Appeal.objects.get()
    assert teacher.post(address("answer", appeal), {"verdict": "refuse"}).status_code == 400
    teacher.post(address("answer", appeal), {"verdict": "refuse", "reason": "Nobody saw you"})
    assert "Nobody saw you" in text_of(learner.get(address("mine", roll.training_class)))

    learner.post(address("appeal", roll), {"text": "Ask Li"})
    learner.post(address("withdraw", Appeal.objects.first()))

    assert list(Appeal.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "withdrawn"]
    assert state(roll) == ["unverified"]


def test_every_edge_of_an_appeal_leads_somewhere():
    assert {source for edge in EDGES.values() for source in edge.sources} == {"", "open"}
    assert {str(edge.target) for edge in EDGES.values()} == {"open", "granted", "refused", "withdrawn"}


def test_others_find_neither_the_page_nor_the_appeal(school, roll, enrollment, learner):
    learner.post(address("appeal", roll), {"text": "I was there"})
    appeal = Appeal.objects.get()
    other = school.client(school.learner(school.training_class()))

    assert other.get(address("mine", roll.training_class)).status_code == 404
    assert other.post(address("appeal", roll), {"text": "x"}).status_code == 404
    assert other.post(address("withdraw", appeal)).status_code == 404
    assert other.get(address("answer", appeal)).status_code == 404
    assert learner.get(address("answer", appeal)).status_code == 404


def test_register_and_roster_show_the_class(school, roll, enrollment, teacher):
    say_of(roll, enrollment, "present")
    school.enrollment(roll.training_class)

    register = text_of(teacher.get(address("register", roll.training_class)))
    roster = text_of(teacher.get(reverse("classes:roster", args=[roll.training_class.public_id])))
    export = teacher.get(reverse("classes:export", args=[roll.training_class.public_id, "attendance"]))

    assert "1/1" in register
    assert "register__cell--unverified" in register
    assert "1 of 1" in roster
    assert "0 of 1, 1 unverified" in roster
    assert b"".join(export.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("name", ["register", "mine"])
def test_pages_cost_the_same_for_one_and_for_thirty(school, roll, enrollment, teacher, learner, name):
    client = {"register": teacher, "mine": learner}[name]
    one = count_queries(client, address(name, roll.training_class))
    for number in range(29):
        say_of(roll, school.enrollment(roll.training_class), "present")
        if number < 9:
            make_roll(school, roll.training_class)

    assert count_queries(client, address(name, roll.training_class)) == one <= 24


def test_appeal_that_does_not_exist_is_not_found(teacher):
    assert teacher.get(reverse("plugins:attendance:answer", args=[uuid.uuid4()])).status_code == 404
