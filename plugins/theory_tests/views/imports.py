"""Questions from a file and to a file, for editors."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.sheets.faults import column_letters
from foundation.sheets.imports import ImportState
from foundation.sheets.writer import OutColumn, sheet_response
from people.views.current import person_of
from plugins.theory_tests.actions.question_import import (
    apply_questions,
    discard_questions,
    undo_questions,
    upload_questions,
)
from plugins.theory_tests.formats import WRITERS
from plugins.theory_tests.formats.school.sheet import COLUMNS
from plugins.theory_tests.forms.question_import import QuestionFileForm
from plugins.theory_tests.models import BankKind, QuestionImport
from plugins.theory_tests.models.question_import import FileKind
from plugins.theory_tests.permissions import may_edit_anywhere
from plugins.theory_tests.queries.bank import categories_of, exported
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 50
FAULTS_SHOWN = 200
_FILES = {"gift": ("txt", "text/plain; charset=utf-8"), "moodle-xml": ("xml", "application/xml; charset=utf-8")}


def _uploads(request: HttpRequest) -> QuerySet[QuestionImport]:
    """Return the reader's own uploads; who edits nothing finds no such place."""
    person = person_of(request)
    if not may_edit_anywhere(person):
        raise Http404
    return QuestionImport.objects.filter(uploaded_by=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; below it, what was uploaded before."""
    earlier = _uploads(request).defer("rows", "faults")[:20]
    person = person_of(request)
    is_sent = request.method == "POST"
    form = QuestionFileForm(request.POST, request.FILES, by=person) if is_sent else QuestionFileForm(by=person)
    if is_sent and form.is_valid():
        try:
            kept = upload_questions(**form.cleaned_data, by=person)
            return redirect("plugins:theory_tests:preview", kept.public_id)
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "earlier": earlier, "has_categories": categories_of(person).exists()}
    return render(request, "theory_tests/upload.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings that are understood."""
    _uploads(request)
    columns = [OutColumn(str(column.title), 40 if column.key == "question" else 14) for column in COLUMNS]
    return sheet_response(name=_("questions"), title=_("questions"), columns=columns, rows=[])


@login_required
@require_GET
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    """Give the questions that the reader edits, all or those of a category, as a file."""
    _uploads(request)
    if file_format not in WRITERS:
        raise Http404
    person, category = person_of(request), None
    if asked := request.GET.get("category", ""):
        named = categories_of(person).filter(pk=int(asked)) if asked.isdecimal() and len(asked) < 18 else None
        category = named.first() if named is not None else None
        if category is None:
            raise Http404
    suffix, content_type = _FILES[file_format]
    title = _("questions")
    return HttpResponse(
        WRITERS[file_format](exported(person, category)),
        content_type=content_type,
        headers={
            "Content-Disposition": str(content_disposition_header(True, f"{title}.{suffix}")),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_GET
def preview(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show what the file holds and what is wrong with it; of one that was taken, what became of it."""
    kept = get_object_or_404(_uploads(request).select_related("below"), public_id=import_id)
    crumbs = [{"label": _("Questions from a file"), "url": reverse("plugins:theory_tests:import")}]
    context: dict[str, Any] = {"upload": kept, "crumbs": crumbs}
    if not kept.is_open:
        context |= {"made": len(kept.result.get("questions", [])), "may_undo": kept.may_become(ImportState.UNDONE)}
        return render(request, "theory_tests/result.html", context)
    faults = [_shown_fault(fault, kept.file_kind) for fault in kept.faults]
    context |= {
        "errors": sum(not fault["is_loss"] for fault in faults),
        "faults": faults[:FAULTS_SHOWN],
        "faults_left": max(len(faults) - FAULTS_SHOWN, 0),
        "taking": len(kept.rows),
        "page_obj": Paginator([_shown_row(row, kept.file_kind) for row in kept.rows], ROWS_PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "theory_tests/preview.html", context)


def _place(line: int, column: int, file_kind: str) -> str:
    if file_kind == FileKind.SHEET:
        return f"{column_letters(column)}{line}"
    if file_kind == FileKind.WORD:
        return _("paragraph %(number)s") % {"number": line}
    return _("line %(line)s, column %(column)s") % {"line": line, "column": column}


def _shown_fault(fault: list[Any], file_kind: str) -> dict[str, Any]:
    line, column, message, is_loss = fault
    return {"place": _place(line, column, file_kind), "message": message, "is_loss": is_loss}


def _shown_row(row: dict[str, Any], file_kind: str) -> dict[str, Any]:
    return {
        **row,
        "place": _place(row["line"], row["column"], file_kind),
        "kind": BankKind(row["content"]["kind"]).label,
        "right": [answer for answer in row["content"]["answers"] if not answer["percent"].startswith(("0", "-"))],
    }


def _act(request: HttpRequest, import_id: uuid.UUID, action: Any, said: str) -> HttpResponse:
    kept = get_object_or_404(_uploads(request), public_id=import_id)
    try:
        action(upload=kept, by=person_of(request))
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plugins:theory_tests:preview", import_id)


@login_required
@require_POST
def apply(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Put all questions into the bank, or say why not."""
    return _act(request, import_id, apply_questions, _("The questions are in the bank."))


@login_required
@require_POST
def discard(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Drop the upload."""
    return _act(request, import_id, discard_questions, _("The file was discarded; nothing was taken."))


@login_required
@require_POST
def undo(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Take out of the bank what the file brought and nobody has changed."""
    return _act(request, import_id, undo_questions, _("The questions were taken out of the bank."))
