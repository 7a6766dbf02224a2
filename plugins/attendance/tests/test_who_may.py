"""Who may open which address of the plugin: every one, by every role, a stranger, and each role of another county."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from classes.models import TimetableItem
from plugins.attendance.actions.appeals import appeal
from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.models import PointPhoto, SheetPhoto
from plugins.attendance.queries.half_days import HalfDay
from plugins.attendance.register.actions.tallies import tally_class
from plugins.attendance.register.models import EvidenceKind, RegisterEvidence, RegisterExport, Workbook
from plugins.attendance.tests.register.entries import count_at, outside_of
from tests.home.test_who_may import (  # noqa: F401
    ADMINISTERS,
    EVERYBODY,
    HEADS,
    MEMBERS,
    NOBODY,
    OWN,
    REOPENS,
    RUNS,
    Row,
    clients,
    committed_school,
    patterns,
    school,
    wrong,
)

pytestmark = pytest.mark.django_db

CALLS = RUNS | {"learner"}
"""The learner has the duty of the roll today; the roll is today's. What else a duty opens stands in test_duty."""
SHOWS_CODE = RUNS | {"instructor"}
WATCHES = CALLS | {"instructor"}
READS = RUNS | {"head"}
READS_UNIT = REOPENS | {"head"}
COUNTS = RUNS | {"point"}
COUNTS_ALONE = frozenset({"point", "administrator", "west point", "west administrator"})

TABLE = [
    Row("desk", ("class",), get=CALLS, shows=CALLS),
    Row("start", ("class",), post=CALLS, answers=(200, 302, 404)),
    Row("now", ("class",), get=CALLS, answers=(302,)),
    Row("half_day", ("class", "day", "half"), get=CALLS, post=CALLS, shows=CALLS),
    Row("mine", ("class",), get=OWN, shows=OWN),
    Row("register", ("class",), get=RUNS, shows=RUNS),
    Row("appeal", ("roll",), get=OWN, post=OWN, shows=OWN),
    Row("answer", ("appeal",), get=RUNS, post=RUNS, shows=RUNS),
    Row("withdraw", ("appeal",), post=OWN, answers=(200, 302)),
    Row("roll", ("roll",), get=CALLS, post=CALLS, shows=CALLS),
    Row("missing", ("roll",), get=WATCHES, query="?names=1"),
    Row("close", ("roll",), post=RUNS),
    Row("reopen", ("roll",), post=RUNS),
    Row("screen", ("roll",), get=SHOWS_CODE, shows=SHOWS_CODE),
    Row("code", ("roll",), get=SHOWS_CODE),
    # Whoever scans a code that is not shown is told so; a sign-in by one that is stands in test_sign_in.
    Row("scan", ("door", "token"), get=NOBODY, post=NOBODY),
    Row("point", get=frozenset({"point", "west point"}), shows=frozenset({"point"})),
    Row("point_roll", ("roll",), get=frozenset({"point"}), post=frozenset({"point"}), shows=frozenset({"point"})),
    Row("sheets", ("roll",), get=RUNS, shows=RUNS),
    Row("print_sheet", ("roll",), get=RUNS),
    Row("upload_sheet", ("roll",), post=RUNS),
    Row("sheet", ("sheet",), get=RUNS, post=RUNS, shows=RUNS),
    Row("sheet_photo", ("sheet", "size"), get=RUNS),
    Row("point_photo", ("point_photo", "size"), get=RUNS | {"point"}),
    # What a person's own device did not sign is refused in words; what it did stands in test_kept.
    Row("kept", post=MEMBERS),
    Row("enter", get=MEMBERS, post=MEMBERS),
    Row("enter_photo", post=MEMBERS),
    Row("worker", get=EVERYBODY),
    Row("learner", ("roll", "enrollment"), get=RUNS, post=RUNS, shows=RUNS),
    # The training register.
    Row("registers", get=HEADS, shows=READS_UNIT),
    Row("save_register", ("xlsx",), get=HEADS, post=HEADS),
    Row("class_register", ("class",), get=READS, shows=READS),
    Row("save_class_register", ("class", "pdf"), get=READS, post=READS),
    Row("register_export", ("export",), get=frozenset({"head"}), shows=frozenset({"head"})),
    Row("register_export_file", ("export",), get=frozenset({"head"})),
    Row("counts", get=COUNTS_ALONE, shows=frozenset({"point", "administrator"})),
    Row("count_alone", get=COUNTS_ALONE, post=COUNTS_ALONE),
    Row("count_in_class", ("class",), get=COUNTS, post=COUNTS, shows=COUNTS),
    Row("count", ("count",), get=COUNTS | {"head"}, shows=COUNTS | {"head"}),
    Row("correct_count", ("count",), get=COUNTS, post=COUNTS, shows=COUNTS),
    Row("write_outside", get=ADMINISTERS, post=ADMINISTERS),
    Row("outside", ("outside",), get=READS_UNIT, shows=READS_UNIT),
    Row("correct_outside", ("outside",), get=REOPENS, post=REOPENS, shows=REOPENS),
    Row("evidence", ("evidence",), get=COUNTS | {"head"}),
    Row("workbooks", get=ADMINISTERS, post=ADMINISTERS, shows=REOPENS),
    Row("workbook", ("workbook",), get=REOPENS),
    Row("delete_workbook", ("workbook",), post=REOPENS),
]


