"""The desk of whoever runs a class, on which its timetable is changed: look first, then do."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.timetable import moving, seen, series
from classes.forms.timetable import CancelForm, MoveForm, SeriesForm, SwapForm
from classes.models import TimetableItem, TrainingClassPage
from classes.permissions import may_run_class, may_see_inside
from classes.queries.timetable.days import days_of, today_first
from classes.views.access import class_to_run
from people.views.current import oneself, person_of
from schoolhouse.refusals import Refusal

Do = Callable[[TrainingClassPage, Any, str], str]


def _class(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader runs it and looks as nobody else; else answer 404."""
    oneself(request)
    return class_to_run(request, public_id)


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what stands on the timetable of a class, with what may be done."""
    training_class = _class(request, public_id)
    days, past = today_first(days_of(training_class, zone=training_class.zone, now=timezone.now()))
    return render(
        request,
        "classes/timetable/desk.html",
        {**_around(request, training_class), "tool": "timetable", "days": days, "past": past},
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Move the rest of a class."""

    def do(training_class: TrainingClassPage, form: MoveForm, stamp: str) -> str:
        count = moving.move_rest(
            training_class=training_class,
            starting=form.starting,
            shift=form.shift,
            reason=form.cleaned_data["reason"],
            stamp=stamp,
            by=person_of(request),
        )
        return ngettext("%(count)d session moved.", "%(count)d sessions moved.", count) % {"count": count}

    return _act(request, public_id, MoveForm, do, _("Move the rest of the class"))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def swap(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let two sessions change places."""

    def do(training_class: TrainingClassPage, form: SwapForm, stamp: str) -> str:
        first, second = form.pair
        reason = form.cleaned_data["reason"]
        moving.swap(
            training_class=training_class,
            first=first,
            second=second,
            reason=reason,
            stamp=stamp,
            by=person_of(request),
        )
        return _("The two sessions have changed places.")

    return _act(request, public_id, SwapForm, do, _("Swap two sessions"))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def repeat(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hold something again on many days."""

    def do(training_class: TrainingClassPage, form: SeriesForm, stamp: str) -> str:
        data = form.cleaned_data
        count = series.repeat_item(
            training_class=training_class,
            source=form.source,
            dates=form.dates,
            begins=data["begins"],
            ends=data["ends"],
            stamp=stamp,
            by=person_of(request),
        )
        return ngettext("%(count)d session added.", "%(count)d sessions added.", count) % {"count": count}

    return _act(request, public_id, SeriesForm, do, _("Hold a session again"))


def _act(request: HttpRequest, public_id: uuid.UUID, form_class: Any, do: Do, title: str) -> HttpResponse:
    """Show the form, on GET with ``preview`` also what would be done, and do it on POST."""
    training_class, user = _class(request, public_id), oneself(request)
    data = request.POST if request.method == "POST" else request.GET if "preview" in request.GET else None
    initial = {"item": request.GET.get("item", ""), "first": request.GET.get("item", "")} if data is None else {}
    initial = {name: value for name, value in initial.items() if value and (name != "first" or form_class is SwapForm)}
    form = form_class(data, training_class=training_class, by=user, initial=initial)
    is_sound, status = data is not None and form.is_valid(), 200
    if request.method == "POST" and is_sound:
        try:
            messages.success(request, do(training_class, form, form.cleaned_data["stamp"]))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = refusal.status
        else:
            return redirect("classes:timetable_desk", public_id)
    if data is not None and not is_sound:
        status = 400
    plan = form.plan() if is_sound else None
    context = {
        **_around(request, training_class),
        "form": form,
        "plan": plan,
        "title": title,
        "sent": _sent(form, plan),
    }
    return render(request, "classes/timetable/act.html", context, status=status)


def _sent(form: Any, plan: Any) -> list[tuple[str, str]]:
    """Return what the form of the preview sends again, as it was typed."""
    if plan is None:
        return []
    fields = [(name, value) for name in form.fields if name != "stamp" for value in _values(form, name)]
    return [*fields, ("stamp", plan.stamp)]


def _values(form: Any, name: str) -> list[str]:
    return form.data.getlist(name) if hasattr(form.data, "getlist") else [form.data[name]]  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask why an item is not held, and cancel it."""
    item = _item(request, public_id)
    form, status = CancelForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                moving.cancel(item=item, reason=form.cleaned_data["reason"], by=person_of(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("“%(title)s” is cancelled.") % {"title": item})
                return redirect("classes:timetable_desk", item.training_class.public_id)
    context = {**_around(request, item.training_class), "item": item, "form": form}
    return render(request, "classes/timetable/cancel.html", context, status=status)


@require_POST
@login_required
def restore(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a cancellation back."""
    item = _item(request, public_id)
    try:
        moving.restore(item=item, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is held after all.") % {"title": item})
    return redirect("classes:timetable_desk", item.training_class.public_id)


@require_POST
@login_required
def mark_seen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Remember that the reader has seen what was changed, up to ``number``."""
    training_class, user = findable_class_inside(request, public_id), oneself(request)
    number = request.POST.get("number", "")
    if number.isdecimal() and len(number) < 19:
        seen.mark_seen(training_class=training_class, number=int(number), by=user)
    return redirect(training_class.get_url(request) or "classes:mine")


def findable_class_inside(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the published class whose inside the reader knows; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage.objects.live(), public_id=public_id)
    if not may_see_inside(request.user, training_class):
        raise Http404
    return training_class


def _item(request: HttpRequest, public_id: uuid.UUID) -> TimetableItem:
    items = TimetableItem.objects.select_related("training_class", "page")
    item = get_object_or_404(items, public_id=public_id)
    if not may_run_class(oneself(request), item.training_class):
        raise Http404
    return item


def _around(request: HttpRequest, training_class: TrainingClassPage) -> dict[str, Any]:
    here = timezone.get_current_timezone_name()
    return {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "other_zone": training_class.zone.key if training_class.zone.key != here else "",
    }
