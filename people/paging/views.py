"""How far the reading of a document is, for the page that waits, and another try."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.permissions import policy_registry

from people.models import DocumentReading, SchoolDocument
from people.paging.reading import retry_reading
from people.queries.in_scope import in_scope
from people.views.current import person_of
from schoolhouse.refusals import Refusal


@require_GET
def state(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how far a document is."""
    reading = _worked_on(request, public_id, "choose")
    answer = {
        "state": reading.state,
        "label": reading.get_state_display(),
        "progress": reading.progress,
        "message": reading.fault_message,
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have one that failed read again."""
    reading = _worked_on(request, public_id, "change")
    try:
        retry_reading(reading=reading, by=person_of(request))
        messages.success(request, _("“%(title)s” waits to be read.") % {"title": reading.document.title})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("wagtaildocs:edit", reading.document_id)


def _worked_on(request: HttpRequest, public_id: uuid.UUID, action: str) -> DocumentReading:
    documents = in_scope(request.user, SchoolDocument.objects.all())
    reading: DocumentReading = get_object_or_404(
        DocumentReading.objects.select_related("document"), document__in=documents, document__public_id=public_id
    )
    policy = policy_registry.get_by_type(SchoolDocument)
    if not policy.user_has_any_permission_for_instance(request.user, [action, "change"], reading.document):
        raise Http404
    return reading


admin_urls = [
    path("documents/<uuid:public_id>/state/", state, name="people_document_state"),
    path("documents/<uuid:public_id>/retry/", retry, name="people_document_retry"),
]
