"""Making a long register in the background, for whoever asked and nobody else."""

import datetime
from contextlib import suppress
from tempfile import SpooledTemporaryFile

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from people.models import Organization, User
from plugins.attendance.register.models import ExportState, RegisterExport, Workbook
from plugins.attendance.register.models.export import KEPT_DAYS
from plugins.attendance.register.permissions import may_read_class, register_units
from plugins.attendance.register.queries.book import Book
from plugins.attendance.register.workbook.faults import BadWorkbook
from plugins.attendance.register.writing import Wanted, write
from schoolhouse.jobs import enqueue
from schoolhouse.refusals import Refusal

MAKE = "attendance.make_export"
AT_A_TIME = 3
"""So many one person may wait for."""
IN_MEMORY = 4 * 1024 * 1024


@transaction.atomic
def ask_export(*, wanted: Wanted, by: User) -> RegisterExport:
    """Have a register made; the same that is already being made for ``by`` is given instead. Raises ``Refusal``."""
    User.objects.select_for_update().get(pk=by.pk)
    asked, made = _asked(wanted), RegisterExport.objects.filter(by=by)
    waiting = [one for one in made.filter(state__in=(ExportState.WAITING, ExportState.MAKING)) if one.is_at_work]
    for one in waiting:
        if (one.kind, one.asked, one.language) == (wanted.kind, asked, get_language()):
            return one
    if len(waiting) >= AT_A_TIME:
        said = _("%(count)d registers are still being made for you. Wait for one of them.")
        raise Refusal(said % {"count": AT_A_TIME}, code="many", status=429)
    export = RegisterExport.objects.create(
        by=by,
        kind=wanted.kind,
        asked=asked,
        title=wanted.title[:300],
        language=get_language() or "",
        school=wanted.school[:255],
        lines=wanted.book.rows.count(),
    )
    enqueue(MAKE, {"export": export.pk}, key=f"{MAKE}:{export.pk}")
    return export


def make_export(*, export: RegisterExport) -> None:
    """Write the file; called by a job. What went wrong is kept in words for the asker."""
    with transaction.atomic():
        export = RegisterExport.objects.select_for_update(of=("self",)).select_related("by").get(pk=export.pk)
        if not export.may_become(ExportState.MAKING):
            return
        export.state, export.progress, export.fault = ExportState.MAKING, 0, ""
        export.save()
    with override(export.language), SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        wanted = wanted_of(export)
        if wanted is None:
            _fail(export, _("You no longer read this register, or it is gone."))
            return
        try:
            write(wanted, file, report=lambda done: _report(export, done))
        except (BadWorkbook, FileNotFoundError) as error:
            _fail(export, str(error.faults[0]) if isinstance(error, BadWorkbook) else _("Its file is no longer there."))
        except Exception:
            _fail(export, _("Something went wrong. The administrators see it in their report of jobs."))
            raise
        else:
            _finish(export, wanted, file)


def _finish(export: RegisterExport, wanted: Wanted, file: SpooledTemporaryFile[bytes]) -> None:
    export.size = file.tell()
    file.seek(0)
    export.name = wanted.name[:350]
    export.file.save("register", File(file), save=False)  # type: ignore[arg-type]  # a file in all but its class
    export.state, export.progress = ExportState.DONE, 100
    try:
        export.save()
    except BaseException:
        export.file.storage.delete(str(export.file.name))
        raise


def _fail(export: RegisterExport, words: str) -> None:
    export.state, export.fault = ExportState.FAILED, words[:300]
    export.save(update_fields=["state", "fault"])


def _report(export: RegisterExport, done: int) -> None:
    RegisterExport.objects.filter(pk=export.pk, state=ExportState.MAKING).update(progress=done)


def wanted_of(export: RegisterExport) -> Wanted | None:
    """Return what was asked for, if its asker may still read it."""
    asked, form = export.asked, None
    book = _book_of(export)
    if book is None:
        return None
    if "form" in asked:
        form = book.forms().filter(public_id=asked["form"]).first()
        if form is None:
            return None
    return Wanted(book, export.kind, export.school, form)


def _book_of(export: RegisterExport) -> Book | None:
    asked = export.asked
    if "class" in asked:
        page = TrainingClassPage.objects.filter(public_id=asked["class"]).first()
        return Book(page.organization, training_class=page) if page and may_read_class(export.by, page) else None
    unit: Organization | None = register_units(export.by).filter(public_id=asked["unit"]).first()
    return Book(unit, year=asked["year"]) if unit else None


def _asked(wanted: Wanted) -> dict[str, object]:
    book, form = wanted.book, wanted.form
    asked: dict[str, object] = {}
    if book.training_class is not None:
        asked["class"] = str(book.training_class.public_id)
    elif book.organization is not None:
        asked |= {"unit": str(book.organization.public_id), "year": book.year}
    if isinstance(form, Workbook):
        asked["form"] = str(form.public_id)
    return asked


def sweep_exports() -> int:
    """Delete what was made long ago, files first; return how many."""
    until = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    old = list(RegisterExport.objects.filter(created_at__lt=until)[:1000])
    for export in old:
        if export.file:
            with suppress(FileNotFoundError):
                export.file.storage.delete(str(export.file.name))
        export.delete()
    return len(old)
