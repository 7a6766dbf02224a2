"""Entering the online room of a live class."""

import uuid
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import may_see_inside
from classes.queries.door import door_of, provider_of
from people.requests import SignedInRequest
from schoolhouse.faults import shielded
from schoolhouse.faults.shown import told_of


@require_GET
@login_required
def join(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lead those inside the class to the room while its door stands open; else back to the live class's page."""
    live_class = get_object_or_404(LiveClassPage.objects.live(), public_id=public_id)
    training_class = TrainingClassPage.objects.parent_of(live_class).first()
    if training_class is None or not may_see_inside(request.user, training_class):
        raise Http404
    address = ""
    if door_of(live_class, now=timezone.now()).state == "open" and (provider := provider_of(live_class)):
        with shielded(provider.plugin, "live_providers"):
            given = provider.value.join_url(live_class, request.user)
            address = given if urlsplit(given).scheme in ("http", "https") else ""
        if not address:
            message = _("The room cannot be opened just now. Try again, or ask your class teacher.")
            messages.error(request, told_of(message, request, provider.plugin))
    if not address:
        return redirect(live_class.get_url(request) or "home:learn")
    answer = HttpResponseRedirect(address)
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer
