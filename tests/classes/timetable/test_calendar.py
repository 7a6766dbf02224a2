"""Timetables by day, week and month."""

from datetime import timedelta

import pytest
from django.urls import reverse

from classes.models import TimetableItem, TimetableItemKind
from people.models import Role
from tests.classes.queries_counted import count_queries
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_enrollment, make_timetable_item
from tests.factories.people import make_organization, make_user

WEEK = "?view=week&on=2027-03-26"
MINE, TEACHING = "classes:my_timetable", "classes:teaching_timetable"


def read(client, user, address, status=200):
    client.force_login(user)
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == status
    return response.content.decode()


def of_organization(organization):
    return reverse("classes:organization_timetable", args=[organization.public_id])


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        (WEEK, ["Bandages", "Visit"], ["Later"]),
        ("?view=day&on=2027-03-27", ["Visit"], ["Bandages", "Later"]),
        ("?view=month&on=2027-03-05", ["Bandages", "Visit", "Later"], []),
        ("?view=week&on=2027-04-05", [], ["Bandages", "Visit", "Later"]),
    ],
)
def test_learner_sees_what_is_on_in_the_days_asked_for(
    client, item, visit, learner, training_class, query, shown, hidden
):
    make_timetable_item(training_class, title="Later", starts_at=berlin(2027, 3, 31, 9))
    page = read(client, learner, reverse(MINE) + query)
    assert [name for name in shown if name not in page] == []
    assert [name for name in hidden if name in page] == []


def test_links_lead_to_the_stretch_before_and_after(client, learner):
    week = read(client, learner, reverse(MINE) + WEEK)
    assert "?view=week&amp;on=2027-03-19" in week
    assert "?view=week&amp;on=2027-04-02" in week
    month = read(client, learner, reverse(MINE) + "?view=month&on=2027-01-31")
    assert "?view=month&amp;on=2026-12-01" in month
    assert "?view=month&amp;on=2027-02-01" in month


@pytest.mark.parametrize("query", ["?view=year", "?on=2027-02-30", "?on=x", "?on=0001-01-01", "?on=9999-12-31"])
def test_days_that_do_not_exist_are_not_found(client, learner, query):
    read(client, learner, reverse(MINE) + query, 404)


def test_times_are_those_of_the_class_and_say_so(client, item, learner):
    page = read(client, learner, reverse(MINE) + WEEK)
    assert ">09:00</time>–11:00" in page
    assert "Europe/Berlin" in page


def test_day_is_that_of_the_class(client, beside, learner):
    far = beside(time_zone="America/New_York")
    make_enrollment(far, learner)
    make_timetable_item(far, title="Late", starts_at=berlin(2027, 3, 26, 2))  # the evening of the 25th there
    assert "Late" in read(client, learner, reverse(MINE) + "?view=day&on=2027-03-25")
    assert "Late" not in read(client, learner, reverse(MINE) + "?view=day&on=2027-03-26")


def test_instructor_sees_what_they_teach(client, item, visit, instructor):
    page = read(client, instructor, reverse(TEACHING) + WEEK)
    assert "Bandages" in page
    assert "Visit" not in page


def test_staff_sees_the_organization_and_its_rooms(client, item, visit, county):
    head = make_user(role=Role.HEAD, organization=county)
    page = read(client, head, of_organization(county) + WEEK)
    assert "room=Room%201" in page
    room = read(client, head, of_organization(county) + WEEK + "&room=room1")
    assert "Bandages" in room
    assert "Visit" not in room


def test_organization_is_not_found_by_those_without_a_role_there(client, county, item, learner, instructor):
    other = make_user(role=Role.HEAD, organization=make_organization("West county"))
    for person in (learner, instructor, other):
        read(client, person, of_organization(county) + WEEK, 404)


def test_cancelled_item_stays_with_its_reason(client, item, learner):
    TimetableItem.objects.update(state="cancelled", reason="Snow")
    page = read(client, learner, reverse(MINE) + WEEK)
    assert "Cancelled" in page
    assert "Snow" in page


def test_item_of_a_kind_that_is_gone_is_shown_neutrally(client, visit, learner):
    TimetableItem.objects.update(kind="gone.drill")
    page = read(client, learner, reverse(MINE) + WEEK)
    assert "Other" in page
    assert "gone.drill" not in page


@pytest.mark.parametrize("view", ["day", "week", "month"])
@pytest.mark.parametrize("which", ["mine", "organization"])
def test_timetable_costs_the_same_however_much_is_on(
    client, training_class, live_class, beside, county, learner, view, which
):
    counts = []
    address = reverse(MINE) if which == "mine" else of_organization(county)
    client.force_login(learner if which == "mine" else make_user(role=Role.HEAD, organization=county))
    for count in (1, 30, 300):
        others = [beside() for _number in range(2)] if count > 1 else []
        TimetableItem.objects.exclude(page=live_class.page_ptr).delete()
        for other in others:
            make_enrollment(other, learner)
        classes = [training_class, *others]
        TimetableItem.objects.bulk_create(
            TimetableItem(
                training_class=classes[number % len(classes)],
                kind=TimetableItemKind.CEREMONY.value,
                title=f"Item {number}",
                starts_at=berlin(2027, 3, 26, 9) + timedelta(minutes=number),
                ends_at=berlin(2027, 3, 26, 10) + timedelta(minutes=number),
            )
            for number in range(count)
        )
        counts.append(count_queries(client, f"{address}?view={view}&on=2027-03-26"))
    assert counts[0] == counts[1] == counts[2]