@pytest.fixture
def things(school):  # noqa: F811
    """What ``Row.args`` name: a roll of the eastern county that is going on."""
    east, now = school.east, timezone.now()
    item = TimetableItem.objects.create(
        training_class=east.training_class,
        title="Eastcanary item",
        starts_at=now - datetime.timedelta(minutes=30),
        ends_at=now + datetime.timedelta(hours=1),
    )
    roll = open_roll(item=item, by=east.people["class_teacher"])
    village = east.enrollment.organization
    about = {"training_class": east.training_class, "title": "Eastcanary count"}
    count = count_at(village, by=east.people["point"], at_point=True, **about)
    outside = outside_of(east.organization, by=east.people["administrator"], title="Eastcanary outside")
    photo, form = ContentFile(b"abc", name="Eastcanary.jpg"), ContentFile(b"abc", name="form.xlsx")
    kept = {"kind": EvidenceKind.PHOTO, "file": photo, "name": "Eastcanary.jpg", "size": 3}
    evidence = RegisterEvidence.objects.create(head_count=count, **kept)
    workbook = Workbook.objects.create(
        organization=east.organization, title="Eastcanary form", file=form, size=3, by=count.by
    )
    tally_class(training_class=east.training_class)
    asked = {"unit": str(east.organization.public_id), "year": now.year}
    export = RegisterExport.objects.create(
        by=east.people["head"], kind="pdf", asked=asked, title="Eastcanary", lines=1, state="done", file=form, name="a"
    )
    made = appeal(roll=roll, enrollment=east.enrollment, text="I was there", by=east.enrollment.learner)
    photo = {"roll": roll, "by": east.people["class_teacher"], "file": "a.jpg", "small": "b.jpg"}
    photo |= {"width": 4, "height": 3}
    for field in ("file", "small"):
        photo[field] = ContentFile(b"photo", f"{field}.jpg")
    sheet = SheetPhoto.objects.create(
        digest="0" * 64, read_at=now, found=[{"who": str(east.enrollment.public_id), "signed": True}], **photo
    )
    place = east.people["point"].role_assignments.first().organization
    return {
        "size": "small",
        "day": item.starts_at.astimezone(east.training_class.zone).date(),
        "half": HalfDay.of(item.starts_at.astimezone(east.training_class.zone)).value,
        "sheet": sheet.public_id,
        "point_photo": PointPhoto.objects.create(organization=place, client_key=uuid.uuid4(), **photo).public_id,
        "appeal": made.public_id,
        "class": east.training_class.public_id,
        "roll": roll.public_id,
        "door": "nowhere1",
        "token": "i1-0",
        "enrollment": east.enrollment.public_id,
        "key": uuid.UUID(int=3),
        "xlsx": "xlsx",
        "pdf": "pdf",
        "count": count.public_id,
        "outside": outside.public_id,
        "evidence": evidence.public_id,
        "workbook": workbook.public_id,
        "export": export.public_id,
    }


def test_every_address_lets_in_whom_the_table_says(clients, things):  # noqa: F811
    found = []
    for row in TABLE:
        address = reverse(f"plugins:attendance:{row.name}", args=[things[name] for name in row.args]) + row.query
        for actor, client in clients.items():
            found += wrong(row, actor, client, address)

    assert not found, "\n".join(found)


def test_every_address_stands_in_the_table():
    space = "plugins:attendance:"
    names = {name for name, _route, _pattern in patterns(get_resolver()) if name.startswith(space)}

    assert names == {f"{space}{row.name}" for row in TABLE}
