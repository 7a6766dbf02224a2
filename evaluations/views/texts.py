"""What was said in words: found by words and tags, and tagged."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.actions.feedback.tagging import set_tags
from evaluations.queries.feedback.texts import narrowed, readable_texts, tags_on, with_questions
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

TEXTS_PER_PAGE = 50
LONGEST_SEARCH = 100


@require_safe
@login_required
@never_cache
def texts(request: SignedInRequest) -> HttpResponse:
    """List what the reader may read, narrowed by words, a tag and a survey."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    tag, survey = request.GET.get("tag", ""), _uuid(request.GET.get("survey", ""))
    readable = readable_texts(request.user)
    found = narrowed(readable, words=words, tag=tag, survey=survey)
    rows = found.select_related("question", "response__survey__page", "response__survey__form", "instructor")
    page = Paginator(rows.prefetch_related("tagged__tag"), TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page_obj": page,
        "rows": with_questions(page.object_list),
        "tags": list(tags_on(narrowed(readable, survey=survey))),
        "words": words,
        "tag": tag,
        "survey": survey,
        "here": request.get_full_path(),
    }
    return render(request, "evaluations/results/texts.html", context)


@require_POST
@login_required
def tag_text(request: SignedInRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Set the tags of an answer that the reader may read, and lead back to where it stood."""
    answer = get_object_or_404(readable_texts(request.user), pk=answer_id)
    try:
        set_tags(answer=answer, names=request.POST.get("tags", ""), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The tags are kept."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(f"{back}#text-{answer.pk}" if is_ours else reverse("evaluations:texts"))


def _uuid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        return ""
