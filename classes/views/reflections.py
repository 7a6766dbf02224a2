"""A learner's reflections in a class: what is asked for, writing, handing in, what came back."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.actions import reflections as actions
from classes.actions.reflection_edges import length_of
from classes.forms.reflections import ReflectionForm
from classes.models import Enrollment, Reflection, ReflectionTask
from classes.permissions import INSIDE_STATES
from classes.queries.reflections import lesson_about, lessons_of, own_reflections
from lessons.completion.opening import reader_mark
from people.models import User
from people.views.current import oneself
from schoolhouse.refusals import Refusal


def _seat(request: HttpRequest, public_id: uuid.UUID) -> Enrollment:
    """Return the reader's own seat inside a class; else answer 404."""
    seats = Enrollment.objects.filter(learner=oneself(request), state__in=INSIDE_STATES)
    return get_object_or_404(seats.select_related("training_class"), training_class__public_id=public_id)


@require_GET
@login_required
@never_cache
def reflections(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what is asked for in a class and what one has written."""
    seat = _seat(request, public_id)
    rows = list(own_reflections(seat))
    written = {row.task_id: row for row in rows if row.task_id}
    context = {
        "training_class": seat.training_class,
        "class_url": seat.training_class.get_url(request),
        "zone": seat.training_class.zone,
        "asked": [(task, written.get(task.pk)) for task in seat.training_class.reflection_tasks.all()],
        "free": [row for row in rows if not row.task_id],
    }
    return render(request, "classes/reflections/own.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin a reflection: for what is asked for with ``?task=``, else freely."""
    seat = _seat(request, public_id)
    task = _task(seat, request.GET.get("task", ""))
    if request.method == "GET" and task and (begun := seat.reflections.filter(task=task).first()):
        return redirect("classes:reflection", begun.public_id)
    lessons = None if task else lessons_of(seat.training_class)
    form, status = ReflectionForm(request.POST or None, lessons=lessons), 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid() and (reflection := _start(request, seat, task, form)):
                return redirect("classes:reflection", reflection.public_id)
        except actions.ReflectionConflict as conflict:
            return _both(request, conflict, form.cleaned_data["body"])
    key = f"{public_id}.{task.public_id if task else 'free'}"
    context = {**_around(seat, request.user), "task": task, "form": form, "kept_as": key}  # type: ignore[arg-type]
    context["lesson"] = lesson_about(task.lesson_key, oneself(request)) if task else None
    return render(request, "classes/reflections/write.html", context, status=status)


def _start(
    request: HttpRequest, seat: Enrollment, task: ReflectionTask | None, form: ReflectionForm
) -> Reflection | None:
    data, user = form.cleaned_data, oneself(request)
    lesson = uuid.UUID(data["lesson"]) if data.get("lesson") else None
    try:
        with transaction.atomic():
            reflection = actions.start_reflection(
                enrollment=seat,
                client_key=data["client_key"],
                body=data["body"],
                by=user,
                task=task,
                title=data.get("title", ""),
                lesson_key=lesson,
            )
            if not reflection.is_open and reflection.body == data["body"].replace("\r\n", "\n"):
                return reflection  # handed in already, and sent again
            # Taken up again after it was sent: what was added goes into the same one, but not into what another
            # device has begun meanwhile.
            version = 1 if reflection.client_key == data["client_key"] else 0
            actions.write_reflection(reflection=reflection, body=data["body"], version=version, by=user)
    except actions.ReflectionConflict:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return _hand_in(request, reflection) if "submit" in request.POST else _said(request, reflection)


def _hand_in(request: HttpRequest, reflection: Reflection) -> Reflection:
    """Hand in what is kept now; where that is refused the draft stays, and the page says why."""
    try:
        reflection = actions.submit_reflection(reflection=reflection, by=oneself(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Handed in. You see here when your class teacher has read it."))
    return reflection


def _said(request: HttpRequest, reflection: Reflection) -> Reflection:
    messages.success(request, _("Saved. Nobody else reads it until you hand it in."))
    return reflection


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def reflection(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one's own reflection with all that was said to it; while it is open, let it be written on."""
    user = oneself(request)
    rows = Reflection.objects.filter(enrollment__learner=user)
    found = get_object_or_404(rows.select_related("enrollment__training_class", "task"), public_id=public_id)
    form, status = ReflectionForm(request.POST or None, initial=_read(found)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                written = actions.write_reflection(
                    reflection=found, body=data["body"], version=data["version"], by=user
                )
            except actions.ReflectionConflict as conflict:
                return _both(request, conflict, data["body"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                (_hand_in if "submit" in request.POST else _said)(request, written)
                return redirect("classes:reflection", public_id)
    return _shown(request, found, form, status)


def _read(found: Reflection) -> dict[str, Any]:
    return {"body": found.body, "version": found.version, "client_key": found.client_key}


def _both(request: HttpRequest, conflict: actions.ReflectionConflict, body: str) -> HttpResponse:
    """Show what another device saved, and below it what was written here."""
    theirs = conflict.reflection
    form = ReflectionForm(initial={**_read(theirs), "body": body})
    return _shown(request, theirs, form, conflict.status, theirs=theirs)


def _shown(
    request: HttpRequest, found: Reflection, form: ReflectionForm, status: int, theirs: Reflection | None = None
) -> HttpResponse:
    user, seat = oneself(request), found.enrollment
    task_or_free = found.task.public_id if found.task else "free"
    context = {
        **_around(seat, user),
        "reflection": found,
        "task": found.task,
        "lesson": lesson_about(found.lesson_key, user),
        "versions": list(found.versions.select_related("judged_by").order_by("-number")),
        "form": form if found.is_open else None,
        "theirs": theirs,
        "length": length_of(found.body),
        "kept_as": f"{found.public_id}",
        "kept_before": f"{seat.training_class.public_id}.{task_or_free}",
    }
    return render(request, "classes/reflections/reflection.html", context, status=status)


def _around(seat: Enrollment, user: User) -> dict[str, Any]:
    training_class = seat.training_class
    return {
        "training_class": training_class,
        "zone": training_class.zone,
        "back": reverse("classes:reflections", args=[training_class.public_id]),
        "reader": reader_mark(user),
    }


def _task(seat: Enrollment, public_id: str) -> ReflectionTask | None:
    if not public_id:
        return None
    try:
        return get_object_or_404(seat.training_class.reflection_tasks.all(), public_id=uuid.UUID(public_id))
    except ValueError as error:
        raise Http404 from error
