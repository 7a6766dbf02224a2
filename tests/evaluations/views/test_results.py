"""The school's figures: whose, of what, never of few, and read from tallies alone."""

import datetime
import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from classes.models import LiveClassPage
from evaluations.actions.feedback.forms import freeze_version
from evaluations.models import FeedbackForm
from lessons.models import LessonIndexPage
from people.models import Organization, User
from people.roles import Role
from tests.evaluations.results import make_answers, make_tally
from tests.factories.classes import make_live_class, make_training_class
from tests.factories.evaluations import make_form, make_survey, question
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_page, make_place, make_user

AUGUST = datetime.datetime(2026, 8, 10, 9, tzinfo=datetime.UTC)
SEPTEMBER = datetime.datetime(2026, 9, 10, 9, tzinfo=datetime.UTC)
PAGE = "/evaluations/results/"


@dataclass
class Town:
    """A city with two counties; in each a class whose live class belongs to a category."""

    city: Organization
    east: Organization
    west: Organization
    form: FeedbackForm
    lives: dict[str, LiveClassPage]
    categories: dict[str, Any]
    instructors: dict[str, User]


@pytest.fixture
def town(db: None) -> Town:
    city = make_organization("City")
    east, west = make_organization("East", parent=city), make_organization("West", parent=city)
    made = Town(city, east, west, make_form(city), {}, {}, {})
    for name, organization in (("east", east), ("west", west)):
        made.instructors[name] = make_user(f"{name} instructor")
        made.categories[name] = make_category(organization, name=f"{name} category")
        place = make_place(organization)
        lessons = place.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
        lesson = make_lesson(index=lessons, category=made.categories[name])
        training_class = make_training_class(index=make_page(place))
        made.lives[name] = make_live_class(training_class, instructor=made.instructors[name], lesson=lesson)
    return made


def survey_in(town: Town, name: str, opens_at: datetime.datetime = SEPTEMBER, **fields: Any) -> Any:
    fields.setdefault("form", make_form(town.city))
    return make_survey(town.lives[name], opens_at=opens_at, closes_at=opens_at + datetime.timedelta(days=7), **fields)


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def head_of(organization: Organization) -> Client:
    client = english()
    client.force_login(make_user(role=Role.HEAD, organization=organization))
    return client


def lines(client: Client, **query: str) -> dict[str, tuple[int, str]]:
    page = client.get(PAGE, query).context["page_obj"]
    return {line.name: (line.figure.given, line.figure.words) for line in page}


def test_head_reads_the_own_organization_and_those_below(town: Town) -> None:
    make_tally(survey_in(town, "east"), 0, 0, 0, 0, 5)
    make_tally(survey_in(town, "west"), 5, 0, 0, 0, 0)
    for place, expected in ((town.east, {"east category": (5, "5.00 (5.00 – 5.00)")}), (town.city, None)):
        found = lines(head_of(place))
        assert found == expected if expected else set(found) == {"east category", "west category"}
    page = head_of(town.east).get(PAGE).content.decode()
    assert "West" not in page
    foreign = str(town.categories["west"].translation_key)
    assert "west" not in head_of(town.east).get(PAGE, {"category": foreign}).content.decode()
    assert "west" not in page


@pytest.mark.parametrize("role", [Role.LEARNER, Role.INSTRUCTOR, Role.CLASS_TEACHER, Role.EDITOR, Role.COORDINATOR])
def test_others_find_nothing(town: Town, role: str) -> None:
    client = english()
    client.force_login(make_user(role=role, organization=town.city))
    assert [client.get(PAGE + end).status_code for end in ("", "xlsx/", "pdf/")] == [404, 404, 404]


