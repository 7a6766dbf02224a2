"""The pages on which tests are set, sat, marked and read."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Notification
from plugins.theory_tests.actions.attempts import submit_attempt
from plugins.theory_tests.actions.figures import count_figures
from plugins.theory_tests.actions.sittings import _said
from plugins.theory_tests.events import test_set as a_test_set
from plugins.theory_tests.handlers import set_words, tell_set, visible
from plugins.theory_tests.jobs import close
from plugins.theory_tests.models import AnswerState, Attempt, AttemptState, ExtraTime, Settled, Sitting
from plugins.theory_tests.tests.bank_things import make_kind
from plugins.theory_tests.tests.sit_things import HOUR, Class
from plugins.theory_tests.tests.test_marks import give
from schoolhouse.events import ReceivedEvent

pytestmark = pytest.mark.django_db


def at(name, thing):
    return reverse(f"plugins:theory_tests:{name}", args=[thing.public_id])


@pytest.fixture
def one(school):
    return Class(school, kinds=("single", "true_false", "essay"), fields={"award": Decimal(5)})


def test_learner_finds_begins_and_hands_in_without_javascript(one, school):
    client = school.client(one.learner)
    assert "Paper" in client.get(one.training_class.url).content.decode()
    assert "Paper" in client.get("/learn/").content.decode()
    assert "Paper" in client.get(at("own", one.training_class)).content.decode()
    assert "Begin" in client.get(at("test", one.sitting)).content.decode()
    answer = client.post(at("start", one.sitting))
    attempt = Attempt.objects.get()
    assert answer.url == at("attempt", attempt)
    page = client.get(answer.url).content.decode()
    assert "Knifecanary" in page
    data = one.form(attempt).copy()
    data["save"] = "1"
    assert "Your answers are saved." in client.post(answer.url, data, follow=True).content.decode()
    assert "checked" in client.get(answer.url).content.decode()
    data = one.form(attempt).copy()
    data["submit"] = "1"
    page = client.post(answer.url, data, follow=True).content.decode()
    assert "You have handed in your test." in page
    assert "still being marked" in page


def test_nothing_says_what_is_right_before_it_may(one, school):
    question = one.questions["single"]
    question.explanation = "Explanationcanary"
    question.save()
    from plugins.theory_tests.actions.bank import record_version

    record_version(question=question, by=None)
    one.sitting = one.set(shows="explanations")
    attempt = one.sit()
    client = school.client(one.learner)
    give(attempt.answers.get(state=AnswerState.WAITING), 2, one.teacher)
    page = client.get(at("result", attempt)).content.decode()
    assert "6 of 6" not in page
    assert "Explanationcanary" not in page
    assert "once the test is over" in page
    Sitting.objects.filter(pk=one.sitting.pk).update(results_from=timezone.now() - HOUR)
    page = client.get(at("result", attempt)).content.decode()
    assert "6 of 6 points" in page
    assert "Explanationcanary" not in page
    one.end()
    assert "Explanationcanary" in client.get(at("result", attempt)).content.decode()


def test_places_on_the_page_do_not_tell_what_is_right(school):
    one = Class(school, kinds=("single",), paper_fields={"shuffle_choices": True})
    places = set()
    for seat in [*one.seats, *(school.enrollment(one.training_class) for _person in range(10))]:
        page = school.client(seat.learner).get(at("attempt", one.start(seat))).content.decode()
        found = re.search(r'value="(\d)"[^>]*><span><p>Knifecanary', page)
        places.add(found.group(1))
        assert "percent" not in page
    assert len(places) > 1


def test_answer_is_saved_by_itself_and_another_device_is_told(one, school):
    attempt = one.start()
    client = school.client(one.learner)
    saved = client.post(at("save", attempt), {"a2": "1", "a2-seen": "0"}).json()
    assert saved["revisions"] == {"2": 1}
    told = client.post(at("save", attempt), {"a2": "0", "a2-seen": "0"}).json()
    assert told["replaced"] == {"2": "True"}
    assert client.post(at("save", attempt), {"a1": "77", "a1-seen": "0"}).status_code == 400
    Attempt.objects.update(deadline=timezone.now() - HOUR)
    late = client.post(at("save", attempt), {"a2": "1", "a2-seen": "2"})
    assert (late.status_code, late.json()["code"]) == (409, "over")
    assert client.get(at("attempt", attempt)).url == at("result", attempt)


def test_teacher_sets_a_test_in_the_time_of_the_class_and_gives_extra_time(one, school):
    client = school.client(one.teacher)
    page = client.get(at("set", one.training_class))
    start = timezone.now().astimezone(one.training_class.zone).replace(second=0, microsecond=0)
    form = page.context["form"]
    data = {
        "paper": one.paper.pk,
        "client_key": str(form.initial["client_key"]),
        "opens_at": f"{start:%Y-%m-%dT%H:%M}",
        "closes_at": f"{start + HOUR:%Y-%m-%dT%H:%M}",
        "shows": "answers",
        "agree_percent": 20,
    }
    for _time in range(2):
        assert client.post(at("set", one.training_class), data).status_code == 302
    assert Sitting.objects.count() == 2
    made = Sitting.objects.order_by("-pk")[0]
    assert made.opens_at == start
    wrong = client.post(at("set", one.training_class), {**data, "closes_at": data["opens_at"], "client_key": "x"})
    assert wrong.status_code == 400
    data = {"enrollment": str(one.seat.public_id), "minutes": 15}
    page = client.post(at("extra", made), data, follow=True)
    assert "15 minutes more" in page.content.decode()
    assert ExtraTime.objects.get().minutes == 15
    assert client.post(at("extra", made), {**data, "minutes": "many"}).status_code == 400
    assert client.post(at("withdraw", made)).url == at("desk", one.training_class)
    assert school.client(one.learner).get(at("test", made)).status_code == 404


def test_essay_is_marked_and_the_learner_is_told_and_reads_it(one, school):
    attempt = one.sit()
    answer = attempt.answers.get(state=AnswerState.WAITING)
    one.end()
    client = school.client(one.teacher)
    page = client.get(at("marking", one.sitting)).content.decode()
    assert "Because it is." in page
    assert one.learner.full_name not in page
    assert client.post(at("mark", answer), {"points_0": "9", "seen": "waiting"}).status_code == 400
    assert (
        client.post(at("mark", answer), {"points_0": "1.5", "seen": "waiting", "comment": "Goodcanary"}).status_code
        == 302
    )
    again = client.post(at("mark", answer), {"points_0": "1", "seen": "waiting"})
    assert again.status_code == 409
    page = school.client(one.learner).get(at("result", attempt)).content.decode()
    assert "5.5 of 6 points" in page
    assert "Goodcanary" in page
    assert Settled.objects.count() == 1


def test_job_closes_what_was_forgotten(one):
    attempt = one.start()
    past = timezone.now() - HOUR
    Sitting.objects.update(opens_at=past - HOUR, closes_at=past)
    Attempt.objects.update(deadline=past)
    close()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.MARKED
    assert Sitting.objects.get().closed_at


def test_learners_are_told_that_a_test_is_set_and_once(one, school):
    event = ReceivedEvent(uuid.uuid4(), a_test_set.name, 1, _said(one.sitting, one.teacher), None, timezone.now())
    for _time in range(2):
        tell_set(event)
    told = Notification.objects.filter(kind="theory_tests.set").order_by("pk")
    assert set(told.values_list("person", flat=True)) == {seat.learner_id for seat in one.seats}
    assert set_words(told[0].data).subject == "A test is set: Paper"
    assert visible(one.learner, [told[0].data]) == [True]
    assert visible(one.teacher, [told[0].data]) == [False]


def test_bank_shows_how_hard_a_question_was(one, school):
    one.sit(single=[1], essay=None)
    one.end()
    count_figures(sitting=one.sitting)
    client = school.client(school.superuser())
    from plugins.theory_tests.models import BankQuestion

    address = reverse(BankQuestion.snippet_viewset.get_url_name("inspect"), args=[one.questions["single"].pk])
    page = client.get(address).content.decode()
    assert "Answered 1 time" in page
    listed = client.get(reverse(BankQuestion.snippet_viewset.get_url_name("list"))).content.decode()
    assert "0 %" in listed


def test_question_that_was_set_is_not_deleted_and_says_so(one, school):
    from plugins.theory_tests.models import BankQuestion

    client = school.client(school.superuser())
    address = reverse(BankQuestion.snippet_viewset.get_url_name("delete"), args=[one.questions["single"].pk])
    assert client.post(address).status_code < 500
    assert BankQuestion.objects.filter(pk=one.questions["single"].pk).exists()


@pytest.mark.parametrize("name", ["desk", "people", "marking", "figures", "own", "attempt", "result"])
def test_pages_cost_the_same_for_one_thirty_and_three_hundred(school, name):
    one = Class(school, kinds=("essay",))
    counts = []
    client = school.client(one.learner if name in ("own", "attempt") else one.teacher)
    for amount in (1, 30, 300):
        if name in ("desk", "own"):
            thing = one.training_class
            rows = Sitting.objects.filter(training_class=thing).count()
            Sitting.objects.bulk_create(copy_of(one.sitting) for _time in range(amount - rows))
        elif name in ("attempt", "result"):
            thing = attempt_of(one, amount, ends=name == "result")
        else:
            thing = one.sitting
            have = Attempt.objects.filter(sitting=thing).count()
            people(one, amount - have)
            if name == "figures":
                one.end()
                count_figures(sitting=thing)
        address = at(name, thing)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert max(counts) - min(counts) <= 0, counts


def copy_of(sitting):
    fields = {name: getattr(sitting, name) for name in ("training_class", "version", "title", "opens_at", "closes_at")}
    return Sitting(public_id=uuid.uuid4(), client_key=uuid.uuid4(), **fields)


def people(one, amount):
    from classes.models import Enrollment
    from people.models import User
    from plugins.theory_tests.models import AttemptAnswer

    start = User.objects.count()
    made = User.objects.bulk_create(User(full_name=f"Person {start + at}") for at in range(amount))
    seats = Enrollment.objects.bulk_create(
        Enrollment(training_class=one.training_class, learner=person) for person in made
    )
    now = timezone.now()
    attempts = Attempt.objects.bulk_create(
        Attempt(
            sitting=one.sitting,
            enrollment=seat,
            number=1,
            state="marking",
            started_at=now,
            deadline=now,
            ended_at=now,
            most=2,
        )
        for seat in seats
    )
    version = one.questions["essay"].versions.get()
    AttemptAnswer.objects.bulk_create(
        AttemptAnswer(attempt=attempt, number=1, version=version, points=2, given={"text": "x"}, state="waiting")
        for attempt in attempts
    )


def attempt_of(one, questions, *, ends):
    fixed = [make_kind(one.category, "true_false", [], f"S {at}") for at in range(questions)]
    from plugins.theory_tests.tests.bank_things import make_paper

    one.paper = make_paper(one.school.organization, fixed=[(question, 1) for question in fixed], minutes=60)
    one.sitting = one.set()
    attempt = one.start()
    if ends:
        submit_attempt(attempt=attempt, data={}, by=one.learner)
    return attempt
