"""A new lesson from one that is offered as a template."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from lessons.actions.copying import copy_lesson, templates_for
from lessons.admin.access import own_lists
from people.views.current import person_of
from schoolhouse.refusals import Refusal

MOST_SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """Offer the templates; a chosen one becomes a draft in the chosen list."""
    lists, person = own_lists(request), person_of(request)
    found = templates_for(person)
    if request.method == "POST":
        parent = next((one for one in lists if str(one.pk) == request.POST.get("parent")), None)
        key = request.POST.get("template", "")
        if parent is None or not key.isdecimal() or len(key) > 18:
            raise Http404
        template = get_object_or_404(found, pk=key)
        title = request.POST.get("title", "").replace("\x00", "").strip()[:255] or template.title
        try:
            copy = copy_lesson(lesson=template, parent=parent, title=title, by=person)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("lessons_templates")
        messages.success(request, _("“%(title)s” is a draft of its own.") % {"title": copy.title})
        return redirect("wagtailadmin_pages:edit", copy.pk)
    chosen = request.GET.get("list", "")
    context = {"lists": lists, "templates": found.defer("body")[:MOST_SHOWN], "chosen": chosen}
    return render(request, "lessons/admin/templates.html", context)
