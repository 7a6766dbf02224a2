"""What the hooks of Wagtail's page editor call."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from classes.models import LiveClassPage
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_read_summary
from people.models import User

SECTION = "wagtailsnippets_evaluations_feedbacksurvey"


def feedback_buttons(page: Page, user: User, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a live class to what its learners said, or to asking them."""
    if not issubclass(page.specific_class or Page, LiveClassPage):
        return
    policy = policy_registry.get_by_type(FeedbackSurvey)
    surveys = list(FeedbackSurvey.objects.filter(page_id=page.pk).select_related("form", "page").order_by("pk"))
    for survey in surveys:
        if policy.user_has_permission_for_instance(user, "change", survey):
            address = reverse(f"{SECTION}:edit", args=[survey.pk])
            yield Button(_("Feedback: %(form)s") % {"form": survey.form}, address, icon_name="date", priority=90)
        if may_read_summary(user, survey):
            address = reverse("evaluations:summary", args=[survey.public_id])
            yield Button(_("What was answered"), address, icon_name="view", priority=91)
    if not surveys and policy.user_has_permission(user, "add"):
        address = reverse(f"{SECTION}:add")
        yield Button(_("Ask for feedback"), f"{address}?page={page.pk}", icon_name="date", priority=90)
