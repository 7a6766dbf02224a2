"""Sitting a test: drawn questions stay, answers are never lost, the server's clock counts."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from evaluations.actions.points.schemes import choose_scheme, keep_version
from evaluations.models import PointEntry
from people.models import Role
from plugins.theory_tests.actions.attempts import save_answers, start_attempt, submit_attempt
from plugins.theory_tests.actions.results import close_overdue, close_tests
from plugins.theory_tests.actions.sittings import change_test, give_extra_time, set_test, withdraw_test
from plugins.theory_tests.forms.sittings import SittingForm
from plugins.theory_tests.models import AnswerSave, Attempt, AttemptState, ExtraTime, PaperRule, Sitting
from plugins.theory_tests.tests.bank_things import make_kind
from plugins.theory_tests.tests.sit_things import ALL, HOUR, RIGHT, Class
from schoolhouse.refusals import Refusal
from tests.factories.evaluations import make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(school):
    return Class(school)


def late(attempt, by=HOUR):
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() - by)


def test_everything_right_gets_all_points_but_what_somebody_must_read(one):
    attempt = one.sit()
    assert attempt.state == AttemptState.MARKING
    earned = dict(attempt.answers.values_list("version__question__kind", "earned"))
    assert earned == {**dict.fromkeys(ALL, Decimal(2)), "essay": None}


def test_nothing_answered_is_marked_at_once(one):
    attempt = one.sit(right=False)
    assert (attempt.state, attempt.points, attempt.most) == (AttemptState.MARKED, 0, 16)


def test_starting_twice_makes_one_attempt_and_one_more_than_allowed_is_refused(one):
    assert one.start() == one.start()
    one.sit()
    with pytest.raises(Refusal, match="used all attempts"):
        one.start()


def test_only_one_attempt_can_be_open(one):
    attempt = one.start()
    attempt.pk, attempt.public_id, attempt.number = None, uuid.uuid4(), 2
    with transaction.atomic(), pytest.raises(IntegrityError):
        attempt.save(force_insert=True)


@pytest.mark.parametrize(("opens", "closes", "said"), [(1, 2, "not opened yet"), (-2, -1, "closed")])
def test_test_is_sat_while_it_is_open(one, opens, closes, said):
    now = timezone.now()
    Sitting.objects.filter(pk=one.sitting.pk).update(opens_at=now + opens * HOUR, closes_at=now + closes * HOUR)
    with pytest.raises(Refusal, match=said):
        one.start()


def test_nobody_sits_for_somebody_else(one):
    with pytest.raises(Refusal, match="somebody else"):
        start_attempt(sitting=one.sitting, enrollment=one.seat, by=one.other.learner)
    attempt = one.start()
    for act in (save_answers, submit_attempt):
        with pytest.raises(Refusal, match="somebody else"):
            act(attempt=attempt, data=one.form(attempt), by=one.other.learner)


def test_deadline_is_the_minutes_or_the_end_whatever_comes_first(school):
    one = Class(school, kinds=("single",))
    attempt = one.start()
    assert attempt.deadline - attempt.started_at == datetime.timedelta(minutes=30)
    Sitting.objects.filter(pk=one.sitting.pk).update(closes_at=timezone.now() + datetime.timedelta(minutes=5))
    other = one.start(one.other)
    assert other.deadline - other.started_at <= datetime.timedelta(minutes=5)


def test_extra_time_reaches_an_attempt_under_way_and_goes_beyond_the_end(one):
    attempt = one.start()
    before = attempt.deadline
    give_extra_time(sitting=one.sitting, enrollment=one.seat, minutes=45, by=one.teacher)
    attempt.refresh_from_db()
    assert attempt.deadline - before == datetime.timedelta(minutes=45)
    now = timezone.now()
    past = {"opens_at": now - 2 * HOUR, "closes_at": now - datetime.timedelta(minutes=10)}
    Sitting.objects.filter(pk=one.sitting.pk).update(**past)
    assert close_tests() == 0
    give_extra_time(sitting=one.sitting, enrollment=one.other, minutes=20, by=one.teacher)
    late_one = one.start(one.other)
    assert now < late_one.deadline <= past["closes_at"] + datetime.timedelta(minutes=20)


def test_extra_time_is_given_by_who_runs_the_class_and_in_bounds(one):
    with pytest.raises(Refusal) as refused:
        give_extra_time(sitting=one.sitting, enrollment=one.seat, minutes=10, by=one.learner)
    assert refused.value.status == 403
    with pytest.raises(Refusal, match="From 0 to"):
        give_extra_time(sitting=one.sitting, enrollment=one.seat, minutes=301, by=one.teacher)
    assert not ExtraTime.objects.exists()


def test_answers_are_saved_one_by_one_and_stay(one):
    attempt = one.start()
    whole = one.form(attempt)
    for number in range(1, 9):
        data = QueryDict(mutable=True)
        for name in whole:
            if name.startswith(f"a{number}"):
                data.setlist(name, whole.getlist(name))
        assert save_answers(attempt=attempt, data=data, by=one.learner).revisions == {number: 1}
    assert all(answer.given for answer in attempt.answers.all())
    assert AnswerSave.objects.count() == 8


def test_page_that_was_open_elsewhere_takes_nothing_back(one):
    attempt = one.start()
    old = one.form(attempt, right=False)
    one.save(attempt, single=[0], short="flour")
    saved = save_answers(attempt=attempt, data=old, by=one.learner)
    given = dict(attempt.answers.values_list("number", "given"))
    assert given[one.number("single")] == {"choices": [0]}
    assert given[one.number("short")] == {"text": "flour"}
    assert saved.replaced == {}


def test_what_was_changed_in_two_places_keeps_both_and_says_so(one):
    attempt = one.start()
    tablet = one.form(attempt, right=False, short="powder", single=[1])
    one.save(attempt, short="flour")
    saved = save_answers(attempt=attempt, data=tablet, by=one.learner)
    assert saved.replaced == {one.number("short"): {"text": "flour"}}
    answer = attempt.answers.get(number=one.number("short"))
    assert (answer.given, answer.revision) == ({"text": "powder"}, 2)
    assert list(answer.saves.values_list("given", flat=True)) == [{"text": "flour"}, {"text": "powder"}]


def test_saving_too_late_is_refused_and_closes_with_what_was_there(one):
    attempt = one.start()
    one.save(attempt, single=[0])
    late(attempt)
    with pytest.raises(Refusal, match="time is over"):
        save_answers(attempt=attempt, data=one.form(attempt), by=one.learner)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points, attempt.ended_by_time) == (AttemptState.MARKED, 2, True)


def test_handing_in_too_late_keeps_what_was_saved_and_twice_is_once(one):
    attempt = one.start()
    one.save(attempt, single=[0])
    late(attempt)
    for _time in range(2):
        closed, _saved = submit_attempt(attempt=attempt, data=one.form(attempt), by=one.learner)
        assert (closed.points, closed.ended_by_time) == (2, True)


def test_answer_that_is_on_the_way_at_the_end_still_counts(one):
    attempt = one.start()
    late(attempt, datetime.timedelta(seconds=5))
    assert submit_attempt(attempt=attempt, data=one.form(attempt), by=one.learner)[0].ended_by_time is False


def test_handed_in_is_not_changed_any_more(one):
    attempt = one.sit()
    with pytest.raises(Refusal, match="handed in already"):
        one.save(attempt, short="powder")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("single", {"a": ["99"]}),
        ("single", {"a": ["1", "2"]}),
        ("multiple", {"a": ["x"]}),
        ("matching", {"a-0": ["7"]}),
        ("ordering", {"a-1": ["0"]}),
        ("essay", {"a": ["x" * 20_001]}),
        ("short", {"a": ["ok"], "a-seen": ["-1"]}),
    ],
)
def test_what_no_page_sends_is_refused_and_nothing_is_kept(one, kind, field):
    attempt = one.start()
    data = one.form(attempt, right=False, true_false="1")
    for name, values in field.items():
        data.setlist(name.replace("a", f"a{one.number(kind)}", 1), values)
    with pytest.raises(Refusal) as refused:
        save_answers(attempt=attempt, data=data, by=one.learner)
    assert refused.value.status == 400
    assert not AnswerSave.objects.exists()


def test_forgotten_attempt_is_closed_by_the_job_and_the_test_once_it_is_over(one):
    attempt = one.start()
    one.save(attempt, single=[0])
    assert close_overdue() == 0
    one.end()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points) == (AttemptState.MARKED, 2)
    assert one.sitting.closed_at is not None


def test_question_that_changes_in_the_bank_does_not_change_an_attempt(one):
    attempt = one.start()
    question = one.questions["single"]
    question.text = "Changed"
    question.save()
    from plugins.theory_tests.actions.bank import record_version

    record_version(question=question, by=None)
    assert "Asked single" in {answer.version.content["text"] for answer in attempt.answers.select_related("version")}


def test_drawn_questions_stay_and_differ_between_people(school):
    one = Class(school, kinds=("single",))
    for at in range(30):
        make_kind(one.category, "true_false", [], f"Statement {at}")
    PaperRule.objects.create(paper=one.paper, category=one.category, kind="true_false", count=10, points=1)
    one.sitting = one.set()
    attempts = [one.start(seat) for seat in one.seats]
    drawn = [list(attempt.answers.values_list("version", flat=True)) for attempt in attempts]
    assert drawn[0] != drawn[1]
    assert one.start() == attempts[0]
    assert attempts[0].most == 12


def test_same_form_sets_one_test(one):
    key = uuid.uuid4()
    assert one.set(client_key=key) == one.set(client_key=key)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closes_at": timezone.now() - 2 * HOUR}, "closes after"),
        ({"opens_at": timezone.now() - 3 * HOUR, "closes_at": timezone.now() - HOUR}, "past"),
        ({"closes_at": timezone.now() + datetime.timedelta(days=90)}, "at most 60 days"),
    ],
)
def test_times_that_will_not_do_are_refused(one, fields, said):
    with pytest.raises(Refusal, match=said):
        one.set(**fields)


def test_test_is_set_by_who_runs_the_class_with_a_paper_for_it(one, school):
    with pytest.raises(Refusal) as refused:
        set_test(
            training_class=one.training_class,
            paper=one.paper,
            client_key=uuid.uuid4(),
            by=school.person("Stranger", role=Role.EDITOR),
            opens_at=timezone.now(),
            closes_at=timezone.now() + HOUR,
        )
    assert refused.value.status == 403
    one.paper.is_ready = False
    one.paper.save()
    with pytest.raises(Refusal, match="not for this class"):
        one.set()


def test_begun_test_keeps_its_terms_and_is_not_withdrawn(one):
    one.start()
    with pytest.raises(Refusal, match="Somebody has sat"):
        withdraw_test(sitting=one.sitting, by=one.teacher)
    fields = {"opens_at": one.sitting.opens_at, "closes_at": one.sitting.closes_at}
    with pytest.raises(Refusal, match="only its end"):
        change_test(sitting=one.sitting, by=one.teacher, award=Decimal(5), **fields)
    sooner = one.sitting.closes_at - datetime.timedelta(minutes=50)
    change_test(sitting=one.sitting, by=one.teacher, **{**fields, "closes_at": sooner})
    assert Attempt.objects.get().deadline == sooner


def test_points_come_onto_the_ledger_once_and_only_when_it_is_over(school):
    one = Class(school, kinds=("single", "true_false"), paper_fields={"attempts": 2}, fields={"award": Decimal(5)})
    one.sit(single=[1])
    one.sit()
    assert not PointEntry.objects.exists()
    one.end()
    with override("en"):
        close_tests()
    entry = PointEntry.objects.get()
    assert (entry.points, entry.learner, entry.source) == (5, one.learner, "theory_tests")
    assert entry.reason == "考试“Paper”：得 4 分，满分 4 分", "In the language of the class."


def test_right_answers_of_every_kind_are_known_to_this_test():
    assert set(RIGHT) == set(ALL)


def test_key_of_another_class_sets_no_test(one, school):
    other = Class(school)
    key = uuid.uuid4()
    one.set(client_key=key)
    with pytest.raises(Refusal) as refused:
        other.set(client_key=key)
    assert refused.value.code == "key_used"


def go_by(one):
    """Let the class go by a scheme of its own; return a component of it."""
    scheme = make_scheme(one.training_class.organization)
    version, seen = keep_version(scheme=scheme, by=None), one.training_class.point_schemes.count()
    choose_scheme(training_class=one.training_class, version=version, by=one.teacher, reason="r", seen=seen)
    return scheme.components.order_by("pk").first()


def test_end_may_move_though_the_class_goes_by_another_scheme_since(one):
    component = go_by(one)
    sitting = one.set(component=component, award=Decimal(10))
    go_by(one)
    later = timezone.now() + 2 * HOUR
    assert change_test(sitting=sitting, by=one.teacher, closes_at=later, component=component).closes_at == later
    fields = SittingForm(training_class=one.training_class, initial={"component": component}).fields
    assert component in fields["component"].queryset
