"""What a class needs on paper, for whoever runs it."""

import datetime
import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from classes.models import TrainingClassPage
from classes.paper.prints import file_name, pdf, sheet
from classes.paper.tables import DAYS_AT_ONCE, Wanted, days_of_class, papers
from classes.views.access import class_to_run
from classes.views.life.around import around
from people.views.current import school_of

DAYS_OFFERED = 60


@require_GET
@login_required
@never_cache
def paper(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Offer the papers of a class."""
    training_class = class_to_run(request, public_id)
    days, today = days_of_class(training_class), timezone.now().astimezone(training_class.zone).date()
    context = {
        **around(request, training_class, "paper"),
        "papers": papers(),
        "days": days[:DAYS_OFFERED],
        "all_at_once": len(days) <= DAYS_AT_ONCE,
        "today": today,
    }
    return render(request, "classes/life/paper.html", context)


@require_GET
@login_required
@never_cache
def download(request: HttpRequest, public_id: uuid.UUID, name: str, kind: str) -> HttpResponseBase:
    """Offer one paper for saving, as ``pdf`` or ``xlsx``; ``?date=`` and ``?per=half`` for sign-in sheets."""
    training_class, found = class_to_run(request, public_id), papers().get(name)
    if found is None or kind not in ("pdf", "xlsx"):
        raise Http404
    wanted = Wanted(_date(request, training_class), request.GET.get("per") == "half")
    if kind == "xlsx":
        return sheet(training_class, found, wanted)
    text = pdf(training_class, found, wanted, language=get_language() or "", school=school_of(request))
    disposition = content_disposition_header(True, f"{file_name(training_class, found)}.pdf") or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/pdf", headers=headers)


def _date(request: HttpRequest, training_class: TrainingClassPage) -> datetime.date | None:
    """Return the day that is asked for, ``None`` for all; one that is none of the class counts as not asked for."""
    try:
        asked = datetime.date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return None
    return asked if asked in days_of_class(training_class) else None
