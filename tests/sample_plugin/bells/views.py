"""The plugin's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bells.models import Bell


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the bells of the classes in which one is a learner."""
    bells = Bell.objects.filter(training_class__enrollments__learner=request.user)
    return render(request, "bells/index.html", {"bells": bells[:50]})
