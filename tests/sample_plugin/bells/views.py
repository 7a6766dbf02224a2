"""The plugin's own pages."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bells.queries import bells_of
from classes.models import TrainingClassPage
from classes.permissions import may_act_in
from schoolhouse.activation import is_active


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the bells of the classes in which one is a learner."""
    return render(request, "bells/index.html", {"bells": bells_of(request.user)[:50]})


@login_required
def tower(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the bell of a class to those who run it, and to who rings it today."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not is_active("bells", training_class) or not may_act_in(request.user, training_class, "bells"):
        raise Http404
    return render(request, "bells/tower.html", {"training_class": training_class})
