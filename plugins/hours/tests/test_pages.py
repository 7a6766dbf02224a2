"""The pages about hours."""

import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from people.roles import Role
from plugins.hours.actions.booking import book_all
from plugins.hours.models import HoursEntry
from plugins.hours.tests.factories import finish_lesson, make_learner, make_outside, make_table
from tests.classes.queries_counted import count_queries
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
OWN, UNIT = "/plugins/hours/", "/plugins/hours/unit/"


def give(learner, hours):
    """Let the learner have so many hours this year."""
    today = timezone.localdate()
    HoursEntry.objects.create(
        learner=learner, day=today, hours=hours, minutes=1, source="lesson", reference="given", title="Given"
    )


def cells(response):
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)


def names(response):
    return [row.full_name for row in response.context["page_obj"]]


@pytest.fixture
def coordinator(county):
    return make_user(role=Role.COORDINATOR, organization=county)


def test_own_page_says_how_many_of_how_many_and_why(client, county, learner, enrollment, roll):
    make_table(county, required_a_year=Decimal(20), online_factor=Decimal("0.5"))
    now = timezone.now()
    roll.session(enrollment, minutes=90, state="online", starts_at=now - datetime.timedelta(hours=3))
    finish_lesson(learner, hours="2.5")
    book_all([learner.pk])
    client.force_login(learner)

    response = client.get(OWN, headers=ENGLISH)

    year, text = response.context["year"], response.content.decode()
    assert (year.total, year.required, year.short) == (Decimal("3.5"), Decimal("20.0"), Decimal("16.5"))
    assert "90 min ÷ 45 × 0.5" in text
    assert "16.5 to go" in text
    assert client.get(OWN, {"year": "1000"}).context["year"].total == Decimal("3.5")
    assert client.get(OWN, {"year": str(now.year - 1)}).context["year"].total == 0
    assert [row[4] for row in cells(client.get(f"{OWN}export/"))[1:]] == [1, 2.5]


def test_dashboard_has_a_card(client, learner, coordinator):
    give(learner, 10)
    client.force_login(learner)
    assert "30 to go this year" in client.get("/learn/", headers=ENGLISH).content.decode()
    client.force_login(coordinator)
    assert UNIT in client.get("/learn/").content.decode()


def test_unit_shows_who_is_short_by_the_table_of_each_organization(client, county, coordinator):
    village = make_organization("Village", parent=county, kind="village")
    make_table(county, required_a_year=Decimal(40))
    make_table(village, required_a_year=Decimal(10))
    make_learner(make_organization("West"), "Elsewhere")
    for name, unit, hours in (("Zhao", county, 40), ("Qian", county, 39.99), ("Sun", village, 12), ("Li", village, 9)):
        give(make_learner(unit, name), hours)
    client.force_login(coordinator)

    response = client.get(UNIT)

    assert names(response) == ["Qian", "Zhao", "Li", "Sun"]
    overview = response.context["overview"]
    assert (overview.people, overview.short) == (4, 2)
    assert [(row[0].name, *row[1:]) for row in overview.below] == [("Village", 2, 1)]
    assert names(client.get(UNIT, {"short": "1"})) == ["Qian", "Li"]
    assert names(client.get(UNIT, {"unit": village.public_id})) == ["Li", "Sun"]
    rows = cells(client.get(f"{UNIT}export/", {"short": "1"}))
    assert [(row[0], row[5], row[6], row[7]) for row in rows[1:]] == [
        ("Qian", 39.99, 40, pytest.approx(0.01)),
        ("Li", 9, 10, 1),
    ]


def test_others_find_nothing(client, county, learner, coordinator):
    west = make_organization("West")
    stranger = make_user(role=Role.COORDINATOR, organization=west)
    person = f"{UNIT}people/{learner.public_id}/"
    client.force_login(coordinator)
    assert client.get(person).status_code == 200
    client.force_login(stranger)
    assert client.get(person).status_code == 404
    assert client.get(UNIT, {"unit": county.public_id}).status_code == 404
    assert client.get(UNIT, {"unit": "x"}).status_code == 404
    client.force_login(learner)
    for address in (UNIT, f"{UNIT}export/", f"{UNIT}outside/", person):
        assert client.get(address).status_code == 404
    client.force_login(make_user(role=Role.HEAD, organization=county))
    assert client.get(UNIT).status_code == 200
    assert client.get(f"{UNIT}outside/").status_code == 404
    client.logout()
    for address in (OWN, UNIT, person):
        assert "login" in client.get(address).url


def test_waiting_list_is_that_of_ones_own_organizations(client, county, learner, coordinator):
    from plugins.hours.actions.outside import submit_outside

    submit_outside(outside=make_outside(learner), by=learner)
    elsewhere = make_learner(make_organization())
    submit_outside(outside=make_outside(elsewhere), by=elsewhere)
    client.force_login(coordinator)

    assert [one.learner for one in client.get(f"{UNIT}outside/").context["page_obj"]] == [learner]


def test_queries_are_the_same_for_1_30_and_300_people(client, county, coordinator):
    client.force_login(coordinator)
    client.get(UNIT)
    counts, exports = [], []
    for number in (1, 29, 270):
        for _number in range(number):
            give(make_learner(county), 5)
        counts.append(count_queries(client, UNIT))
        exports.append(count_queries(client, f"{UNIT}export/"))

    assert counts == [counts[0]] * 3
    assert exports == [exports[0]] * 3


def test_queries_of_the_own_page_do_not_grow(client, learner):
    client.force_login(learner)
    client.get(OWN)
    counts = []
    for number in (1, 29):
        for _number in range(number):
            finish_lesson(learner, hours="0.25")
            make_outside(learner)
        book_all([learner.pk])
        counts.append(count_queries(client, OWN))

    assert counts[0] == counts[1]
