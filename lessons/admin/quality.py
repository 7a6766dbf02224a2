"""What is remarked on lessons: beside the editor, and as a report."""

from collections import Counter
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.side_panels import ChecksSidePanel

from lessons.admin.access import editable_lesson
from lessons.models import LessonPage
from lessons.quality import KINDS
from lessons.quality.checks import check_lesson, most_minutes
from lessons.quality.kinds import findings_from
from lessons.quality.strictness import strict_remarks
from lessons.queries.quality import lessons_with_quality, strict_kinds
from lessons.reading_time import estimated_minutes
from people.roles import ADMIN_ROLES
from people.scope import scope_of
from people.views.current import person_of

LESSONS_PER_PAGE = 30


def panel_context(lesson: LessonPage) -> dict[str, Any]:
    """Return what the panel shows of a lesson as it stands."""
    strict = strict_kinds()
    findings = [{"said": one, "is_strict": one.code in strict} for one in check_lesson(lesson)]
    return {
        "findings": findings,
        "stops": sum(one["is_strict"] for one in findings),
        "minutes": estimated_minutes(lesson.body),
        "most": most_minutes(lesson),
    }


@require_GET
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give the part of the side panel that is about the newest draft."""
    draft = editable_lesson(request, page_id).get_latest_revision_as_object()
    response = render(request, "lessons/admin/_quality.html", panel_context(draft))
    response["Cache-Control"] = "no-store"
    return response


class LessonChecksPanel(ChecksSidePanel):
    """Wagtail's checks, and before them what the server remarks on the draft."""

    template_name = "lessons/admin/checks_panel.html"

    @property
    def media(self) -> forms.Media:
        """The script that asks anew after each save, and the list's look."""
        return super().media + forms.Media(js=["lessons/admin/quality.js"], css={"all": ["lessons/admin/lessons.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the remarks on the draft as it was opened."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        # A page that was never saved has no address yet; the script finds it out after the first save.
        pattern = reverse("lessons_quality", args=[0])
        context |= {"pattern": pattern, "page_key": self.object.pk or ""}
        return context | (panel_context(self.object) if self.object.pk else {"is_new": True})


def refuse_bulk_remarks(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Publish no lesson together with others that would not be published by itself."""
    if action_type != "publish" or request.method != "POST":
        return None
    for lesson in LessonPage.objects.filter(pk__in=[one.pk for one in objects]):
        if left := strict_remarks(lesson.get_latest_revision_as_object()):
            said = _("“%(title)s” is not published: %(remark)s")
            messages.error(request, said % {"title": lesson.title, "remark": left[0].message})
            return redirect("wagtailadmin_pages:edit", lesson.pk)
    return None


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """List the lessons of the reader's organizations with what is remarked on their drafts."""
    person = person_of(request)
    if not may_read_report(request):
        raise Http404
    code = request.GET.get("kind", "")
    page = Paginator(lessons_with_quality(person, code=code), LESSONS_PER_PAGE).get_page(request.GET.get("p"))
    for lesson in page:
        quality = getattr(lesson, "quality", None)
        findings = findings_from(quality.findings) if quality else []
        lesson.remarks = Counter(str(one.label) for one in findings).most_common()
    context = {"page_obj": page, "kinds": KINDS, "code": code if code in KINDS else "", "strict": strict_kinds()}
    return render(request, "lessons/admin/quality_report.html", context)


def may_read_report(request: HttpRequest) -> bool:
    """Say whether the reader works in the admin of any organization."""
    return scope_of(request.user).has_role(*ADMIN_ROLES)


class QualityMenuItem(MenuItem):
    """Leads to the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those for whom there is something in it."""
        return may_read_report(request)


def menu_item() -> MenuItem:
    """Return the item of the menu of reports."""
    return QualityMenuItem(
        _("Quality of lessons"), reverse("lessons_quality_report"), name="lesson-quality", icon_name="check", order=700
    )
