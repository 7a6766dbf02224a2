"""What the hooks of Wagtail's page editor call."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import PublishMenuItem

from classes.models import LiveClassPage, TrainingClassPage
from evaluations.models import FeedbackForm, FeedbackSurvey
from evaluations.permissions.feedback import may_collect, may_read_summary
from lessons.models import LessonPage
from people.models import User

SECTION = "wagtailsnippets_evaluations_feedbacksurvey"


def is_asked_about(model: type[Page]) -> bool:
    """Say whether forms are attached to such pages: live classes, lessons, classes, and evenings, which close."""
    return issubclass(model, (LiveClassPage, TrainingClassPage, LessonPage)) or hasattr(model, "closes_at")


def feedback_buttons(page: Page, user: User, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a page about which learners may be asked to what they said, or to asking them."""
    if not is_asked_about(page.specific_class or Page):
        return
    policy = policy_registry.get_by_type(FeedbackSurvey)
    rows = FeedbackSurvey.objects.filter(page_id=page.pk).select_related("form", "page", "training_class", "instructor")
    surveys = list(rows.order_by("pk"))
    for survey in surveys:
        if policy.user_has_permission_for_instance(user, "change", survey):
            address = reverse(f"{SECTION}:edit", args=[survey.pk])
            yield Button(_("Feedback: %(form)s") % {"form": survey.form}, address, icon_name="date", priority=90)
        if may_collect(user, survey):
            address = reverse("evaluations:collect", args=[survey.public_id])
            yield Button(_("Code for the screen"), address, icon_name="view", priority=91)
        if may_read_summary(user, survey):
            address = reverse("evaluations:summary", args=[survey.public_id])
            yield Button(_("What was answered"), address, icon_name="view", priority=91)
    if not surveys and policy.user_has_permission(user, "add"):
        address = reverse(f"{SECTION}:add")
        yield Button(_("Ask for feedback"), f"{address}?page={page.pk}", icon_name="date", priority=90)


def offer_publishing(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Let editors publish a feedback form: Wagtail's own item asks for a permission of groups, not for the policy."""
    if context.get("model") is not FeedbackForm or any(item.name == "action-publish" for item in menu_items):
        return
    if policy_registry.get_by_type(FeedbackForm).user_has_permission(request.user, "publish"):
        menu_items.append(PublishMenuItem(order=20))
