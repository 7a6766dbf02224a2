"""Who is who in a class, for everybody inside it: groups and their leaders, officers, who is on duty."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from classes.actions.life.duties import days_for_duty
from classes.queries.life.duties import offices_of, roster_of_duties
from classes.queries.life.groups import division_of
from classes.views.access import class_inside
from classes.views.life.around import around


@require_GET
@login_required
@never_cache
def people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the reader's own group first, then all groups, the officers, and the duties from today on."""
    training_class = class_inside(request, public_id)
    today = timezone.now().astimezone(training_class.zone).date()
    days = [day for day in days_for_duty(training_class) if day >= today]
    groups = [one for one in division_of(training_class).groups if one.members]
    context = {
        **around(request, training_class, "people"),
        "own": next((one for one in groups if any(seat.learner_id == request.user.pk for seat in one.members)), None),
        "groups": groups,
        "offices": [office for office in offices_of(training_class) if office.holder],
        "days": [day for day in roster_of_duties(training_class, days, today) if day.duties],
    }
    return render(request, "classes/life/people.html", context)
