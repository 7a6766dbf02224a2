"""Reflections for those who run a class: asking for them, reading, returning and accepting them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions import reflection_tasks, reflections
from classes.forms.reflections import JudgementForm, TaskForm
from classes.models import Reflection, ReflectionState, ReflectionTask, TrainingClassPage
from classes.permissions import may_run_class
from classes.queries.reflections import DeskFilter, figures_of, handed_in, learners_without, lesson_about, lessons_of
from classes.reflections.documents import MOST_PRINTED, name_of, pdf, sheet, with_versions
from classes.views.access import class_to_run
from lessons.completion.opening import reader_mark
from people.views.current import oneself
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 60


def _class(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader runs it and looks as nobody else; else answer 404."""
    oneself(request)
    return class_to_run(request, public_id)


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what was handed in, unread first, and who has not handed in what was asked for."""
    training_class, wanted = _class(request, public_id), DeskFilter.from_query(request.GET)
    figures = figures_of(training_class)
    chosen = next((one for one in figures if str(one.task.public_id) == wanted.task), None)
    rows, missing = _rows(training_class, wanted, chosen.task if chosen else None)
    context = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "figures": figures,
        "chosen": chosen,
        "wanted": wanted,
        "unread": handed_in(training_class).filter(is_unread=True).count(),
        "page_obj": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "is_missing": missing,
        "states": [choice for choice in ReflectionState.choices if choice[0] != ReflectionState.DRAFT],
    }
    return render(request, "classes/reflections/desk.html", context)


def _rows(training_class: TrainingClassPage, wanted: DeskFilter, task: ReflectionTask | None) -> tuple[Any, bool]:
    if task is not None and wanted.state == "missing":
        return learners_without(training_class, task), True
    rows = handed_in(training_class)
    if task is not None:
        rows = rows.filter(task=task)
    if wanted.state and wanted.state != "missing":
        rows = rows.filter(state=wanted.state)
    return rows, False


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a reflection, and return or accept it. Opening it marks it as read."""
    user = oneself(request)
    rows = Reflection.objects.exclude(state=ReflectionState.DRAFT)
    rows = rows.select_related("enrollment__learner", "enrollment__training_class", "task")
    found = get_object_or_404(rows, public_id=public_id)
    training_class = found.enrollment.training_class
    if not may_run_class(user, training_class):
        raise Http404
    form, status = JudgementForm(request.POST or None, initial={"number": found.submissions}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            judge = {"return": reflections.return_reflection, "accept": reflections.accept_reflection}[data["verdict"]]
            try:
                judged = judge(reflection=found, comment=data["comment"], number=data["number"], by=user)
            except Refusal as refusal:
                if data["number"] < found.submissions:  # the page that answers shows the new version
                    form = JudgementForm({**data, "number": found.submissions})
                form.add_error("comment", str(refusal))
                status = refusal.status
            else:
                said = {"name": found.enrollment.learner.full_name, "state": judged.get_state_display()}
                messages.success(request, _("%(name)s: %(state)s.") % said)
                return redirect("classes:reflection_desk", training_class.public_id)
    else:
        reflections.mark_read(reflection=found, by=user)
    versions = list(found.versions.select_related("judged_by").order_by("-number"))
    context = {
        "training_class": training_class,
        "zone": training_class.zone,
        "reflection": found,
        "lesson": lesson_about(found.lesson_key, user),
        "versions": versions,
        "form": form if found.state == ReflectionState.SUBMITTED else None,
        "kept_as": f"review.{found.public_id}.{found.submissions}",
        "reader": reader_mark(user),
    }
    return render(request, "classes/reflections/review.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the class for a reflection."""
    return _task_form(request, _class(request, public_id), None)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change what is asked for."""
    found = _task(request, public_id)
    return _task_form(request, found.training_class, found)


def _task(request: HttpRequest, public_id: uuid.UUID) -> ReflectionTask:
    oneself(request)
    found = get_object_or_404(ReflectionTask.objects.select_related("training_class"), public_id=public_id)
    if not may_run_class(request.user, found.training_class):
        raise Http404
    return found


def _task_form(request: HttpRequest, training_class: TrainingClassPage, found: ReflectionTask | None) -> HttpResponse:
    names = ("title", "prompt", "due_at", "min_length")
    initial = {name: getattr(found, name) for name in names} if found else {}
    if found and found.lesson_key:
        initial["lesson"] = str(found.lesson_key)
    with timezone.override(training_class.zone):
        lessons = lessons_of(training_class)
        if initial.get("lesson"):  # it may have left the timetable meanwhile
            lessons.setdefault(initial["lesson"], found.title if found else "")
        form = TaskForm(request.POST or None, initial=initial, lessons=lessons)
        if request.method == "POST" and form.is_valid():
            if found:
                reflection_tasks.change_task(task=found, by=oneself(request), **form.values())
            else:
                reflection_tasks.ask_for_reflection(training_class=training_class, by=oneself(request), **form.values())
            messages.success(request, _("The class sees it now."))
            return redirect("classes:reflection_desk", training_class.public_id)
        context = {"training_class": training_class, "form": form, "task": found}
        status = 400 if request.method == "POST" else 200
        return render(request, "classes/reflections/task.html", context, status=status)


@require_POST
@login_required
def withdraw_task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """No longer ask for a reflection that nobody has begun."""
    found = _task(request, public_id)
    try:
        reflection_tasks.withdraw_task(task=found, by=oneself(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("classes:reflection_task", public_id)
    messages.success(request, _("It is no longer asked for."))
    return redirect("classes:reflection_desk", found.training_class.public_id)


@require_GET
@login_required
@never_cache
def export(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """Offer what was handed in in a class for saving, as ``xlsx`` or ``pdf``."""
    training_class, wanted = _class(request, public_id), DeskFilter.from_query(request.GET)
    task = training_class.reflection_tasks.filter(public_id=wanted.task).first() if wanted.task else None
    found = handed_in(training_class).order_by(
        F("enrollment__group__number").asc(nulls_last=True), "enrollment__learner__full_name", "pk"
    )
    found = found.filter(task=task) if task else found
    rows = with_versions(found)
    if kind == "xlsx":
        return sheet(training_class, rows)
    if kind != "pdf":
        raise Http404
    if (count := found.count()) > MOST_PRINTED:
        said = _("%(count)s were handed in, and at most %(most)s are printed at once. Choose a task or the table.")
        messages.error(request, said % {"count": count, "most": MOST_PRINTED})
        return redirect("classes:reflection_desk", public_id)
    text = pdf(training_class, rows, language=get_language() or "")
    disposition = content_disposition_header(True, f"{name_of(training_class)}.pdf") or "attachment"
    return HttpResponse(text, content_type="application/pdf", headers={"Content-Disposition": disposition})
