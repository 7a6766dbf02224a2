"""What was suggested on a lesson, for who writes it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from lessons.actions.suggestions import accept_suggestion, decline_suggestion
from lessons.admin.access import editable_lesson
from lessons.queries.co_authors import suggestions_on
from people.views.current import person_of
from schoolhouse.refusals import Refusal

PER_PAGE = 50


@require_GET
def listing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what is open, then what was decided."""
    lesson = editable_lesson(request, page_id)
    page = Paginator(suggestions_on(lesson), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "lessons/admin/suggestions.html", {"lesson": lesson, "page_obj": page})


@require_POST
def decide(request: HttpRequest, page_id: int, suggestion: int) -> HttpResponse:
    """Take a suggestion into the draft, or leave the passage as it is."""
    lesson = editable_lesson(request, page_id)
    found = get_object_or_404(suggestions_on(lesson), pk=suggestion)
    try:
        if request.POST.get("decision") == "accept":
            accept_suggestion(suggestion=found, by=person_of(request))
            messages.success(request, _("The new text stands in the draft."))
        else:
            decline_suggestion(suggestion=found, by=person_of(request))
            messages.success(request, _("The passage stays as it is."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("lessons_suggestions", page_id)
