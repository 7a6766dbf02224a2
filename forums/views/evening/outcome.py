"""The outcome of an evening: written and settled by a host, read by all, on paper; and what follows from it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.actions.evening.outcome import mark_done, reopen_outcome, write_and_settle, write_outcome
from forums.evening.documents import name_of, pdf
from forums.evening.outcome_forms import OutcomeForm, ReopenForm, TaskForms, written
from forums.models import FollowUp, ForumPage, Outcome
from forums.permissions import may_host, may_read
from forums.queries.evening.outcome import collected, follow_ups_of, has_follow_ups, people_for
from forums.queries.forum import zones_of_forums
from forums.views.access import readable_forum
from forums.views.evening.host import hosted_forum
from forums.views.page import crumbs, zone_of
from people.models import User
from people.requests import SignedInRequest
from people.views.current import school_of
from schoolhouse.refusals import Refusal

ON_DASHBOARD = 5
MOST_LISTED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outcome(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Write the outcome; ``?collect=1`` begins from what was said. ``act`` is ``save`` or ``settle``."""
    forum = hosted_forum(request, forum_id)
    found = Outcome.objects.filter(forum=forum).first()
    people = people_for(forum)
    status = 200
    if request.method == "POST":
        form = OutcomeForm(request.POST)
        tasks = TaskForms(request.POST, form_kwargs={"people": people}, prefix="tasks")
        status = _send_in(request, forum, found, form, tasks)
        if status == 302:
            return redirect("forums:outcome", forum.public_id)
        found = Outcome.objects.filter(forum=forum).first()
    else:
        begin = _collected(forum, found) if "collect" in request.GET else _as_it_stands(found)
        form = OutcomeForm(initial=begin[0])
        tasks = TaskForms(initial=begin[1], form_kwargs={"people": people}, prefix="tasks")
    context = {
        "forum": forum,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, request, forum),
        "form": form,
        "tasks": tasks,
        "outcome": found,
        "versions": list(found.versions.select_related("by")[:30]) if found else [],
        "was_changed": status == 409,
        "reopen": ReopenForm(),
    }
    return render(request, "forums/evening/outcome.html", context, status=status)


def _send_in(request: SignedInRequest, forum: ForumPage, found: Outcome | None, form: OutcomeForm, tasks: Any) -> int:
    """Keep what was typed; return 302, or the status under which it is shown again."""
    if not (form.is_valid() and tasks.is_valid()):
        return 400
    settles = request.POST.get("act") == "settle"
    act = write_and_settle if settles else write_outcome
    try:
        kept = act(forum=forum, written=written(form, tasks, found), by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        form.begin_from(Outcome.objects.filter(forum=forum).values_list("version", flat=True).first() or 0)
        return refusal.status
    said = (
        _("The outcome is settled; everybody in the forum reads it.") if settles else _("Kept as version %(number)d.")
    )
    messages.success(request, said % {"number": kept.version})
    return 302


def _as_it_stands(found: Outcome | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if found is None:
        return {"base": 0}, []
    texts = {name: getattr(found, name) for name in ("theme", "discussion", "agreed")}
    return {**texts, "base": found.version}, [
        {
            "what": row.what,
            "owner": row.owner.public_id if row.owner else None,
            "due_on": row.due_on,
            "key": row.public_id,
        }
        for row in found.follow_ups.select_related("owner")
    ]


def _collected(forum: ForumPage, found: Outcome | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what was said, below what a host has written already: nothing of that is lost."""
    texts, rows = _as_it_stands(found)
    draft = collected(forum)
    known = {row["what"] for row in rows}
    return {
        **texts,
        "theme": texts.get("theme") or draft.theme,
        "discussion": "\n\n".join(filter(None, (texts.get("discussion"), draft.discussion))),
        "agreed": texts.get("agreed") or draft.agreed,
    }, [*rows, *({"what": task} for task in draft.tasks if task not in known)]


@require_POST
@login_required
def reopen(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Take a settled outcome back into a draft, with a reason."""
    forum = hosted_forum(request, forum_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason: it is kept with the versions."))
    else:
        reopen_outcome(forum=forum, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The outcome is a draft again."))
    return redirect("forums:outcome", forum.public_id)


@never_cache
@require_safe
@login_required
def paper(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Offer the outcome for saving as a PDF: a settled one to who reads the forum, a draft to its hosts."""
    forum = readable_forum(request, forum_id)
    found = Outcome.objects.filter(forum=forum).first()
    if found is None or not (found.is_settled or may_host(request.user, forum)):
        raise Http404
    found.forum = forum
    text = pdf(found, zone=zone_of(forum), school=school_of(request), language=get_language() or "")
    disposition = content_disposition_header(True, f"{name_of(forum)}.pdf") or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@login_required
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """List what the reader has left to do."""
    context = {"follow_ups": _rows(request.user, MOST_LISTED)}
    return render(request, "forums/evening/follow_ups.html", context)


@require_POST
@login_required
def done(request: SignedInRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Say that something is done, or no longer: ``wanted`` is ``on`` or ``off``."""
    rows = FollowUp.objects.select_related("outcome__forum", "owner")
    found = get_object_or_404(rows, public_id=follow_up_id)
    forum = found.outcome.forum
    if not (found.owner_id == request.user.pk or may_host(request.user, forum)):
        raise Http404
    mark_done(follow_up=found, done=request.POST.get("wanted") != "off", by=request.user)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = forum.get_url(request) or "" if may_read(request.user, forum) else ""
    return redirect(back or "forums:follow_ups")


def card(request: HttpRequest) -> SafeString | None:
    """Show on the dashboard what its reader has left to do; it costs others no query."""
    user = request.user
    if not isinstance(user, User) or not has_follow_ups(user):
        return None
    rows = _rows(user, ON_DASHBOARD)
    return render_to_string("forums/evening/_follow_ups.html", {"follow_ups": rows}, request=request) if rows else None


def _rows(user: User, most: int) -> list[FollowUp]:
    rows, now = list(follow_ups_of(user)[:most]), timezone.now()
    zones = zones_of_forums([row.outcome.forum for row in rows if row.due_on])
    for row in rows:
        # Its day ends where the class is, wherever the server stands.
        zone = zones.get(row.outcome.forum_id)
        row.late = zone is not None and row.is_overdue(now.astimezone(zone).date())
    return rows
