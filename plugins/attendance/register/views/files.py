"""Private files of the register: evidence of entries, and forms to fill in."""

import uuid
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from foundation.files.serve import is_object_store, range_response
from foundation.sheets.writer import XLSX
from people.models import User
from people.views.current import person_of
from plugins.attendance.register.evidence import content_type
from plugins.attendance.register.models import RegisterEvidence, Workbook
from plugins.attendance.register.permissions import may_manage_workbook, may_read_count, may_read_outside


@login_required
@require_safe
def evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Hand out a photo or a signed sheet, to those who may read its entry."""
    rows = RegisterEvidence.objects.select_related(
        "head_count__organization", "head_count__training_class", "outside__organization"
    )
    found = get_object_or_404(rows, public_id=public_id)
    if not _may_read(person_of(request), found):
        raise Http404
    return _hand_out(request, found, found.name, content_type(str(found.file.name)))


def _may_read(user: User, evidence: RegisterEvidence) -> bool:
    if evidence.head_count is not None:
        return may_read_count(user, evidence.head_count)
    return evidence.outside is not None and may_read_outside(user, evidence.outside)


@login_required
@require_safe
def workbook(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Hand out an empty form, to those who keep it."""
    found = get_object_or_404(Workbook.objects.select_related("organization"), public_id=public_id)
    if not may_manage_workbook(request.user, found):
        raise Http404
    return _hand_out(request, found, f"{found.title}.xlsx", XLSX)


def _hand_out(request: HttpRequest, kept: RegisterEvidence | Workbook, name: str, kind: str) -> HttpResponseBase:
    return range_response(
        request,
        kept.file,
        filename=name,
        content_type=kind,
        size=0 if is_object_store(kept.file.storage) else kept.size,
        etag=PurePath(str(kept.file.name)).stem,
    )
