"""What a class needs on paper: right people, right boxes, no formulas."""

import io

import pypdfium2
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_group
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def training_class():
    held = make_class_today(title="第12期")
    place = make_organization("范村")
    seats = [
        make_enrollment(held, make_user("周兰", phone="+8613800131234"), organization=place, post="村医"),
        make_enrollment(held, make_user("=1+1")),
        make_enrollment(held, make_user("走了"), state="withdrawn"),
    ]
    make_group(held, name="第一组", members=seats[:1], leader=seats[0])
    return held


@pytest.fixture
def ask(client, training_class):
    client.force_login(training_class.class_teacher)

    def get(name, kind, query=""):
        answer = client.get(f"/classes/{training_class.public_id}/paper/{name}/{kind}/{query}", headers=ENGLISH)
        return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content

    return get


def sheet(content):
    rows = load_workbook(io.BytesIO(content)).active.iter_rows()
    return [[(cell.value, cell.data_type) for cell in row] for row in rows]


def values(content):
    return [[value for value, _kind in row] for row in sheet(content)]


def pages(content):
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_class_list_names_everybody_with_phones_only_on_the_spreadsheet(ask):
    rows = values(ask("class-list", "xlsx")[1])
    assert rows[0] == ["No.", "Group", "Name", "Organization", "Post", "Phone"]
    assert rows[1] == [1, "第一组 (leader)", "周兰", "范村", "村医", "13800131234"]
    assert rows[2][:4] == [2, None, "=1+1", None]
    assert len(rows) == 3
    (page,) = pages(ask("class-list", "pdf")[1])
    assert "周兰" in page
    assert "1234" not in page
    assert "走了" not in page


def test_name_that_looks_like_a_formula_stays_text(ask):
    for name in ("class-list", "sign-in", "name-plates"):
        cells = [cell for row in sheet(ask(name, "xlsx")[1]) for cell in row if cell[0] == "=1+1"]
        assert cells == [("=1+1", "s")]


@pytest.mark.parametrize(
    ("query", "sheets"), [("", 5), ("?per=half", 10), ("?date={today}&per=half", 2), ("?date=x", 5)]
)
def test_sign_in_sheets_have_a_page_for_each_day_or_half(ask, query, sheets):
    asked = query.format(today=timezone.localdate().isoformat())
    found = pages(ask("sign-in", "pdf", asked)[1])
    assert len(found) == sheets
    assert all("周兰" in page and "Signature" in page for page in found)
    rows = values(ask("sign-in", "xlsx", asked)[1])
    assert len(rows[0]) == 4 + sheets
    assert ("morning" in rows[0][4]) is ("half" in query)


def test_name_plates_stand_two_to_a_page_and_can_be_read_from_both_sides(ask, training_class):
    make_enrollment(training_class, make_user("孙丽"))
    found = pages(ask("name-plates", "pdf")[1])
    assert len(found) == 2
    assert "".join(found).count("孙丽") == 2


def test_timetable_is_in_the_time_of_the_class(ask, training_class):
    live = make_live_class(training_class, title="识字课", instructor=make_user("王老师"), room="一教室")
    make_timetable_item(training_class, page=live, starts_at=live.starts_at, ends_at=live.ends_at, room="一教室")
    rows = values(ask("timetable", "xlsx")[1])
    assert rows[1][1:] == ["09:00–11:00", "识字课", "王老师", "一教室"]
    assert "识字课" in pages(ask("timetable", "pdf")[1])[0]


@pytest.mark.parametrize(("name", "kind"), [("nothing", "pdf"), ("class-list", "docx")])
def test_paper_that_there_is_not_does_not_exist(ask, name, kind):
    assert ask(name, kind)[0] == 404


def test_empty_class_has_empty_papers(client):
    held = make_class_today()
    client.force_login(held.class_teacher)
    for name in ("class-list", "sign-in", "name-plates", "timetable"):
        for kind in ("pdf", "xlsx"):
            assert client.get(f"/classes/{held.public_id}/paper/{name}/{kind}/").status_code == 200


def test_paper_costs_the_same_for_many(client, training_class):
    client.force_login(training_class.class_teacher)
    counts, made = [], 0
    for rows in (1, 30, 300):
        for _number in range(made, rows):
            make_enrollment(training_class, organization=make_organization())
        made = rows
        counts.append(count_queries(client, f"/classes/{training_class.public_id}/paper/class-list/xlsx/"))
    assert len(set(counts)) == 1, counts