def test_filters_narrow_by_all_that_can_be_chosen(town: Town) -> None:
    make_tally(survey_in(town, "east", AUGUST), 0, 0, 0, 5, 0)
    make_tally(survey_in(town, "east"), 0, 0, 0, 0, 6)
    make_tally(survey_in(town, "west"), 7, 0, 0, 0, 0)
    client = head_of(town.city)
    narrowed = {
        "category": str(town.categories["east"].translation_key),
        "organization": str(town.east.public_id),
        "instructor": str(town.instructors["east"].public_id),
        "until": "2026-08-31",
        "since": "2026-09-01",
    }
    given = {name: client.get(PAGE, {name: value}).context["figure"].given for name, value in narrowed.items()}
    assert given == {"category": 11, "organization": 11, "instructor": 11, "until": 5, "since": 13}
    assert client.get(PAGE, narrowed | {"until": ""}).context["figure"].given == 6
    assert client.get(PAGE, {"category": "x", "since": "31.31.", "by": "=1"}).context["figure"].given == 18


def test_lines_are_by_category_organization_instructor_or_month(town: Town) -> None:
    make_tally(survey_in(town, "east", AUGUST), 0, 0, 0, 5, 0)
    make_tally(survey_in(town, "west"), 5, 0, 0, 0, 0)
    client = head_of(town.city)
    assert {by: list(lines(client, by=by)) for by in ("category", "organization", "instructor", "month")} == {
        "category": ["east category", "west category"],
        "organization": ["East", "West"],
        "instructor": ["east instructor", "west instructor"],
        "month": ["August 2026", "September 2026"],
    }


def test_each_line_leads_on_to_its_own_figures(town: Town) -> None:
    make_tally(survey_in(town, "east", AUGUST), 0, 0, 0, 5, 0)
    make_tally(survey_in(town, "west"), 6, 0, 0, 0, 0)
    client = head_of(town.city)
    for by in ("category", "organization", "instructor", "month"):
        for line in client.get(PAGE, {"by": by}).context["page_obj"]:
            assert client.get(PAGE + line.address).context["figure"].given == line.figure.given, line


def test_category_below_another_counts_with_it(town: Town) -> None:
    above = make_category(town.city, name="Above")
    town.categories["east"].parent = above
    town.categories["east"].save()
    make_tally(survey_in(town, "east"), 0, 0, 0, 5, 0)
    client = head_of(town.city)
    assert list(lines(client)) == ["Above"]
    assert list(lines(client, category=str(above.translation_key))) == ["east category"]


def test_what_is_about_an_instructor_by_name_is_not_a_colleagues(town: Town) -> None:
    make_tally(survey_in(town, "east", instructor=town.instructors["west"]), 0, 0, 0, 5, 0)
    assert list(lines(head_of(town.city), by="instructor")) == ["west instructor"]


def test_school_is_compared_with_and_not_told_from_few(town: Town) -> None:
    make_tally(survey_in(town, "east"), 0, 0, 0, 0, 5)
    client = head_of(town.east)
    for _number in range(2):
        make_tally(survey_in(town, "west", instructor=make_user()), 5, 0, 0, 0, 0)
        assert client.get(PAGE).context["school_mean"] is None
    make_tally(survey_in(town, "west", instructor=make_user()), 5, 0, 0, 0, 0)
    assert client.get(PAGE).context["school_mean"] == 2.0
    assert "mean of the whole school" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_fewer_than_five_show_nothing_nor_can_be_subtracted(town: Town, is_anonymous: bool) -> None:
    few = survey_in(town, "east", AUGUST, form=make_form(town.city, is_anonymous=is_anonymous))
    make_answers(few, 1, 1, 1, 1)
    make_answers(survey_in(town, "east"), 5, 5, 5, 5, 5)
    client = head_of(town.city)
    seen = {until: client.get(PAGE, {"until": until}).context["figure"] for until in ("2026-08-31", "2026-09-30")}
    assert {until: (figure.given, figure.mean) for until, figure in seen.items()} == {
        "2026-08-31": (0, None),
        "2026-09-30": (5, 5.0),
    }
    empty = client.get(PAGE, {"until": "2026-08-31"}).content.decode()
    assert "Too few answers to show" in empty
    assert "distribution" not in empty
    sheet = b"".join(client.get(f"{PAGE}xlsx/", {"until": "2026-08-31"}).streaming_content)  # type: ignore[attr-defined]
    assert list(load_workbook(io.BytesIO(sheet)).active.values)[1:] == []  # type: ignore[union-attr]


