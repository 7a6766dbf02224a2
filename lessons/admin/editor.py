"""Wagtail's editor of a page, for lessons: with their own checks, and a copy form that makes drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView

from lessons.actions.copying import copy_lesson
from lessons.admin.quality import LessonChecksPanel
from lessons.models import LessonPage
from lessons.quality.checks import check_lesson
from lessons.quality.strictness import strict_remarks
from people.views.current import person_of
from people.viewsets.pages import ScopedPageViewSet
from schoolhouse.refusals import Refusal


class _OwnChecks:
    def get_side_panels(self) -> Any:
        """Put our checks in the place of Wagtail's."""
        panels = super().get_side_panels()  # type: ignore[misc]
        panels[:] = [_ours(panel) if type(panel) is ChecksSidePanel else panel for panel in panels]
        return panels


def _ours(panel: ChecksSidePanel) -> LessonChecksPanel:
    return LessonChecksPanel(panel.object, panel.request)


class LessonCreateView(_OwnChecks, CreateView):
    """Writes a new lesson."""


class LessonEditView(_OwnChecks, EditView):
    """Edits a lesson."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell who is to approve a lesson what is remarked on it."""
        task = self.page.current_workflow_task
        if task and any(name == "approve" for name, *_rest in task.get_actions(self.page, request.user)):
            self._say_remarks(request)
        return super().get(request, *args, **kwargs)

    def _say_remarks(self, request: HttpRequest) -> None:
        count = len(check_lesson(self.page))
        if count:
            said = ngettext(
                "There is one remark on this lesson. See the checks beside it.",
                "There are %(count)s remarks on this lesson. See the checks beside it.",
                count,
            )
            messages.warning(request, said % {"count": count})


class LessonCopyForm(CopyForm):
    """Wagtail's copy form; a copy is a draft, and lessons have nothing below them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("copy_subpages", "publish_copies"):
            self.fields.pop(name, None)


class LessonCopyView(CopyView):
    """Duplicates a lesson as a draft of its own, or mirrors it as Wagtail does."""

    def get_form_class(self) -> type[CopyForm]:
        """Use our form."""
        return LessonCopyForm

    def form_valid(self, form: CopyForm) -> HttpResponse:
        """Duplicate it and go on to edit the copy."""
        if form.cleaned_data.get("alias"):
            return super().form_valid(form)
        try:
            copy = copy_lesson(
                lesson=self.page.specific,
                parent=form.cleaned_data["new_parent_page"],
                title=form.cleaned_data["new_title"],
                slug=form.cleaned_data["new_slug"],
                by=person_of(self.request),
            )
        except Refusal as refusal:
            # Wagtail's page shows errors beside the fields alone.
            form.add_error("new_parent_page", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” is a draft of its own.") % {"title": copy.title})
        return redirect(reverse("wagtailadmin_pages:edit", args=[copy.pk]))


class LessonWorkflowActionView(WorkflowActionView):
    """Approves and sends back outside the editor; what the editor would not let through is not approved here either."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the editor where strict remarks are left, else do it."""
        left = strict_remarks(self.object.get_latest_revision_as_object()) if self.action_name == "approve" else []
        if not left:
            return super().post(request, *args, **kwargs)
        messages.error(request, _("It was not approved: %(remark)s") % {"remark": left[0].message})
        target = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": target})
        return redirect(target)


class LessonPageViewSet(ScopedPageViewSet):
    """The views of one lesson; the list of all lessons is ``LessonListing``."""

    model = LessonPage
    parent_models: list[Any] = []
    add_view_class = LessonCreateView
    edit_view_class = LessonEditView
    copy_view_class = LessonCopyView
    workflow_action_view_class = LessonWorkflowActionView
