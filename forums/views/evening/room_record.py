"""In a room: one screen on which a recorder enters who spoke, and what everybody may read of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from classes.models import ClassGroup
from forums.actions.evening.room_record import record_room
from forums.evening.forms import RecordForm
from forums.evening.permissions import may_record
from forums.models import ForumPage, RoomRecord
from forums.permissions import may_host, may_read
from forums.queries.evening.room_record import counted, people_of, sheets_of
from forums.views.access import readable_forum
from forums.views.page import crumbs, zone_of
from lessons.completion.opening import reader_mark
from people.requests import SignedInRequest
from people.views.files import send


@never_cache
@require_safe
@login_required
def room(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Show what was said in the room, group by group; recorders go on from here."""
    forum = readable_forum(request, forum_id)
    context = {
        **_around(request, forum),
        "sheets": sheets_of(forum, request.user),
        "hosts": may_host(request.user, forum),
    }
    return render(request, "forums/evening/room.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: SignedInRequest, forum_id: uuid.UUID, group_key: uuid.UUID) -> HttpResponse:
    """Enter who of a group spoke and the gist; ``group_key`` is the forum's own where all sit together."""
    forum = readable_forum(request, forum_id)
    group = _group(forum, group_key)
    if not may_record(request.user, forum, group):
        raise Http404
    people = people_of(forum, group)
    found = RoomRecord.objects.filter(forum=forum, group_key=group_key).first()
    if request.method == "POST":
        form = RecordForm(request.POST, request.FILES, people=people)
        status = _send_in(request, forum, group, form)
        if status == 302:
            messages.success(request, _("It is recorded."))
            return redirect("forums:room", forum.public_id)
        found = RoomRecord.objects.filter(forum=forum, group_key=group_key).first()
    else:
        form, status = RecordForm(people=people, initial=_initial(found)), 200
    context = {
        **_around(request, forum),
        "form": form,
        "reader": reader_mark(request.user),
        "group": group,
        "record": found,
        "speakers": counted(found) if found else [],
        "versions": list(found.versions.select_related("by")[:50]) if found else [],
        "was_changed": status == 409,
    }
    return render(request, "forums/evening/record.html", context, status=status)


def _send_in(request: SignedInRequest, forum: ForumPage, group: ClassGroup | None, form: RecordForm) -> int:
    """Record what was typed; return 302, or the status under which the form is shown again."""
    status = 400
    if form.is_valid():
        refusal = form.refused(lambda data: record_room(forum=forum, group=group, said=form.said(), by=request.user))
        if refusal is None:
            return 302
        status = refusal.status
        if refusal.code in ("changed", "sent_before"):
            key = group.public_id if group else forum.public_id
            found = RoomRecord.objects.filter(forum=forum, group_key=key).first()
            form.begin_from(found.version if found else 0)
    form.renew_key()
    return status


@require_safe
@login_required
def photo(request: SignedInRequest, record_id: uuid.UUID, size: str) -> HttpResponseBase:
    """Hand out the photo of a record, ``large`` or ``small``, to those who read the forum."""
    found = get_object_or_404(RoomRecord.objects.select_related("forum"), public_id=record_id)
    if size not in ("large", "small") or not found.photo or not may_read(request.user, found.forum):
        raise Http404
    stored = found.small if size == "small" else found.photo
    return send(request, stored, filename=f"{found.recorded_at:%Y-%m-%d}.jpg", kind="room-record")


def _initial(found: RoomRecord | None) -> dict[str, Any]:
    if found is None:
        return {"base": 0}
    return {"base": found.version, "gist": found.gist, "speakers": [one.public_id for one in counted(found)]}


def _group(forum: ForumPage, group_key: uuid.UUID) -> ClassGroup | None:
    if group_key == forum.public_id:
        return None
    return get_object_or_404(ClassGroup, training_class=forum.training_class, public_id=group_key)


def _around(request: SignedInRequest, forum: ForumPage) -> dict[str, Any]:
    return {"forum": forum, "zone": zone_of(forum), "crumbs": crumbs(forum, request, forum)}
