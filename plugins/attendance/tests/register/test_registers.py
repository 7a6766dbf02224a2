"""The pages of the register: whose it is, what they say, what they cost."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.models import Organization
from plugins.attendance.register import writing
from plugins.attendance.register.actions.tallies import tally_class
from plugins.attendance.register.models import SessionTally
from plugins.attendance.tests.register.entries import count_at, outside_of
from plugins.attendance.tests.rolls import make_roll, say_of
from tests.classes.queries_counted import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class(school):
    return school.training_class("Land records")


@pytest.fixture
def attended(school, training_class, village):
    """A roll at which two were: one from the village, one from the county."""
    roll = make_roll(school, training_class, minutes_ago=30, minutes=30)
    for organization in (village, school.organization):
        say_of(roll, school.enrollment(training_class, organization=organization), "present")
    tally_class(training_class=training_class)
    return roll


@pytest.fixture
def administrator(school):
    return school.person("Zhao Admin", role="administrator")


def registers(**asked):
    return reverse("plugins:attendance:registers") + ("?" + "&".join(f"{k}={v}" for k, v in asked.items()))


def shown(client, **asked):
    return client.get(registers(**asked)).context


def test_head_sees_what_was_held_below_and_at_points(school, attended, village, holding, administrator):
    count_at(village, 12, by=administrator, at_point=True)
    outside_of(school.organization, 40, by=administrator, starts_on=datetime.date(timezone.now().year, 1, 1))
    client = school.client(holding("head", school.organization))

    page = shown(client)

    assert (page["totals"].person_times, page["totals"].sessions) == (2 + 12 + 120, 1 + 1 + 3)
    assert page["totals"].person_hours == 1 + 24 + 120
    assert page["totals"].at_point == 12
    below = {str(line.organization or "itself"): line.totals.person_times for line in page["below"]}
    assert below == {"itself": 122, "Village point": 12}
    assert {line.title for line in page["lines"]} == {"Land records", "Held before", ""}
    people = {
        str(line.organization or "itself"): line.totals.person_times for line in shown(client, show="people")["below"]
    }
    assert people == {"itself": 1 + 120, "Village point": 1 + 12}


def test_a_count_at_a_point_is_in_its_own_register_and_in_that_of_the_class(
    school, training_class, village, elsewhere, holding, attended
):
    """Also where the point lies outside of the organization that holds the class: once in each."""
    count_at(village, 9, by=training_class.class_teacher, training_class=training_class, at_point=True)
    above = school.client(holding("head", school.organization))
    point_head = school.client(holding("head", village))

    assert shown(above)["totals"].person_times == 11
    assert shown(point_head)["totals"].person_times == 9
    assert [line.totals.person_times for line in shown(point_head, show="people")["below"]] == [10]
    of_class = above.get(reverse("plugins:attendance:class_register", args=[training_class.public_id]))
    assert of_class.context["totals"].person_times == 11


def test_another_organizations_register_is_not_found(school, training_class, attended, elsewhere, holding):
    west = school.client(holding("head", elsewhere))
    for kind in ("xlsx", "pdf", "form"):
        assert west.get(address_of(training_class, kind)).status_code == 404
        assert (
            west.get(f"/plugins/attendance/register/save/{kind}/?unit={school.organization.public_id}").status_code
            == 404
        )
    assert west.get(registers(unit=school.organization.public_id)).status_code == 404
    assert west.get(registers(unit="nobody")).status_code == 404
    assert shown(west)["totals"].person_times == 0
    for role in ("learner", "instructor", "coordinator", "editor", "point"):
        assert school.client(holding(role, school.organization)).get(registers()).status_code == 404


def address_of(training_class, kind):
    return reverse("plugins:attendance:save_class_register", args=[training_class.public_id, kind])


def test_years_are_apart(school, attended, holding):
    SessionTally.objects.update(year=2020, day=datetime.date(2020, 3, 1))
    client = school.client(holding("head", school.organization))

    assert shown(client)["totals"].person_times == 0
    assert shown(client, year=2020)["totals"].person_times == 2
    assert shown(client)["years"] == [timezone.localdate().year, 2020]
    assert client.get(registers(year="twenty", page="x", show="nothing")).status_code == 200


def test_spreadsheet_holds_text_and_no_formula(school, administrator, holding):
    outside_of(school.organization, 7, by=administrator, title="=1+1", held_at="@SUM(A1)")
    year = SessionTally.objects.get().year

    answer = school.client(administrator).get(f"/plugins/attendance/register/save/xlsx/?year={year}")

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    title = sheet["E2"]
    assert (title.value, title.data_type) == ("=1+1", "s")
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][12] == rows[2][12] == 21
    assert "attachment" in answer["Content-Disposition"]


def test_signed_sheet_has_chinese_text(school, administrator):
    import pypdfium2

    outside_of(school.organization, 7, by=administrator, title="土地档案怎么读")
    year = SessionTally.objects.get().year

    answer = school.client(administrator, "zh-hans").get(f"/plugins/attendance/register/save/pdf/?year={year}")

    assert answer["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(b"".join(answer.streaming_content))[0].get_textpage().get_text_bounded()
    assert "土地档案怎么读" in text
    assert "培训台账" in text
    assert "填表人" in text


@pytest.mark.parametrize("show", ["classes", "sessions", "people"])
def test_page_costs_as_many_queries_for_many_lines(school, village, administrator, holding, show):
    client = school.client(holding("head", school.organization))
    counts = []
    for number in (1, 29, 270):
        for _number in range(number):
            outside_of(village if _number % 2 else school.organization, 7, by=administrator)
        year = SessionTally.objects.first().year
        counts.append(count_queries(client, registers(show=show, year=year)))
    # Before there is anything below, there is nothing to name.
    assert counts[1] == counts[2]
    assert counts[0] <= counts[1] <= counts[0] + 1


def test_page_of_a_class_costs_as_many_queries_for_many_sessions(school, training_class, attended):
    client = school.client(training_class.class_teacher)
    address = reverse("plugins:attendance:class_register", args=[training_class.public_id])
    few = count_queries(client, address)
    for _number in range(30):
        count_at(school.organization, 3, by=training_class.class_teacher, training_class=training_class)

    assert count_queries(client, address) == few


def test_whom_it_does_not_concern_it_costs_nothing(school, training_class, administrator):
    """The dashboard and the page of a class, with what the register adds to them and without."""
    from schoolhouse.extension_points import class_tools, dashboard_panels, navigation

    learner = school.learner(training_class)
    client = school.client(learner)
    addresses = ["/learn/", training_class.get_url()]
    for address in addresses:
        client.get(address)
    with_it = [count_queries(client, address, but="SAVEPOINT") for address in addresses]
    taken = {}
    for point in (navigation, dashboard_panels, class_tools):
        taken[point] = point._extensions
        point._extensions = [one for one in taken[point] if one.name != "attendance.register"]
    try:
        assert [count_queries(client, address, but="SAVEPOINT") for address in addresses] == with_it
    finally:
        for point, extensions in taken.items():
            point._extensions = extensions


def test_where_people_find_it(school, training_class, attended, village, holding):
    head = school.client(holding("head", school.organization))
    point = school.client(holding("point", village))
    teacher = school.client(training_class.class_teacher)

    dashboard = head.get("/learn/", follow=True).content.decode()
    assert registers().rstrip("?") in dashboard
    assert reverse("plugins:attendance:counts") in point.get("/learn/", follow=True).content.decode()
    desk = teacher.get(reverse("plugins:attendance:desk", args=[training_class.public_id])).content.decode()
    assert reverse("plugins:attendance:class_register", args=[training_class.public_id]) in desk


def test_too_many_lines_for_paper_are_refused(school, administrator, monkeypatch):
    outside_of(school.organization, 7, by=administrator)
    monkeypatch.setitem(writing.MOST, "pdf", 0)
    year = SessionTally.objects.get().year

    answer = school.client(administrator).get(f"/plugins/attendance/register/save/pdf/?year={year}", follow=True)

    assert answer.redirect_chain[0][0].startswith("/plugins/attendance/register/?")
    assert "do not fit" in answer.content.decode()


def test_an_unverified_learner_is_named_and_not_counted(school, training_class, attended):
    school.enrollment(training_class)
    tally_class(training_class=training_class)

    page = school.client(training_class.class_teacher).get(
        reverse("plugins:attendance:class_register", args=[training_class.public_id])
    )

    assert page.context["totals"].unverified == 1
    assert page.context["totals"].person_times == 2
    assert "1 is still unverified" in page.content.decode()


def test_organizations_that_are_empty_show_what_to_do(school, holding):
    page = school.client(holding("administrator", school.organization)).get(registers())

    assert "Nothing is on record" in page.content.decode()
    assert Organization.objects.count() == 1
