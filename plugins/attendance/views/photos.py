"""Handing out the photos of a roll, to those who may see them."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from people.views.current import person_of
from people.views.files import send
from plugins.attendance.models import PointPhoto, SheetPhoto
from plugins.attendance.permissions import may_take_roll, points_of
from plugins.attendance.views.access import PLUGIN
from schoolhouse.activation import is_active


@require_GET
@login_required
def point_photo(request: HttpRequest, public_id: uuid.UUID, size: str) -> HttpResponseBase:
    """Hand out the photo of a learning point to those who answer for the roll, and to that point itself."""
    rows = PointPhoto.objects.select_related("roll__training_class")
    found, user = get_object_or_404(rows, public_id=public_id), person_of(request)
    may = may_take_roll(user, found.roll.training_class) or points_of(user).filter(pk=found.organization_id).exists()
    return _send(request, found, size, may=may)


@require_GET
@login_required
def sheet_photo(request: HttpRequest, public_id: uuid.UUID, size: str) -> HttpResponseBase:
    """Hand out the photo of a signed sheet to those who answer for the roll."""
    found = get_object_or_404(SheetPhoto.objects.select_related("roll__training_class"), public_id=public_id)
    return _send(request, found, size, may=may_take_roll(person_of(request), found.roll.training_class))


def _send(request: HttpRequest, photo: PointPhoto | SheetPhoto, size: str, *, may: bool) -> HttpResponseBase:
    if not may or size not in ("large", "small") or not is_active(PLUGIN, photo.roll.training_class):
        raise Http404
    stored = photo.small if size == "small" else photo.file
    return send(request, stored, filename=f"{photo.created_at:%Y-%m-%d}.jpg", kind="attendance-photo")
