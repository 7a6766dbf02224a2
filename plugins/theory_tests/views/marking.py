"""Where answers in words are marked: one after the other, without the names of who wrote them."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.models import User
from plugins.theory_tests.actions.marks import correct_mark, criteria_for, mark_answer, may_correct
from plugins.theory_tests.forms.sittings import CorrectionForm, MarkForm
from plugins.theory_tests.models import AnswerState, AttemptAnswer, Sitting
from plugins.theory_tests.permissions import may_mark
from plugins.theory_tests.queries.sittings import UNMARKED, answers_to_mark
from plugins.theory_tests.rendering import shown
from plugins.theory_tests.views.access import answer_to_mark, sitting_for
from schoolhouse.refusals import Refusal


@require_safe
@login_required
@never_cache
def marking(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """List what waits for a marker, question by question."""
    sitting, user = sitting_for(request, test_id, may_mark)
    rows = list(answers_to_mark(sitting).prefetch_related("marks")[:300])
    answers = [(row, all(mark.by_id != user.pk for mark in row.marks.all())) for row in rows]
    context = {"training_class": sitting.training_class, "sitting": sitting, "answers": answers}
    return render(request, "theory_tests/marking.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def mark(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Mark one answer, or correct its mark."""
    answer, user = answer_to_mark(request, answer_id)
    sitting, status = answer.attempt.sitting, 200
    corrects = "reason" in request.POST if request.method == "POST" else answer.state == AnswerState.DONE
    form_class = CorrectionForm if corrects else MarkForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        criteria=criteria_for(answer),
        initial={"seen": _seen(answer)},
    )
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                _save(answer, form, user)
            except Refusal as refusal:
                answer.refresh_from_db()
                form, corrects = _refused(request, form, answer, str(refusal))
                status = refusal.status
            else:
                return _corrected(request, answer) if corrects else _on(request, sitting, answer, user.pk)
    marks = list(answer.marks.select_related("by"))
    content = answer.version.content
    context = {
        "training_class": sitting.training_class,
        "sitting": sitting,
        "answer": answer,
        "asked": shown(content["text"], content["format"]),
        "explained": shown(content["explanation"], content["format"]) if content["explanation"] else "",
        # A second marker reads without knowing what the first one gave.
        "given_marks": marks if answer.state in (AnswerState.DISPUTED, AnswerState.DONE) else [],
        "form": form,
        "is_open": answer.state in UNMARKED,
        "may_correct": corrects and may_correct(answer, marks, user),
    }
    return render(request, "theory_tests/mark.html", context, status=status)


def _refused(request: HttpRequest, form: MarkForm, answer: AttemptAnswer, said: str) -> tuple[MarkForm, bool]:
    """Return the form to show once more, and whether it corrects: somebody may have marked the answer meanwhile."""
    corrects, seen = isinstance(form, CorrectionForm), _seen(answer)
    if answer.state == AnswerState.DONE and not corrects:
        messages.error(request, said)
        return CorrectionForm(criteria=criteria_for(answer), initial={"seen": seen}), True
    form.add_error(None, said)
    form.data = data = request.POST.copy()
    data["seen"] = seen
    return form, corrects


def _seen(answer: AttemptAnswer) -> str:
    """What a page says it has seen: the state, or of a marked answer how many marks it has."""
    return str(answer.marks.count()) if answer.state == AnswerState.DONE else answer.state


def _save(answer: AttemptAnswer, form: MarkForm, by: User) -> None:
    said = form.cleaned_data
    given = {"answer": answer, "points": form.points, "comment": said["comment"], "by": by}
    if isinstance(form, CorrectionForm):
        seen = int(said["seen"]) if said["seen"].isascii() and said["seen"].isdecimal() else -1
        correct_mark(reason=said["reason"], seen=seen, **given)
    else:
        mark_answer(seen=said["seen"], **given)


def _corrected(request: HttpRequest, answer: AttemptAnswer) -> HttpResponse:
    messages.success(request, _("The mark is corrected."))
    return redirect("plugins:theory_tests:mark", answer.public_id)


def _on(request: HttpRequest, sitting: Sitting, answer: AttemptAnswer, marker: int) -> HttpResponse:
    """Go on with the next answer to the same question, or to another one, that this person may mark."""
    rest = answers_to_mark(sitting).exclude(pk=answer.pk).exclude(marks__by=marker)
    following = rest.filter(version=answer.version_id).first() or rest.first()
    if following is None:
        messages.success(request, _("Nothing waits for you any more."))
        return redirect("plugins:theory_tests:marking", sitting.public_id)
    return redirect("plugins:theory_tests:mark", following.public_id)
