"""The register for saving: as a spreadsheet, on paper to be signed, and in a form that somebody else made.

A short one is made at once. A long one is made by the worker, once whoever asks has said so.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.views.current import oneself, school_of
from plugins.attendance.register.actions.exports import ask_export
from plugins.attendance.register.models import ExportKind
from plugins.attendance.register.queries.book import Book
from plugins.attendance.register.views.asked import class_asked, unit_asked, uuid_of
from plugins.attendance.register.workbook.faults import BadWorkbook
from plugins.attendance.register.writing import AT_ONCE, MOST, Wanted, write
from schoolhouse.refusals import Refusal

IN_MEMORY = 1024 * 1024


def _saved(view: Callable[..., tuple[Book, str]]) -> Callable[..., HttpResponseBase]:
    """Offer the register that a view finds, as the kind that its address names."""

    @require_http_methods(["GET", "POST"])
    @login_required
    @never_cache
    @wraps(view)
    def save(request: HttpRequest, kind: str, **arguments: Any) -> HttpResponseBase:
        if kind not in MOST:
            raise Http404
        book, back = view(request, **arguments)
        count, kind = book.rows.count(), ExportKind(kind)
        if count > MOST[kind]:
            said = _("More than %(most)d lines do not fit. Choose an organization below, a class or another year.")
            messages.error(request, said % {"most": MOST[kind]})
            return redirect(back)
        wanted = _wanted(request, book, kind)
        if count <= AT_ONCE[kind]:
            return _at_once(request, wanted, back)
        if request.method == "POST":
            return _later(request, wanted, back)
        context = {"wanted": wanted, "count": count, "back": back}
        return render(request, "attendance/register/long.html", context)

    return save


@_saved
def unit(request: HttpRequest) -> tuple[Book, str]:
    """That of an organization in a year."""
    return unit_asked(request), f"{reverse('plugins:attendance:registers')}?{request.GET.urlencode()}"


@_saved
def of_class(request: HttpRequest, public_id: uuid.UUID) -> tuple[Book, str]:
    """That of a class."""
    return class_asked(request, public_id), reverse("plugins:attendance:class_register", args=[public_id])


def _wanted(request: HttpRequest, book: Book, kind: ExportKind) -> Wanted:
    form = None
    if kind == ExportKind.FORM:
        form = get_object_or_404(book.forms(), public_id=uuid_of(request.GET.get("form", "")))
    return Wanted(book, kind, school_of(request), form)


def _later(request: HttpRequest, wanted: Wanted, back: str) -> HttpResponseBase:
    try:
        export = ask_export(wanted=wanted, by=oneself(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect("plugins:attendance:register_export", export.public_id)


def _at_once(request: HttpRequest, wanted: Wanted, back: str) -> HttpResponseBase:
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the response closes it)
    try:
        write(wanted, file)
    except (BadWorkbook, FileNotFoundError) as error:
        file.close()
        faults = error.faults[0] if isinstance(error, BadWorkbook) else _("Its file is no longer there.")
        form = wanted.form.title if wanted.form else wanted.title
        messages.error(request, _("“%(form)s” could not be filled in. %(why)s") % {"form": form, "why": faults})
        return redirect(back)
    file.seek(0)
    headers = {
        "Content-Disposition": content_disposition_header(True, wanted.name) or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(file, content_type=wanted.content_type, headers=headers)
