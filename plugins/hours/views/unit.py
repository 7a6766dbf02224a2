"""The hours of an organization's people, for those who look after them."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.sheets.writer import OutColumn, sheet_response
from people.models import Organization, User
from people.models.organization import OrganizationQuerySet
from people.scope import scope_of
from people.views.current import person_of
from plugins.hours.models import HoursSource
from plugins.hours.permissions import APPROVING_ROLES, READING_ROLES, may_read_hours
from plugins.hours.queries.own import year_asked
from plugins.hours.queries.people import overview_of, people_of, short_ones, to_approve, with_sources
from plugins.hours.views.own import ledger_context

PEOPLE_PER_PAGE = 60


@dataclass(frozen=True)
class Asked:
    """What an address asks for: which organization, which year, and whether only those who are short."""

    organization: Organization
    year: int
    short: bool


def _asked(request: HttpRequest) -> Asked:
    """Read the address; an organization outside the reader's own is not found."""
    rows: OrganizationQuerySet = scope_of(request.user).organizations(READING_ROLES)
    wanted = request.GET.get("unit", "")
    if wanted:
        try:
            rows = rows.filter(public_id=uuid.UUID(wanted))
        except ValueError as error:
            raise Http404 from error
    organization = rows.order_by("depth", "path").first()
    if organization is None:
        raise Http404
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    return Asked(organization, year, request.GET.get("short") == "1")


@require_GET
@login_required
@never_cache
def unit(request: HttpRequest) -> HttpResponse:
    """Show who of an organization and below it has how many hours, and who is short."""
    asked, today = _asked(request), timezone.localdate()
    people = people_of(asked.organization, asked.year, today)
    rows = short_ones(people) if asked.short else people
    scope = scope_of(request.user)
    context = {
        "asked": asked,
        "years": [today.year - back for back in range(4)],
        "overview": overview_of(asked.organization, people),
        "top": scope.organizations(READING_ROLES).order_by("depth", "path").first(),
        "page_obj": Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "waiting": to_approve(person_of(request)).count() if scope.has_role(*APPROVING_ROLES) else None,
    }
    return render(request, "hours/unit.html", context)


@require_GET
@login_required
@never_cache
def export(request: HttpRequest) -> HttpResponseBase:
    """Offer the same people with their hours by source for saving."""
    asked = _asked(request)
    people = with_sources(people_of(asked.organization, asked.year, timezone.localdate()), asked.year)
    rows = short_ones(people) if asked.short else people
    columns = [OutColumn(pgettext("person", "Name"), 14), OutColumn(_("Organization"), 24)]
    columns += [OutColumn(str(source.label), 14) for source in HoursSource]
    columns += [
        OutColumn(_("Training hours"), 14),
        OutColumn(pgettext("hours", "Asked for"), 12),
        OutColumn(_("Missing"), 12),
    ]
    return sheet_response(
        name=_("Training hours of %(name)s, %(year)s") % {"name": asked.organization.name, "year": asked.year},
        title=_("Training hours"),
        columns=columns,
        rows=(_line(row) for row in rows.iterator(chunk_size=500)),
    )


def _line(row: "User") -> list[object]:
    hours, required = row.hours, row.required  # type: ignore[attr-defined]
    sources = [getattr(row, f"from_{source}") for source in HoursSource.values]
    return [row.full_name, row.unit, *sources, hours, required, max(required - hours, 0)]  # type: ignore[attr-defined]


@require_GET
@login_required
@never_cache
def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the hours of one of the people whom the reader looks after."""
    learner = get_object_or_404(User, public_id=public_id)
    if not may_read_hours(request.user, learner):
        raise Http404
    return render(request, "hours/own.html", {**ledger_context(request, learner), "of_other": True})


@require_GET
@login_required
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """List the outside hours that wait for the reader's judgement, the oldest first."""
    user = person_of(request)
    if not scope_of(user).has_role(*APPROVING_ROLES):
        raise Http404
    page = Paginator(to_approve(user), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hours/waiting.html", {"page_obj": page})
