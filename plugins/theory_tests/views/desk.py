"""Where tests of a class are set, watched and read: for those who run it, and for its instructors."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classes.models import Enrollment
from foundation.sheets.writer import OutColumn, sheet_response
from plugins.theory_tests.actions.sittings import change_test, give_extra_time, set_test, withdraw_test
from plugins.theory_tests.forms.sittings import ExtraForm, SetForm, SittingForm
from plugins.theory_tests.models import Sitting
from plugins.theory_tests.permissions import may_mark, may_set
from plugins.theory_tests.queries.figures import columns, rows_of, sorted_figures
from plugins.theory_tests.queries.papers import papers_for
from plugins.theory_tests.queries.sittings import answers_to_mark, desk_of, sitters_of
from plugins.theory_tests.views.access import class_for, sitting_for
from schoolhouse.refusals import Refusal

_PEOPLE = "plugins:theory_tests:people"


@require_safe
@login_required
@never_cache
def desk(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the tests of a class with how far they are."""
    training_class, user = class_for(request, class_id, may_mark)
    context = {
        "training_class": training_class,
        "tests": desk_of(training_class),
        "sets": may_set(user, training_class),
        "has_papers": papers_for(training_class).exists(),
        "now": timezone.now(),
    }
    return render(request, "theory_tests/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Set a paper for a class."""
    training_class, user = class_for(request, class_id)
    with timezone.override(training_class.zone):
        data = request.POST if request.method == "POST" else None
        form = SetForm(data, training_class=training_class, initial={"client_key": uuid.uuid4()})
        status = 200
        if form.is_bound:
            status = 400
            if form.is_valid():
                try:
                    made = set_test(training_class=training_class, by=user, **form.cleaned_data)
                except Refusal as refusal:
                    form.add_error(None, str(refusal))
                    status = refusal.status
                else:
                    messages.success(request, _("The test is set; the class sees it."))
                    return redirect(_PEOPLE, made.public_id)
        context = {"training_class": training_class, "form": form}
        return render(request, "theory_tests/set.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def change(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Change when a test is held and what is seen of it."""
    sitting, user = sitting_for(request, test_id)
    with timezone.override(sitting.training_class.zone):
        form, status = _form(request, sitting), 200
        if form.is_bound:
            status = 400
            if form.is_valid():
                try:
                    change_test(sitting=sitting, by=user, **form.cleaned_data)
                except Refusal as refusal:
                    form.add_error(None, str(refusal))
                    status = refusal.status
                else:
                    messages.success(request, _("The test was changed."))
                    return redirect(_PEOPLE, sitting.public_id)
        context = {"training_class": sitting.training_class, "sitting": sitting, "form": form}
        return render(request, "theory_tests/set.html", context, status=status)


def _form(request: HttpRequest, sitting: Sitting) -> SittingForm:
    names = ("title", "opens_at", "closes_at", "item", "shows", "results_from", "component", "award")
    initial = {name: getattr(sitting, name) for name in (*names, "has_second_marker", "agree_percent")}
    data = request.POST if request.method == "POST" else None
    form = SittingForm(data, training_class=sitting.training_class, initial=initial)
    form.fields["title"].required = True
    return form


@require_safe
@login_required
@never_cache
def people(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Show how the learners of a class stand to a test; here they get extra time."""
    sitting, user = sitting_for(request, test_id, may_mark)
    return _people(request, sitting, user)


def _people(request: HttpRequest, sitting: Sitting, user: Any, status: int = 200) -> HttpResponse:
    context = {
        "training_class": sitting.training_class,
        "sitting": sitting,
        "content": sitting.version.content,
        "sitters": sitters_of(sitting),
        "sets": may_set(user, sitting.training_class),
        "waiting": answers_to_mark(sitting).count(),
        "now": timezone.now(),
    }
    return render(request, "theory_tests/people.html", context, status=status)


@require_POST
@login_required
def extra(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Give a learner minutes on top."""
    sitting, user = sitting_for(request, test_id)
    form = ExtraForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many minutes, as a whole number."))
        return _people(request, sitting, user, status=400)
    rows = Enrollment.objects.filter(training_class=sitting.training_class).select_related("learner")
    seat = get_object_or_404(rows, public_id=form.cleaned_data["enrollment"])
    try:
        give_extra_time(sitting=sitting, enrollment=seat, minutes=form.cleaned_data["minutes"], by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _people(request, sitting, user, status=refusal.status)
    said = {"name": seat.learner.full_name, "minutes": form.cleaned_data["minutes"]}
    messages.success(request, _("%(name)s has %(minutes)s minutes more.") % said)
    return redirect(_PEOPLE, sitting.public_id)


@require_POST
@login_required
def withdraw(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Take a test back that nobody has begun."""
    sitting, user = sitting_for(request, test_id)
    try:
        withdraw_test(sitting=sitting, by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_PEOPLE, sitting.public_id)
    messages.success(request, _("The test was withdrawn."))
    return redirect("plugins:theory_tests:desk", sitting.training_class.public_id)


@require_safe
@login_required
@never_cache
def figures(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Show how hard each question was, how well it tells people apart, and who chose what."""
    sitting, _user = sitting_for(request, test_id, may_mark)
    context = {"training_class": sitting.training_class, "sitting": sitting, "figures": sorted_figures(sitting)}
    return render(request, "theory_tests/figures.html", context)


@require_safe
@login_required
@never_cache
def figures_file(request: HttpRequest, test_id: uuid.UUID) -> HttpResponseBase:
    """Give the figures of a test as a spreadsheet."""
    sitting, _user = sitting_for(request, test_id, may_mark)
    heads = [OutColumn(title, width) for title, width in columns()]
    title = _("Figures of %(title)s") % {"title": sitting.title}
    return sheet_response(name=title, title=pgettext("test", "Figures"), columns=heads, rows=rows_of(sitting))
