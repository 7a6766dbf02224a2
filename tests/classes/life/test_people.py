"""Who is who in a class, as its learners read it."""

import pytest

from classes.actions.life.groups import change_group
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_group, make_office, make_shift
from tests.factories.classes import make_enrollment
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def group(training_class):
    return make_group(training_class, name="First group")


@pytest.fixture
def seat(training_class, group):
    return make_enrollment(training_class, make_user("Zhou Lan"), group=group)


@pytest.fixture
def reader(client, seat):
    seat.learner.preferred_language = "en"
    seat.learner.save()
    client.force_login(seat.learner)
    return client


def address(training_class):
    return f"/classes/{training_class.public_id}/people/"


def text(answer):
    return " ".join(answer.content.decode().split())


def test_learner_reads_own_group_all_groups_officers_and_duties_from_today_on(training_class, group, seat, reader):
    leader = make_enrollment(training_class, make_user("Zhao Lead"), group=group)
    change_group(group=group, name="First group", leader=leader, by=training_class.class_teacher)
    other = make_enrollment(
        training_class, make_user("Qian Other"), group=make_group(training_class, name="Second group")
    )
    make_office(training_class, title="Monitor", holder=other)
    make_shift(seat, "roll")

    page = reader.get(address(training_class))

    assert page.context["own"].group == group
    shown = text(page)
    assert "Your group: First group" in shown
    assert "led by Zhao Lead" in shown
    for words in ("Second group", "Qian Other", "Monitor", "Zhou Lan"):
        assert words in shown
    assert [day.is_today for day in page.context["days"]] == [True]
    assert "<form" not in shown[shown.index("<main") : shown.index("</main>")]


def test_page_of_a_class_leads_those_inside_there(school):
    page = school.training_class()
    inside, outside = (school.client(person).get(page.get_url()) for person in (school.learner(page), school.person()))

    assert address(page) in text(inside)
    assert address(page) not in text(outside)


@pytest.mark.parametrize("state", ["withdrawn", "waiting"])
def test_who_is_not_inside_finds_nothing(training_class, client, state):
    client.force_login(make_enrollment(training_class, state=state).learner)

    assert client.get(address(training_class)).status_code == 404


def test_class_without_groups_says_so(training_class, client):
    client.force_login(make_enrollment(training_class).learner)

    page = client.get(address(training_class))

    assert (page.status_code, page.context["own"], page.context["groups"]) == (200, None, [])


def test_it_costs_the_same_for_one_learner_and_for_thirty(training_class, seat, reader):
    make_shift(seat, "roll")
    few = count_queries(reader, address(training_class))
    for number in range(30):
        other = make_enrollment(training_class, group=make_group(training_class, name=f"Group {number}"))
        make_office(training_class, title=f"Office {number}", holder=other)
        make_shift(other, "roll")

    assert count_queries(reader, address(training_class)) == few
