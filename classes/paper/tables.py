"""What stands on the sheets of a class, as plain tables that a PDF and a spreadsheet are both made from."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.models import Enrollment, LiveClassPage, TrainingClassPage
from classes.permissions import INSIDE_STATES
from classes.queries.roster import BY_GROUP
from classes.queries.timetable import days_of
from people.accounts.identifiers import display_phone

DAYS_AT_ONCE = 10
"""Sign-in sheets of so many days go into one file."""
SIGNED_ROW, ROW = 11, 8
"""Heights of a row in millimeters, with a box to sign in and without."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width of a page, and its width in characters on a spreadsheet."""

    title: str
    share: float
    width: float


@dataclass(frozen=True)
class Sheet:
    """A table with a heading of its own; begins on a new page."""

    heading: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Table:
    """Everything that goes into one file; all its sheets have the same columns."""

    title: str
    columns: list[Column]
    sheets: list[Sheet]
    row_height: int = ROW


@dataclass(frozen=True)
class Wanted:
    """What is asked for: of which day, and a box for each half of it."""

    date: datetime.date | None = None
    by_half: bool = False


def seats_on_paper(training_class: TrainingClassPage) -> list[Enrollment]:
    """Return those inside a class in the order of the roster, with person, organization and group. One query."""
    rows = training_class.enrollments.filter(state__in=INSIDE_STATES)
    return list(rows.select_related("learner", "organization", "group").order_by(*BY_GROUP))


def _number() -> Column:
    return Column(_("No."), 0.45, 6)


def _person() -> list[Column]:
    return [_number(), Column(_("Group"), 1, 12), Column(pgettext("person", "Name"), 1.1, 14)]


def _cells(number: int, seat: Enrollment) -> list[Any]:
    group = _("%(group)s (leader)") % {"group": seat.group_name} if seat.leads_group else seat.group_name
    return [number, group, seat.learner.full_name]


def class_list(training_class: TrainingClassPage, wanted: Wanted, *, for_sheet: bool = False) -> Table:
    """Return the list of a class. Phone numbers stand only on the spreadsheet: the paper hangs on a wall."""
    columns = [*_person(), Column(_("Organization"), 2, 28), Column(pgettext("roster", "Post"), 1.2, 18)]
    rows = []
    for number, seat in enumerate(seats_on_paper(training_class), start=1):
        organization = seat.organization.name if seat.organization else ""
        phone = [display_phone(seat.learner.phone or "")] if for_sheet else []
        rows.append([*_cells(number, seat), organization, seat.post, *phone])
    if for_sheet:
        columns.append(Column(_("Phone"), 1, 18))
    return Table(_("Class list"), columns, [Sheet("", rows)])


def sign_in(training_class: TrainingClassPage, wanted: Wanted, *, for_sheet: bool = False) -> Table:
    """Return a sheet to sign for each day, or for each half of it; a spreadsheet has a column for each instead."""
    seats, boxes = seats_on_paper(training_class), _boxes(training_class, wanted)
    lines = [
        [*_cells(number, seat), seat.organization.name if seat.organization else ""]
        for number, seat in enumerate(seats, start=1)
    ]
    columns = [*_person(), Column(_("Organization"), 1.6, 28)]
    if for_sheet:
        columns += [Column(box, 1, 14) for box in boxes]
        rows = [[*line, *[""] * len(boxes)] for line in lines]
        return Table(_("Sign-in sheet"), columns, [Sheet("", rows)])
    columns += [Column(_("Signature"), 1.5, 20), Column(_("Time"), 0.8, 10)]
    sheets = [Sheet(box, [[*line, "", ""] for line in lines]) for box in boxes]
    return Table(_("Sign-in sheet"), columns, sheets, SIGNED_ROW)


def _boxes(training_class: TrainingClassPage, wanted: Wanted) -> list[str]:
    days = [wanted.date] if wanted.date else days_of_class(training_class)[:DAYS_AT_ONCE]
    halves = [_("morning"), _("afternoon")] if wanted.by_half else [""]
    return [f"{date_format(day, 'MONTH_DAY_FORMAT')} {half}".strip() for day in days for half in halves]


def days_of_class(training_class: TrainingClassPage) -> list[datetime.date]:
    """Return every day from the first to the last."""
    first = training_class.starts_on
    return [first + datetime.timedelta(days=number) for number in range((training_class.ends_on - first).days + 1)]


def name_plates(training_class: TrainingClassPage, wanted: Wanted, *, for_sheet: bool = False) -> Table:
    """Return what stands on the plates on the desks: name and organization."""
    columns = [Column(pgettext("person", "Name"), 1, 16), Column(_("Organization"), 2, 30)]
    seats = seats_on_paper(training_class)
    rows = [[seat.learner.full_name, seat.organization.name if seat.organization else ""] for seat in seats]
    return Table(_("Name plates"), columns, [Sheet("", rows)])


def timetable(training_class: TrainingClassPage, wanted: Wanted, *, for_sheet: bool = False) -> Table:
    """Return the timetable, a row for each item, in the time of the class."""
    zone = training_class.zone
    columns = [
        Column(_("Day"), 1.2, 16),
        Column(_("Time"), 1.1, 14),
        Column(pgettext("timetable", "What"), 3, 40),
        Column(_("Instructor"), 1.3, 18),
        Column(_("Where"), 1.2, 18),
    ]
    teaching, rows = _instructors(training_class), []
    for day in days_of(training_class, zone=zone, now=timezone.now()):
        name = f"{date_format(day.date, 'MONTH_DAY_FORMAT')} {date_format(day.date, 'D')}"
        for place, moment in enumerate(day.moments):
            item = moment.item
            start, end = item.starts_at.astimezone(zone), item.ends_at.astimezone(zone)
            who = teaching.get(item.page_id or 0, "")
            shown = name if place == 0 or for_sheet else ""
            rows.append([shown, f"{start:%H:%M}–{end:%H:%M}", str(moment.title), who, item.room])
    return Table(_("Timetable"), columns, [Sheet("", rows)])


def _instructors(training_class: TrainingClassPage) -> dict[int, str]:
    sessions = LiveClassPage.objects.live().child_of(training_class).prefetch_related("instructors__instructor")
    return {one.pk: " ".join(who.instructor.full_name for who in one.instructors.all()) for one in sessions}


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is called, what it is good for, and how its table is made."""

    label: str
    note: str
    table: Callable[..., Table]
    has_days: bool = field(default=False)
    is_plates: bool = field(default=False)


def papers() -> dict[str, Paper]:
    """Return what there is, by the word in its address."""
    return {
        "class-list": Paper(_("Class list"), _("By group, to hang up; the spreadsheet has phone numbers."), class_list),
        "sign-in": Paper(_("Sign-in sheets"), _("A box to sign for everybody."), sign_in, has_days=True),
        "name-plates": Paper(_("Name plates"), _("To fold, two on a page."), name_plates, is_plates=True),
        "timetable": Paper(_("Timetable"), _("All days on a few pages."), timetable),
    }


def flat_rows(sheets: Sequence[Sheet]) -> list[list[Any]]:
    """Return the rows of all sheets, one after the other."""
    return [row for sheet in sheets for row in sheet.rows]
