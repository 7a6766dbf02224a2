"""The question box of a live class: asking, supporting, dealing with questions, carrying them over."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from classes.models import LiveClassPage
from forums.actions.evening.carrying import carry_over
from forums.actions.evening.question_box import ask_question, move_question, set_box, support_question
from forums.evening.forms import QuestionForm
from forums.evening.permissions import BoxStanding, box_standing_of
from forums.models import BoxQuestion, QuestionBox
from forums.queries.evening.question_box import questions_in
from forums.views.evening.host import hosted_forum
from people.models import User
from people.requests import SignedInRequest

MOST_SHOWN = 200


def slot(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Show the box below what a live class is about."""
    live_class, user = arguments["page"], request.user if request is not None else None
    if request is None or not isinstance(user, User):
        return None
    standing = box_standing_of(user, live_class)
    if not standing.sees:
        return None
    context = _context(live_class, user, standing, QuestionForm())
    return render_to_string("forums/question_box/_box.html", context, request=request)


def _context(live_class: LiveClassPage, user: User, standing: BoxStanding, form: QuestionForm) -> dict[str, Any]:
    return {
        "live_class": live_class,
        "standing": standing,
        "box": QuestionBox.objects.filter(live_class=live_class).first() or QuestionBox(),
        "questions": list(questions_in(live_class, user, standing)[:MOST_SHOWN]),
        "form": form if standing.asks else None,
    }


def _live_class(request: SignedInRequest, public_id: uuid.UUID) -> tuple[LiveClassPage, BoxStanding]:
    live_class = get_object_or_404(LiveClassPage.objects.live(), public_id=public_id)
    standing = box_standing_of(request.user, live_class)
    if not standing.sees:
        raise Http404
    return live_class, standing


def _question(request: SignedInRequest, public_id: uuid.UUID) -> tuple[BoxQuestion, BoxStanding]:
    question = get_object_or_404(BoxQuestion.objects.select_related("live_class"), public_id=public_id)
    standing = box_standing_of(request.user, question.live_class)
    if not standing.shows(question, request.user):
        raise Http404
    return question, standing


def _back(live_class: LiveClassPage) -> HttpResponse:
    return redirect(f"{live_class.get_url() or ''}#question-box")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def box(request: SignedInRequest, live_class_id: uuid.UUID) -> HttpResponse:
    """Show the box by itself, and put a question in."""
    live_class, standing = _live_class(request, live_class_id)
    form, status = QuestionForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if (
                refusal := form.refused(lambda data: ask_question(live_class=live_class, **data, by=request.user))
            ) is None:
                messages.success(request, _("Your question is in the box."))
                return _back(live_class)
            status = refusal.status
        form.renew_key()
    context = _context(live_class, request.user, standing, form)
    return render(request, "forums/question_box/box.html", context, status=status)


@require_POST
@login_required
def support(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Support a question, or no longer: ``wanted`` is ``on`` or ``off``."""
    question, _standing = _question(request, question_id)
    support_question(question=question, wanted=request.POST.get("wanted") != "off", by=request.user)
    return _back(question.live_class)


@require_POST
@login_required
def move(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Mark a question as answered, set it aside or open it again, as ``act`` says."""
    question, standing = _question(request, question_id)
    if not standing.hosts:
        raise Http404
    move_question(question=question, act=request.POST.get("act", ""), by=request.user)
    return _back(question.live_class)


@require_POST
@login_required
def settings(request: SignedInRequest, live_class_id: uuid.UUID) -> HttpResponse:
    """Choose what learners see of each other, and whether the box takes more."""
    live_class, standing = _live_class(request, live_class_id)
    if not standing.hosts:
        raise Http404
    chosen = {name: request.POST.get(name) == "on" for name in ("shows_others", "is_closed")}
    set_box(live_class=live_class, **chosen, by=request.user)
    messages.success(request, _("The question box is set."))
    return _back(live_class)


@require_POST
@login_required
def carry(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Carry the open questions of the day over to the forum now."""
    forum = hosted_forum(request, forum_id)
    count = len(carry_over(forum=forum, by=request.user))
    said = ngettext("%(count)d question carried over.", "%(count)d questions carried over.", count) % {"count": count}
    messages.success(request, said if count else _("No question of a live class that is over stands open."))
    return redirect("forums:evening", forum.public_id)
