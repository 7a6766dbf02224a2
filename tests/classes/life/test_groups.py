"""Groups of a class: made, divided, led, kept by imports and repetitions."""

import datetime
from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from classes.actions.life.division import divide_by_organization, divide_evenly
from classes.actions.life.groups import change_group
from classes.actions.repeat_class import repeat_class
from classes.actions.roster_import import apply_roster, preview_roster, upload_roster
from classes.actions.roster_undo import undo_roster
from classes.models import Enrollment
from schoolhouse.refusals import Refusal
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_group, make_office
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user
from tests.factories.school import _file

pytestmark = pytest.mark.django_db
NOTHING = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def teacher(training_class, client):
    client.force_login(training_class.class_teacher)
    return training_class.class_teacher


def address(training_class, rest=""):
    return f"/classes/{training_class.public_id}/groups/{rest}"


def sizes(training_class):
    return Counter(training_class.enrollments.values_list("group__name", flat=True))


def test_even_division_makes_groups_of_one_size_and_spreads_organizations(training_class, teacher):
    places = [make_organization(f"村{number}") for number in range(3)]
    for number in range(13):
        make_enrollment(training_class, organization=places[number % 3])
    make_enrollment(training_class, state="withdrawn")

    assert divide_evenly(training_class=training_class, count=3, everybody=False, by=teacher) == 13

    found = sizes(training_class)
    assert sorted(found.values()) == [1, 4, 4, 5]
    assert found[None] == 1
    for place in places:
        spread = Counter(training_class.enrollments.filter(organization=place).values_list("group", flat=True))
        assert max(spread.values()) <= 2


def test_dividing_the_rest_fills_the_smallest_and_moves_nobody_else(training_class, teacher):
    seats = [make_enrollment(training_class) for _number in range(6)]
    first, second = make_group(training_class, members=seats[:3]), make_group(training_class, members=seats[3:4])

    assert divide_evenly(training_class=training_class, count=2, everybody=False, by=teacher) == 2

    assert Enrollment.objects.filter(group=first).count() == Enrollment.objects.filter(group=second).count() == 3
    assert set(Enrollment.objects.filter(group=first)) == set(seats[:3])


def test_dividing_everybody_anew_leaves_leaders_with_their_group(training_class, teacher):
    seats = [make_enrollment(training_class) for _number in range(8)]
    group = make_group(training_class, members=seats, leader=seats[7])

    divide_evenly(training_class=training_class, count=4, everybody=True, by=teacher)

    assert sorted(sizes(training_class).values()) == [2, 2, 2, 2]
    leader = Enrollment.objects.get(leads_group=True)
    assert (leader, leader.group) == (seats[7], group)


def test_division_by_organization_makes_a_group_of_each(training_class, teacher):
    one = make_organization("东镇")
    twins = [make_organization("李村", parent=one), make_organization("李村", parent=make_organization("西镇"))]
    for place in (one, *twins, twins[0], None):
        make_enrollment(training_class, organization=place)

    divide_by_organization(training_class=training_class, everybody=False, by=teacher)

    assert sizes(training_class) == {"东镇": 1, "东镇 李村": 2, "西镇 李村": 1, None: 1}


@pytest.mark.parametrize("count", ["0", "9", "", "x"])
def test_division_asks_for_a_number_that_fits(client, training_class, teacher, count):
    make_enrollment(training_class)
    answer = client.post(address(training_class, "divide/"), {"way": "evenly", "count": count})
    assert answer.status_code == 400
    assert not training_class.groups.exists()


def test_teacher_moves_learners_by_hand_and_names_a_leader(client, training_class, teacher):
    seats = [make_enrollment(training_class, make_user(f"Learner {number}")) for number in range(3)]
    client.post(address(training_class, "add/"), {"name": " 第一组 "})
    client.post(address(training_class, "add/"), {"name": "第一组"})
    group = training_class.groups.get()
    elsewhere = make_enrollment(make_class_today())
    chosen = [str(one.public_id) for one in (*seats[:2], elsewhere)]

    client.post(address(training_class, "move/"), {"group": str(group.public_id), "learner": chosen})
    answer = client.post(f"/classes/groups/{group.public_id}/", {"name": "一组", "leader": str(seats[0].public_id)})

    assert answer.status_code == 302
    assert list(Enrollment.objects.filter(group=group).order_by("pk")) == seats[:2]
    assert Enrollment.objects.get(leads_group=True) == seats[0]
    text = client.get(address(training_class), headers={"accept-language": "en"}).content.decode()
    assert "led by Learner 0" in text

    client.post(address(training_class, "move/"), {"group": "", "learner": chosen[:1]})
    assert not Enrollment.objects.filter(leads_group=True).exists()
    client.post(f"/classes/groups/{group.public_id}/dissolve/")
    assert sizes(training_class) == {None: 3}


@pytest.mark.parametrize(
    "data",
    [{"group": "x", "learner": []}, {"group": "", "learner": ["x"]}, {"group": "11111111-1111-1111-1111-111111111111"}],
)
def test_broken_move_finds_nothing(client, training_class, teacher, data):
    assert client.post(address(training_class, "move/"), data).status_code == 404


def test_leader_must_be_in_the_group(training_class, teacher):
    group, seat = make_group(training_class), make_enrollment(training_class)
    with pytest.raises(Refusal) as refused:
        change_group(group=group, name="One", leader=seat, by=teacher)
    assert refused.value.code == "not_a_member"


def test_database_holds_one_leader_who_is_in_the_group(training_class):
    seats = [make_enrollment(training_class) for _number in range(3)]
    make_group(training_class, members=seats[:2], leader=seats[0])
    for seat in seats[1:]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrollment.objects.filter(pk=seat.pk).update(leads_group=True)


def test_groups_cost_the_same_for_many(client, training_class, teacher):
    counts, made = [], 0
    for rows in (1, 30, 300):
        for number in range(made, rows):
            make_enrollment(training_class, group_name=f"Team {number % 40}", organization=make_organization())
        made = rows
        counts.append(count_queries(client, address(training_class)))
    assert len(set(counts)) == 1, counts


def test_import_puts_people_into_groups_and_undo_takes_empty_ones_away(training_class):
    boss = make_superuser()
    training_class.groups.create(name="第二组")
    text = "姓名,手机,小组\n新人一,13800138001,第一组\n新人二,13800138002,第二组\n新人三,13800138003,\n"
    roster = upload_roster(training_class=training_class, file=_file(text, "roster.csv"), by=boss)
    preview_roster(roster=roster, by=boss)
    apply_roster(roster=roster, by=boss)
    names = dict(training_class.enrollments.values_list("learner__full_name", "group__name"))
    assert names == {"新人一": "第一组", "新人二": "第二组", "新人三": None}
    assert [one.group_name for one in training_class.enrollments.order_by("pk")] == ["第一组", "第二组", ""]

    undo_roster(roster=roster, by=boss)
    assert list(training_class.groups.values_list("name", flat=True)) == ["第二组"]


def test_repeated_class_has_the_same_groups_and_offices_without_people():
    source = make_training_class()
    seat = make_enrollment(source)
    make_group(source, name="第一组", members=[seat], leader=seat)
    make_office(source, title="班长", holder=seat)
    starts_on = source.starts_on + datetime.timedelta(days=28)
    copy = repeat_class(source=source, starts_on=starts_on, period=2, title="Next", slug="next", by=make_superuser())

    assert [(one.name, one.members.count()) for one in copy.groups.all()] == [("第一组", 0)]
    assert list(copy.offices.values_list("title", "holder")) == [("班长", None)]
    assert source.groups.get().members.get() == seat
