"""What feedback says against closing a class."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classes.permissions import INSIDE_STATES
from evaluations.models import FeedbackSurvey
from evaluations.queries.survey import answer_count
from schoolhouse.closing import ClosingCheck, Gap
from schoolhouse.extension_points import closing_checks


def open_surveys(page: Any) -> Sequence[Gap]:
    """Count the forms about the class and its live classes that are open, and that not every learner has answered."""
    now = timezone.now()
    surveys = FeedbackSurvey.objects.filter(training_class=page, opens_at__lte=now, closes_at__gt=now, is_settled=False)
    learners = page.enrollments.filter(state__in=INSIDE_STATES).count()
    rows = surveys.annotate(answered=answer_count()).filter(answered__lt=learners).order_by("closes_at", "pk")
    found = list(rows.values_list("public_id", flat=True))
    if not found:
        return []
    text = _("feedback forms still open that not everybody has answered")
    return [Gap(text, len(found), reverse("evaluations:summary", args=[found[0]]))]


def register_check() -> None:
    """Called once, when the room is ready."""
    closing_checks.register("evaluations", "evaluations.feedback", ClosingCheck(gettext_lazy("Feedback"), open_surveys))
