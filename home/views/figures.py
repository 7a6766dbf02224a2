"""What a head and a unit coordinator see of their organizations."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from home.queries.figures import figures_of, people_sent_by, rows_below
from people.models import Organization
from people.roles import Role
from people.scope import scope_of

FIGURE_ROLES = (Role.HEAD, Role.ADMINISTRATOR)
UNIT_ROLES = (Role.COORDINATOR, Role.HEAD, Role.ADMINISTRATOR)
PEOPLE_PER_PAGE = 60


@require_GET
@login_required
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of everything the reader heads."""
    organizations = scope_of(request.user).organizations(FIGURE_ROLES)
    top: Organization | None = organizations.order_by("depth", "path").first()
    if top is None:
        raise Http404
    context = {"top": top, "figures": figures_of(organizations), "rows": rows_below(top)}
    return render(request, "home/figures.html", context)


@require_GET
@login_required
def unit(request: HttpRequest) -> HttpResponse:
    """Show how the people of the reader's own organizations do."""
    scope = scope_of(request.user)
    if not scope.has_role(*UNIT_ROLES):
        raise Http404
    people = people_sent_by(scope.organizations(UNIT_ROLES))
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/unit.html", {"page_obj": page})
