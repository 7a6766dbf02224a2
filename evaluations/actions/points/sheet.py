"""Points from a spreadsheet: upload, look, take all or nothing. The same file never counts twice in a class."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from classes.closing.frozen import refuse_closed
from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.actions.points.ledger import checked_points, checked_reason, hold_seats
from evaluations.models import PointEntry, PointsImport, SchemeComponent
from evaluations.permissions.points import may_award_points
from foundation.sheets.imports import ImportState
from foundation.sheets.tables import Column, Record
from people.models import User
from schoolhouse.refusals import Refusal

BY_SHEET = "by_sheet"
COLUMNS = (
    Column("name", pgettext_lazy("person", "Name"), ("姓名", "name", "学员", "learner"), required=True),
    Column("points", gettext_lazy("Points"), ("得分", "积分", "分数", "points", "score"), required=True),
    Column("organization", gettext_lazy("Organization"), ("单位", "organization", "工作单位")),
    Column("reason", gettext_lazy("Reason"), ("事由", "原因", "理由", "reason")),
)


@dataclass
class PlannedEntry:
    """A row of the sheet: whom it is for, how many points, why; or what is wrong with it."""

    row: int
    name: str
    enrollment: Enrollment | None = None
    points: Decimal | None = None
    reason: str = ""
    fault: str = ""
    is_there: bool = False


@transaction.atomic
def upload_points(
    *,
    training_class: TrainingClassPage,
    file: IO[bytes] | Any,
    reason: str,
    by: User,
    component: SchemeComponent | None = None,
) -> PointsImport:
    """Read ``file`` and keep its rows to look at. ``reason`` stands where a row has none.

    Raises ``UnreadableSheet`` for a file that cannot be taken, ``Refusal`` for who may not give points here.
    """
    _check(training_class, by)
    sheet = PointsImport(training_class=training_class, uploaded_by=by)
    sheet.fill(file, COLUMNS)
    sheet.options = {"component": component.pk if component is not None else None, "reason": checked_reason(reason)}
    sheet.state = ImportState.PREVIEWED
    sheet.save()
    return sheet


def plan_of(sheet: PointsImport) -> list[PlannedEntry]:
    """Work out what taking the sheet would do. As many queries for one row as for a thousand."""
    seats = Enrollment.objects.filter(training_class=sheet.training_class, state__in=INSIDE_STATES)
    by_name: defaultdict[str, list[Enrollment]] = defaultdict(list)
    for seat in seats.select_related("learner", "organization"):
        by_name[_folded(seat.learner.full_name)].append(seat)
    # A row without points is nobody's fault: the sheet to fill in has a row for everybody.
    filled = [record for record in sheet.records if record.values.get("points", "").strip()]
    planned = [_planned(record, by_name, sheet.options["reason"]) for record in filled]
    for fault in sheet.sheet_faults:
        planned.append(PlannedEntry(fault.row, "", fault=str(fault)))
    keys = {_key(sheet, row): row for row in planned}
    there = PointEntry.objects.filter(source=BY_SHEET, source_key__in=list(keys)).values_list("source_key", flat=True)
    for key in there:
        keys[str(key)].is_there = True
    return sorted(planned, key=lambda row: row.row)


@transaction.atomic
def apply_points(*, sheet: PointsImport, by: User) -> int:
    """Put every row onto the ledger, or none; return how many entries were made.

    Rows of the same file that stand there already are left as they are. Raises ``Refusal`` while a row is at fault,
    when the sheet was taken or dropped meanwhile, and when the class is closed.
    """
    sheet = PointsImport.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=sheet.pk)
    _check(sheet.training_class, by)
    if not sheet.may_become(ImportState.APPLIED):
        raise Refusal(_("This sheet was taken or dropped already."), code="wrong_state")
    hold_seats(sheet.training_class)
    refuse_closed(sheet.training_class)
    planned = plan_of(sheet)
    if any(row.fault for row in planned):
        raise Refusal(_("Nothing was taken: some rows must be mended first."), code="sheet_faulty")
    now = timezone.now()
    made = PointEntry.objects.bulk_create(
        [
            PointEntry(
                learner=row.enrollment.learner,
                training_class=sheet.training_class,
                component_id=sheet.options["component"],
                points=row.points,
                reason=row.reason,
                source=BY_SHEET,
                source_key=_key(sheet, row),
                by=by,
                occurred_at=now,
            )
            for row in planned
            if row.enrollment is not None and row.points is not None and not row.is_there
        ],
        batch_size=200,
    )
    sheet.result = {"entries": len(made)}
    sheet.applied_at = now
    sheet.close(ImportState.APPLIED)
    sheet.save()
    return len(made)


@transaction.atomic
def discard_points(*, sheet: PointsImport, by: User) -> None:
    """Drop an upload without taking it; its rows are forgotten. Raises ``Refusal``."""
    sheet = PointsImport.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=sheet.pk)
    _check(sheet.training_class, by)
    if not sheet.may_become(ImportState.DISCARDED):
        raise Refusal(_("This sheet was taken or dropped already."), code="wrong_state")
    sheet.close(ImportState.DISCARDED)
    sheet.save()


def _check(training_class: TrainingClassPage, by: User) -> None:
    if not may_award_points(by, training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)


def _key(sheet: PointsImport, row: PlannedEntry) -> str:
    return f"{sheet.training_class_id}/{sheet.digest}/{row.row}"


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _planned(record: Record, by_name: dict[str, list[Enrollment]], reason: str) -> PlannedEntry:
    values = record.values
    row = PlannedEntry(record.row, values.get("name", "").strip())
    found = by_name.get(_folded(row.name), [])
    if len(found) > 1 and (organization := _folded(values.get("organization", ""))):
        found = [seat for seat in found if seat.organization and _folded(seat.organization.name) == organization]
    if len(found) != 1:
        row.fault = (
            _("Several learners have this name: add their organization.") if found else _("Nobody in the class.")
        )
        return row
    row.enrollment = found[0]
    try:
        row.points = checked_points(values.get("points", "").strip())
        row.reason = checked_reason(values.get("reason", "").strip() or reason)
    except Refusal as refusal:
        row.fault = str(refusal)
    return row
