"""The arrival desk: who has come, who is missing, recorded by the teacher and by who is on duty."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from classes import events
from classes.actions.life.arrivals import record_arrival, undo_arrival
from classes.models import Arrival
from foundation.jobs.models import OutboxEvent
from people.actions.merging import merge_people
from people.actions.one_time_codes import issue_code
from schoolhouse.refusals import Refusal
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_group, make_shift
from tests.factories.classes import make_enrollment
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def teacher(training_class):
    return training_class.class_teacher


@pytest.fixture
def seat(training_class):
    return make_enrollment(training_class, make_user("周兰"))


def desk(client, training_class, query=""):
    return client.get(f"/classes/{training_class.public_id}/arrivals/", {"q": query} if query else {})


def shown(response):
    found = response.context["desk"]
    return [[row.enrollment.learner.full_name for row in rows] for rows in (found.missing, found.here)]


def test_desk_lists_who_is_missing_first_and_counts(client, training_class, teacher):
    first, second, _third = (make_enrollment(training_class, make_user(name)) for name in ("李一", "王二", "张三"))
    make_enrollment(training_class, make_user("走了"), state="withdrawn")
    record_arrival(enrollment=first, by=teacher)
    record_arrival(enrollment=second, by=teacher)
    client.force_login(teacher)

    answer = desk(client, training_class)

    assert shown(answer) == [["张三"], ["王二", "李一"]]
    assert (answer.context["desk"].arrived, answer.context["desk"].total, answer.context["desk"].absent) == (2, 3, 1)


def test_one_tap_records_who_when_and_how_once(client, training_class, teacher, seat):
    client.force_login(teacher)
    for _time in range(2):
        answer = client.post(f"/classes/enrollments/{seat.public_id}/arrive/", follow=True)
        assert answer.status_code == 200

    entry = seat.arrivals.get()
    assert (entry.by, entry.way, entry.number) == (teacher, "list", 1)
    assert timezone.now() - entry.at < datetime.timedelta(minutes=1)
    assert shown(answer) == [[], ["周兰"]]
    assert OutboxEvent.objects.filter(name=events.arrived.name).count() == 1


def test_undo_is_a_new_entry_with_a_reason(client, training_class, teacher, seat):
    entry = record_arrival(enrollment=seat, by=teacher)
    client.force_login(teacher)
    address = f"/classes/arrivals/{entry.public_id}/undo/"
    assert client.post(address, {"reason": " "}).status_code == 400
    for _time in range(2):
        assert client.post(address, {"reason": "点错了"}, follow=True).status_code == 200

    entries = list(seat.arrivals.all())
    assert [(one.number, one.undoes, one.reason) for one in entries] == [(1, None, ""), (2, entry, "点错了")]
    assert shown(desk(client, training_class)) == [["周兰"], []]

    record_arrival(enrollment=seat, by=teacher)
    assert client.post(address, {"reason": "旧的"}).status_code == 409
    assert shown(desk(client, training_class)) == [[], ["周兰"]]


def test_arrival_of_yesterday_cannot_be_undone(teacher, seat):
    entry = record_arrival(enrollment=seat, by=teacher)
    Arrival.objects.filter(pk=entry.pk).update(at=timezone.now() - datetime.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        undo_arrival(entry=entry, reason="Late", by=teacher)
    assert refused.value.code == "is_same_day"


@pytest.mark.parametrize(("days", "code"), [(2, "class_has_come"), (-5, "class_has_come"), (1, None), (-4, None)])
def test_desk_opens_the_day_before_and_closes_with_the_class(days, code):
    starts_on = timezone.localdate() + datetime.timedelta(days=days)
    held = make_class_today(starts_on=starts_on, time_zone=timezone.get_current_timezone_name())
    seat = make_enrollment(held)
    if code is None:
        assert record_arrival(enrollment=seat, by=held.class_teacher).number == 1
    else:
        with pytest.raises(Refusal) as refused:
            record_arrival(enrollment=seat, by=held.class_teacher)
        assert refused.value.code == code


def test_who_is_on_duty_today_keeps_the_desk_and_nobody_else(client, training_class, seat):
    on_duty, yesterday, other = (make_enrollment(training_class) for _number in range(3))
    make_shift(on_duty, "arrival")
    make_shift(yesterday, "arrival", on=training_class.starts_on - datetime.timedelta(days=1))
    make_shift(other, "roll")
    for one, status in ((on_duty, 200), (yesterday, 404), (other, 404), (seat, 404)):
        client.force_login(one.learner)
        assert desk(client, training_class).status_code == status
        answer = client.post(f"/classes/enrollments/{seat.public_id}/arrive/")
        assert answer.status_code == (302 if status == 200 else 404)
        if status == 404:
            with pytest.raises(Refusal):
                record_arrival(enrollment=one, by=one.learner)

    assert list(Arrival.objects.values_list("enrollment", "by")) == [(seat.pk, on_duty.learner.pk)]


def test_search_finds_by_name_account_phone_and_organization(client, training_class, teacher):
    place = make_organization("范村")
    make_enrollment(training_class, make_user("周兰", phone="+8613800131234", account_name="zhou.lan"))
    make_enrollment(training_class, make_user("周军", phone="+8613800135678"), organization=place)
    client.force_login(teacher)

    for words, found in (
        ("周", ["周军", "周兰"]),
        ("兰", ["周兰"]),
        ("1234", ["周兰"]),
        ("LAN", ["周兰"]),
        ("范村 周", ["周军"]),
        ("34", []),
        ("没有", []),
    ):
        answer = desk(client, training_class, words)
        assert sorted(shown(answer)[0]) == sorted(found), words
        assert answer.context["desk"].total == 2


@pytest.mark.parametrize("form", ["{code}", "{printed}", "https://school.example/accounts/code/{code}/"])
def test_slip_is_found_by_its_code_and_its_address(client, training_class, teacher, seat, form):
    make_enrollment(training_class)
    issued = issue_code(user=seat.learner, by=make_superuser())
    client.force_login(teacher)

    answer = desk(client, training_class, form.format(code=issued.code, printed=issued.printed.lower()))

    assert shown(answer) == [["周兰"], []]
    client.post(f"/classes/enrollments/{seat.public_id}/arrive/", {"way": answer.context["way"]})
    assert seat.arrivals.get().way == "slip"


def test_slip_of_another_class_finds_nobody(client, training_class, teacher, seat):
    issued = issue_code(user=make_enrollment(make_class_today()).learner, by=make_superuser())
    client.force_login(teacher)
    assert shown(desk(client, training_class, issued.code)) == [[], []]


def test_desk_costs_the_same_for_many(client, training_class, teacher):
    client.force_login(teacher)
    group, counts, made = make_group(training_class), [], 0
    for rows in (1, 30, 300):
        for _number in range(made, rows):
            seat = make_enrollment(training_class, group=group)
        record_arrival(enrollment=seat, by=teacher)
        made = rows
        counts.append(count_queries(client, f"/classes/{training_class.public_id}/arrivals/"))
    assert len(set(counts)) == 1, counts


def test_learner_reads_on_the_class_page_that_the_arrival_is_recorded(client, training_class, teacher, seat, settings):
    from wagtail.models import Site

    place = training_class.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": place})
    client.force_login(seat.learner)
    said = "You have been recorded as arrived"
    headers = {"accept-language": "en"}
    assert said not in client.get(training_class.get_url(), headers=headers).content.decode()
    entry = record_arrival(enrollment=seat, by=teacher)
    assert said in client.get(training_class.get_url(), headers=headers).content.decode()
    undo_arrival(entry=entry, reason="Mistake", by=teacher)
    assert said not in client.get(training_class.get_url(), headers=headers).content.decode()


def test_database_refuses_two_entries_of_one_number(seat, teacher):
    entry = record_arrival(enrollment=seat, by=teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(enrollment=seat, number=1, by=teacher, at=entry.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(enrollment=seat, number=2, by=teacher, at=entry.at, undoes=entry)


def test_merge_keeps_the_entries_of_both_in_the_order_of_time(training_class, teacher):
    keep, duplicate = (make_enrollment(training_class) for _number in range(2))
    mistake = record_arrival(enrollment=duplicate, by=teacher)
    undo_arrival(entry=mistake, reason="Nobody there", by=teacher)
    record_arrival(enrollment=keep, by=teacher)
    make_shift(keep, "roll")
    make_shift(duplicate, "roll")

    merge_people(keep=keep.learner, duplicate=duplicate.learner, by=make_superuser())

    entries = list(Arrival.objects.filter(enrollment=keep))
    assert [(one.number, one.undoes_id) for one in entries] == [(1, None), (2, mistake.pk), (3, None)]
    assert keep.duty_shifts.count() == 1