READ = re.compile(r'(?:FROM|JOIN) "([a-z_]+)"')
ANSWERS = {"evaluations_feedbackanswer", "evaluations_feedbackresponse", "evaluations_feedbackparticipation"}


@pytest.mark.parametrize("by", ["category", "organization", "instructor", "month"])
def test_page_costs_the_same_however_many_were_asked_and_reads_no_answer(town: Town, by: str) -> None:
    client = head_of(town.city)
    client.get(PAGE)  # what each process keeps
    counts = []
    for size in (1, 30):
        for number in range(size):
            name = "east" if number % 2 else "west"
            make_tally(survey_in(town, name, AUGUST + datetime.timedelta(days=number)), 1, 1, 1, 1, 1)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE, {"by": by}).status_code == 200
        counts.append(len(queries))
        tables = {table for query in queries.captured_queries for table in READ.findall(query["sql"])}
        assert "evaluations_surveytally" in tables
        assert not tables & ANSWERS
    assert counts[0] == counts[1] <= 14


def test_figures_are_saved_as_a_spreadsheet_without_formulas_and_as_pdf(town: Town) -> None:
    town.instructors["east"].full_name = "=HYPERLINK(1)"
    town.instructors["east"].save()
    make_tally(survey_in(town, "east"), 0, 0, 0, 3, 3)
    client = head_of(town.city)
    answer = client.get(f"{PAGE}xlsx/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.value == "=HYPERLINK(1)"] == ["=HYPERLINK(1)"]
    assert "f" not in {cell.data_type for cell in cells}
    rows = list(sheet.values)
    assert rows[1][:6] == ("All together", None, 1, 6, 6, 4.5)
    assert rows[1][-2:] == (3, 3)
    assert {row[0] for row in rows[2:]} == {"Lesson category", "Organization", "Instructor", "Month"}
    assert "no-store" in answer["Cache-Control"]
    pdf = client.get(f"{PAGE}pdf/")
    assert (pdf.content[:5], pdf["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert client.get(f"{PAGE}csv/").status_code == 404


def test_figures_are_found_from_the_pages_of_heads(town: Town) -> None:
    client = head_of(town.city)
    for page in ("home:figures", "evaluations:index"):
        assert f'href="{PAGE}"' in client.get(reverse(page)).content.decode()
    client.force_login(make_user(role=Role.INSTRUCTOR, organization=town.city))
    assert f'href="{PAGE}"' not in client.get(reverse("evaluations:index")).content.decode()


def test_instructor_and_class_teacher_see_their_own_mean(town: Town) -> None:
    own = survey_in(town, "east")
    make_tally(own, 0, 0, 0, 0, 5)
    make_tally(own, 5, 0, 0, 0, 0, instructor=town.instructors["west"])
    client = english()
    client.force_login(town.instructors["east"])
    assert client.get(reverse("evaluations:index")).context["figure"].mean == 5.0
    client.force_login(make_user(role=Role.CLASS_TEACHER, organization=town.east))
    held = town.lives["east"].get_parent().specific
    figure = client.get(reverse("evaluations:class_feedback", args=[held.public_id])).context["figure"]
    assert (figure.surveys, figure.mean) == (1, 3.0)


def test_summary_is_saved_as_the_reader_may_read_it(town: Town) -> None:
    survey = survey_in(town, "east")
    make_answers(survey, 5, 5, 4, 4, 4, texts=("=1+1", "+Canary"))
    client = english()
    client.force_login(town.instructors["east"])
    address = reverse("evaluations:summary_file", args=[survey.public_id, "xlsx"])
    assert address in client.get(reverse("evaluations:summary", args=[survey.public_id])).content.decode()
    sheet = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    rows = [row[2:] for row in sheet.values]
    assert [row for row in rows if row[0] == "Useful?"] == [
        *(("Useful?", str(level), count, None, None) for level, count in enumerate((0, 0, 0, 3, 2), start=1)),
        ("Useful?", "Mean", 5, 4.4, None),
    ]
    assert [row[1] for row in rows if row[0] == "Remarks"] == ["+Canary", "=1+1"]
    assert client.get(address.replace("xlsx", "pdf")).content[:5] == b"%PDF-"
    assert client.get(address.replace("xlsx", "csv")).status_code == 404
    client.force_login(town.instructors["west"])
    assert client.get(address).status_code == 404


def test_closed_summary_is_saved_without_answers(town: Town) -> None:
    survey = survey_in(town, "east")
    make_answers(survey, 5, 5, 4, 4, texts=("Canary",))
    client = english()
    client.force_login(town.instructors["east"])
    address = reverse("evaluations:summary_file", args=[survey.public_id, "xlsx"])
    sheet = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert [row[2] for row in sheet.values][1:] == ["Too few answers to show"]
    assert client.get(address.replace("xlsx", "pdf")).status_code == 200


def test_question_stands_beside_its_interval_and_the_mean_of_the_school(town: Town) -> None:
    form = make_form(town.city)
    surveys = [survey_in(town, name, form=form) for name in ("east", "west")]
    for survey in surveys:
        make_answers(survey, 3, 3, 4, 4, 4)
    client = english()
    client.force_login(town.instructors["east"])
    page = reverse("evaluations:summary", args=[surveys[0].public_id])
    assert "whole school" not in client.get(page).content.decode()
    for about in (town.instructors["west"], make_user()):
        assert "whole school" not in client.get(page).content.decode()
        make_answers(survey_in(town, "west", AUGUST, form=form, instructor=about), 1, 1, 1, 1, 1)
    shown = client.get(page).content.decode()
    assert "whole school: 2.3" in shown
    assert "95 %: 2.9 to 4.3" in shown


CLEAR = question("scale", "Clear?", levels=5)
CHANGED = {
    "words": {"value": CLEAR["value"] | question("scale", "Boring?", levels=5)["value"]},
    "scale": {"value": CLEAR["value"] | {"levels": 3}},
    "ends": {"value": CLEAR["value"] | question("scale", "Clear?", levels=5, low="Very", high="Not at all")["value"]},
    "kind": {**question("stars", "Clear?"), "id": CLEAR["id"]},
}


@pytest.mark.parametrize("where", ["another form", "another version"])
@pytest.mark.parametrize("change", CHANGED)
def test_question_is_not_compared_with_another_one_of_the_same_key(town: Town, change: str, where: str) -> None:
    form = make_form(town.city, content=[CLEAR])
    own = survey_in(town, "east", form=form)
    make_answers(own, 3, 3, 4, 4, 4)
    changed = [{**CLEAR, **CHANGED[change]}]
    if where == "another form":
        other = make_form(town.city, content=changed)
    else:
        other = form
        form.content = changed
        form.save()
        form.refresh_from_db()
        freeze_version(form=form)
    for _number in range(3):
        make_answers(survey_in(town, "west", AUGUST, form=other, instructor=make_user()), 1, 1, 1, 1, 1)
    client = english()
    client.force_login(town.instructors["east"])
    page = reverse("evaluations:summary", args=[own.public_id])
    assert "whole school" not in client.get(page).content.decode()


def test_question_is_compared_in_all_forms_and_versions_that_ask_the_same(town: Town) -> None:
    own = survey_in(town, "east", form=make_form(town.city, content=[CLEAR]))
    make_answers(own, 3, 3, 4, 4, 4)
    for number in range(3):
        other = make_form(town.city, content=[CLEAR, question("text", f"Other {number}")])
        make_answers(survey_in(town, "west", AUGUST, form=other, instructor=make_user()), 2, 2, 2, 2, 2)
    client = english()
    client.force_login(town.instructors["east"])
    assert "whole school: 2.4" in client.get(reverse("evaluations:summary", args=[own.public_id])).content.decode()
