"""A register on its way: how far it is, and fetching it. Only for whoever asked."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from foundation.files.serve import is_object_store, range_response
from people.views.current import oneself
from plugins.attendance.register.actions.exports import wanted_of
from plugins.attendance.register.models import ExportState, RegisterExport


@require_GET
@login_required
@never_cache
def export(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how far it is; asks again by itself while there is something to wait for."""
    found = get_object_or_404(RegisterExport, public_id=public_id, by=oneself(request))
    is_part = request.headers.get("HX-Request") == "true"
    name = "attendance/register/_export.html" if is_part else "attendance/register/export.html"
    return render(request, name, {"export": found})


@login_required
@require_safe
def export_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Hand out what was made, as long as its asker may read the register."""
    rows = RegisterExport.objects.select_related("by")
    found = get_object_or_404(rows, public_id=public_id, by=oneself(request), state=ExportState.DONE)
    wanted = wanted_of(found)
    if wanted is None:
        raise Http404
    return range_response(
        request,
        found.file,
        filename=found.name,
        content_type=wanted.content_type,
        size=0 if is_object_store(found.file.storage) else found.size,
        etag=found.public_id.hex,
    )
