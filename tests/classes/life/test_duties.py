"""Class officers, and duties that open just what they say, on their day alone."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Site

from classes.actions.life.duties import give_duty, take_duty
from classes.models import ClassOffice, DutyShift
from classes.permissions import has_duty, may_act_in
from schoolhouse.extension_points import ClassDuty, class_duties
from schoolhouse.refusals import Refusal
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_group, make_office, make_shift
from tests.factories.classes import make_enrollment
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NOBODY = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def teacher(training_class, client):
    client.force_login(training_class.class_teacher)
    return training_class.class_teacher


@pytest.fixture
def seat(training_class):
    return make_enrollment(training_class, make_user("周兰"))


def test_duty_gives_just_that_right_on_that_day(training_class, seat):
    make_shift(seat, "arrival")
    today = timezone.now().astimezone(training_class.zone).date()

    assert has_duty(seat.learner, training_class, "arrival")
    assert has_duty(seat.learner, training_class, "arrival", on=today)
    assert not has_duty(seat.learner, training_class, "arrival", on=today + datetime.timedelta(days=1))
    assert not has_duty(seat.learner, training_class, "notices")
    assert not has_duty(seat.learner, make_class_today(), "arrival")
    assert not has_duty(make_enrollment(training_class).learner, training_class, "arrival")
    assert not has_duty(training_class.class_teacher, training_class, "arrival")
    assert may_act_in(training_class.class_teacher, training_class, "arrival")


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"state": "declined"}])
def test_duty_ends_with_the_seat(training_class, seat, change):
    make_shift(seat, "arrival")
    type(seat).objects.filter(pk=seat.pk).update(**change)
    assert not has_duty(seat.learner, training_class, "arrival")


def test_day_of_a_duty_is_that_of_the_place_where_the_class_is_held():
    east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 25 hours apart: never the same day
    today = timezone.now().astimezone(ZoneInfo(east)).date()
    for zone, holds in ((east, True), (west, False)):
        held = make_class_today(starts_on=today, time_zone=zone)
        seat = make_enrollment(held)
        make_shift(seat, "roll", on=today)
        assert has_duty(seat.learner, held, "roll") is holds


def test_duty_that_nobody_declares_opens_nothing(training_class, seat, teacher):
    day = timezone.now().astimezone(training_class.zone).date()
    DutyShift.objects.create(enrollment=seat, date=day, duty="gone.duty")
    assert not has_duty(seat.learner, training_class, "gone.duty")
    with pytest.raises(Refusal) as refused:
        give_duty(training_class=training_class, date=day, duty="gone.duty", enrollments=[seat.public_id], by=teacher)
    assert refused.value.code == "no_such_duty"


def test_duty_of_another_declarer_is_offered(client, training_class, seat, teacher):
    class_duties.register("classes", "test.water", ClassDuty("Water carrier"))
    try:
        client.post(day_address(training_class), {"duty": "test.water", "who": str(seat.public_id)})
        assert has_duty(seat.learner, training_class, "test.water")
        assert "Water carrier" in client.get(f"/classes/{training_class.public_id}/duties/").content.decode()
    finally:
        class_duties._extensions = [one for one in class_duties.extensions() if one.name != "test.water"]
    assert not has_duty(seat.learner, training_class, "test.water")


def day_address(training_class, day=None):
    day = day or timezone.now().astimezone(training_class.zone).date()
    return f"/classes/{training_class.public_id}/duties/{day.isoformat()}/"


def test_teacher_puts_one_or_a_whole_group_on_duty_and_takes_it_off(client, training_class, seat, teacher):
    others = [make_enrollment(training_class) for _number in range(2)]
    group = make_group(training_class, members=others)
    here = day_address(training_class)
    for _time in range(2):
        assert client.post(here, {"duty": "roll", "who": str(seat.public_id)}).status_code == 302
        client.post(here, {"duty": "roll", "who": f"group:{group.public_id}"})

    assert set(DutyShift.objects.values_list("enrollment", "given_by")) == {
        (one.pk, teacher.pk) for one in (seat, *others)
    }
    shift = DutyShift.objects.get(enrollment=seat)
    assert client.post(f"/classes/duties/{shift.public_id}/take/").status_code == 302
    assert not has_duty(seat.learner, training_class, "roll")


@pytest.mark.parametrize(
    "data", [{}, {"duty": "x", "who": "y"}, {"duty": "roll", "who": "11111111-1111-1111-1111-111111111111"}]
)
def test_broken_duty_form_is_answered_with_words(client, training_class, teacher, data):
    assert client.post(day_address(training_class), data).status_code == 400
    assert not DutyShift.objects.exists()


@pytest.mark.parametrize("day", ["2020-01-01", "nonsense", "9999-99-99"])
def test_day_that_is_none_of_the_class_does_not_exist(client, training_class, teacher, day):
    assert client.get(f"/classes/{training_class.public_id}/duties/{day}/").status_code == 404


def test_duty_outside_the_days_of_the_class_is_refused(training_class, seat, teacher):
    with pytest.raises(Refusal) as refused:
        make_shift(seat, "roll", on=training_class.ends_on + datetime.timedelta(days=1))
    assert refused.value.code == "wrong_day"
    with pytest.raises(Refusal):
        take_duty(shift=make_shift(seat, "roll"), by=seat.learner)


def test_learner_on_duty_is_led_to_it_from_the_class_page(client, training_class, seat):
    place = training_class.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": place})
    client.force_login(seat.learner)
    here = f"/classes/{training_class.public_id}/arrivals/"
    assert here not in client.get(training_class.get_url()).content.decode()
    shift = make_shift(seat, "arrival")
    assert here in client.get(training_class.get_url()).content.decode()
    take_duty(shift=shift, by=training_class.class_teacher)
    assert here not in client.get(training_class.get_url()).content.decode()


def test_teacher_names_officers_by_free_titles(client, training_class, seat, teacher):
    here = f"/classes/{training_class.public_id}/offices/add/"
    assert client.post(here, {"title": "班长", "holder": str(seat.public_id)}).status_code == 302
    assert client.post(here, {"title": "班长"}).status_code == 400
    assert client.post(here, {"title": "生活委员"}).status_code == 302
    elsewhere = make_enrollment(make_class_today())
    assert client.post(here, {"title": "学习委员", "holder": str(elsewhere.public_id)}).status_code == 400
    assert list(training_class.offices.values_list("title", "holder__learner__full_name")) == [
        ("班长", "周兰"),
        ("生活委员", None),
    ]

    office = training_class.offices.get(title="生活委员")
    assert client.post(f"/classes/offices/{office.public_id}/", {"title": "班长"}).status_code == 409
    client.post(f"/classes/offices/{office.public_id}/", {"title": "文体委员", "holder": str(seat.public_id)})
    assert seat.offices.count() == 2
    client.post(f"/classes/offices/{office.public_id}/drop/")
    assert ClassOffice.objects.get().title == "班长"


def test_office_of_who_has_left_shows_as_vacant(client, training_class, seat, teacher):
    make_office(training_class, title="班长", holder=seat)
    type(seat).objects.filter(pk=seat.pk).update(state="withdrawn")
    text = client.get(f"/classes/{training_class.public_id}/duties/").content.decode()
    assert "班长" in text
    assert "周兰" not in text


def test_duties_cost_the_same_for_many(client, training_class, teacher):
    counts, made = [], 0
    for rows in (1, 30, 300):
        for number in range(made, rows):
            seat = make_enrollment(training_class)
            DutyShift.objects.create(enrollment=seat, date=training_class.starts_on, duty="roll")
            if number < 35:
                make_office(training_class, holder=seat)
        made = rows
        counts.append(count_queries(client, f"/classes/{training_class.public_id}/duties/"))
    assert len(set(counts)) == 1, counts
