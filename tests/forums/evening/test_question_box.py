"""The question box of a live class: who asks, who sees what, what is answered, and what is left for the evening."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions.evening.carrying import carry_over
from forums.actions.evening.question_box import MOST_OPEN, ask_question, move_question, set_box, support_question
from forums.evening.jobs import carry_questions
from forums.models import BoxQuestion, CarriedThread, Thread
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_live_class
from tests.factories.forums import make_forum
from tests.factories.people import make_user


@pytest.fixture
def live(evening):
    starts_at = timezone.now() - timedelta(minutes=20)
    return make_live_class(
        evening.training_class, title="By day", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=10)
    )


def ask(live, by, body="Why?"):
    return ask_question(live_class=live, body=body, client_key=uuid.uuid4(), by=by)


def shown(client, user, live):
    client.force_login(user)
    return client.get(live.get_url(), headers={"accept-language": "en"}).content.decode()


def test_question_sent_twice_is_put_in_once(evening, live):
    key, learner = uuid.uuid4(), evening.people["learner"]

    first, second = (ask_question(live_class=live, body="Why?", client_key=key, by=learner) for _time in range(2))

    assert first == second
    with pytest.raises(Refusal) as refusal:
        ask_question(live_class=live, body="Something else", client_key=key, by=learner)
    assert refusal.value.code == "sent_before"


@pytest.mark.parametrize(
    ("who", "code"),
    [("learner", None), ("head", "closed"), ("withdrawn learner", "forbidden"), ("other class's learner", "forbidden")],
)
def test_learners_ask_and_those_outside_do_not(evening, live, who, code):
    if code is None:
        assert ask(live, evening.people[who]).state == "open"
        return
    with pytest.raises(Refusal) as refusal:
        ask(live, evening.people[who])
    assert refusal.value.code == code
    assert not BoxQuestion.objects.exists()


def test_learning_point_of_learners_in_the_class_asks(evening, live):
    point = evening.people["point"]
    make_enrollment(evening.training_class, organization=evening.counties.east.organization)
    assert ask(live, point).asker == point


def test_learner_sees_others_questions_without_names_and_supports_one(client, evening, live):
    other = make_enrollment(evening.training_class, make_user("Curious Person")).learner
    question = ask(live, other, "What of the wells?")
    learner = evening.people["learner"]
    page = shown(client, learner, live)
    assert "What of the wells?" in page
    assert "Curious Person" not in page

    for _time in range(2):
        client.post(reverse("forums:support_question", args=[question.public_id]), {"wanted": "on"})

    assert question.supports.count() == 1
    client.post(reverse("forums:support_question", args=[question.public_id]), {"wanted": "off"})
    assert question.supports.count() == 0


def test_host_sees_who_asks_and_how_many_want_to_know(client, evening, live):
    other = make_enrollment(evening.training_class, make_user("Curious Person")).learner
    support_question(question=ask(live, other), wanted=True, by=evening.people["learner"])

    page = shown(client, evening.people["instructor"], live)

    assert "Curious Person" in page
    assert "1 more would like to know" in page


def test_own_question_is_not_supported(evening, live):
    with pytest.raises(Refusal) as refusal:
        support_question(question=ask(live, evening.people["learner"]), wanted=True, by=evening.people["learner"])
    assert refusal.value.code == "own"


def test_others_questions_are_hidden_where_the_host_says_so(client, evening, live):
    other = make_enrollment(evening.training_class).learner
    question = ask(live, other, "What of the wells?")
    set_box(live_class=live, shows_others=False, is_closed=False, by=evening.people["class teacher"])

    assert "What of the wells?" not in shown(client, evening.people["learner"], live)
    answer = client.post(reverse("forums:support_question", args=[question.public_id]), {"wanted": "on"})
    assert answer.status_code == 404
    assert "What of the wells?" in shown(client, other, live)


def test_only_a_host_marks_a_question_and_marking_twice_is_once(client, evening, live):
    question = ask(live, evening.people["learner"])
    address = reverse("forums:move_question", args=[question.public_id])
    client.force_login(evening.people["learner"])
    assert client.post(address, {"act": "answer"}).status_code == 404
    client.force_login(evening.people["instructor"])

    for _time in range(2):
        assert client.post(address, {"act": "answer"}).status_code == 302

    question.refresh_from_db()
    assert (question.state, question.moved_by) == ("answered", evening.people["instructor"])
    move_question(question=question, act="reopen", by=evening.people["instructor"])
    question.refresh_from_db()
    assert (question.state, question.moved_by, question.moved_at) == ("open", None, None)


def test_closed_cancelled_and_past_boxes_take_no_question(evening, live):
    learner, teacher = evening.people["learner"], evening.people["class teacher"]
    set_box(live_class=live, shows_others=True, is_closed=True, by=teacher)
    past = make_live_class(evening.training_class, starts_at=timezone.now() - timedelta(days=3))
    cancelled = make_live_class(evening.training_class, starts_at=timezone.now(), is_cancelled=True)
    for one in (live, past, cancelled):
        with pytest.raises(Refusal) as refusal:
            ask(one, learner)
        assert refusal.value.code == "closed"


def test_one_person_has_so_many_open_questions_and_no_more(evening, live):
    for number in range(MOST_OPEN):
        ask(live, evening.people["learner"], f"Question {number}?")
    with pytest.raises(Refusal) as refusal:
        ask(live, evening.people["learner"], "And this?")
    assert refusal.value.code == "too_many"


def test_bad_question_is_shown_again_with_what_was_typed(client, evening, live):
    client.force_login(evening.people["learner"])
    long = "word " * 200

    answer = client.post(reverse("forums:box", args=[live.public_id]), {"body": long, "client_key": str(uuid.uuid4())})

    assert answer.status_code == 400
    assert long.strip() in answer.content.decode()
    assert not BoxQuestion.objects.exists()


def test_worker_carries_open_questions_to_the_evening_once(client, evening, live):
    learner = evening.people["learner"]
    kept, answered = ask(live, learner, "Left open?"), ask(live, learner, "Answered?")
    move_question(question=answered, act="answer", by=evening.people["instructor"])

    for _time in range(2):
        carry_questions()

    kept.refresh_from_db()
    assert (kept.state, kept.forum) == ("carried", evening.forum)
    thread = CarriedThread.objects.get().thread
    assert (thread.forum, thread.is_pinned) == (evening.forum, True)
    client.force_login(learner)
    for address in (evening.forum.get_url(), reverse("forums:thread", args=[thread.public_id])):
        page = client.get(address).content.decode()
        assert "Left open?" in page
        assert "Answered?" not in page


def test_question_put_after_the_opening_is_carried_when_the_host_asks(client, evening, live):
    carry_over(forum=evening.forum)
    assert not Thread.objects.exists()
    ask(live, evening.people["learner"], "One more?")
    client.force_login(evening.people["class teacher"])
    host = reverse("forums:evening", args=[evening.forum.public_id])
    assert client.get(host).context["waiting"] == 1

    for _time in range(2):
        client.post(reverse("forums:carry", args=[evening.forum.public_id]))

    assert [row.body for row in BoxQuestion.objects.filter(forum=evening.forum)] == ["One more?"]
    assert Thread.objects.count() == 1


def test_question_of_a_class_that_goes_on_waits_until_it_is_over(evening):
    going_on = make_live_class(evening.training_class, starts_at=timezone.now() - timedelta(minutes=5))
    question = ask(going_on, evening.people["learner"])

    carry_questions()

    question.refresh_from_db()
    assert question.state == "open"


def test_salon_carries_nothing_and_learners_carry_nothing(client, evening, live):
    ask(live, evening.people["learner"])
    salon = make_forum(evening.counties.east.home, audience="signed_in")
    assert carry_over(forum=salon) == []
    client.force_login(evening.people["learner"])
    assert client.post(reverse("forums:carry", args=[evening.forum.public_id])).status_code == 404
    assert client.get(reverse("forums:evening", args=[evening.forum.public_id])).status_code == 404


def test_box_costs_the_same_however_many_questions_there_are(client, evening, live):
    client.force_login(evening.people["instructor"])
    learners, counts = [make_enrollment(evening.training_class).learner for _n in range(6)], []
    for number in (1, 29):
        for index in range(number):
            ask(live, learners[index % 6], f"Question {uuid.uuid4()}?")
        client.get(live.get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(live.get_url())
        counts.append(len(queries))
    assert len(set(counts)) == 1
