"""One's own hours of a year."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.sheets.writer import OutColumn, sheet_response
from people.models import User
from people.roles import Role
from people.scope import scope_of
from people.views.current import person_of
from plugins.hours.models import HoursEntry
from plugins.hours.queries.own import corrections_of, entries_of, outside_of, year_asked, year_of

ENTRIES_PER_PAGE = 60
OUTSIDE_SHOWN = 30


def ledger_context(request: HttpRequest, learner: User) -> dict[str, Any]:
    """Return what the page of somebody's hours shows."""
    today = timezone.localdate()
    year = year_asked(request.GET.get("year", ""), today)
    return {
        "learner": learner,
        "year": year_of(learner.pk, year),
        "years": [today.year - back for back in range(4)],
        "page_obj": Paginator(entries_of(learner.pk, year), ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "corrections": corrections_of(learner.pk, year)[:ENTRIES_PER_PAGE],
    }


@require_GET
@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own hours: how many, of how many, from what and why, and what one did outside."""
    user = person_of(request)
    context = {
        **ledger_context(request, user),
        "outside": outside_of(user.pk)[:OUTSIDE_SHOWN],
        "learns": Role.LEARNER in scope_of(user).roles,
    }
    return render(request, "hours/own.html", context)


@require_GET
@login_required
@never_cache
def export(request: HttpRequest) -> HttpResponseBase:
    """Offer one's own hours of a year for saving."""
    user = person_of(request)
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    columns = [
        OutColumn(_("Day"), 12),
        OutColumn(pgettext("hours", "What"), 50),
        OutColumn(pgettext("hours", "Source"), 16),
        OutColumn(_("Minutes"), 10),
        OutColumn(_("Training hours"), 14),
        OutColumn(_("Correction"), 12),
    ]
    rows = HoursEntry.objects.filter(learner=user, day__year=year).order_by("day", "pk")
    return sheet_response(
        name=_("Training hours of %(name)s, %(year)s") % {"name": user.full_name, "year": year},
        title=_("Training hours"),
        columns=columns,
        rows=[
            [
                row.day,
                row.title,
                row.get_source_display(),
                row.minutes,
                row.hours,
                _("taken back") if row.reverses_id else "",
            ]
            for row in rows
        ],
    )
