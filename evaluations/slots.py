"""What the evaluations room puts into the pages of the classes room."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from classes.extension_points import class_aside, live_class_after_content
from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import is_enrolled, may_run_class
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_answer, may_collect, may_read_summary, paper_seats
from evaluations.permissions.points import may_award_points
from evaluations.queries.points import total_of
from foundation.fragments import kept_text
from people.models import User
from people.roles import Role
from people.scope import scope_of
from schoolhouse.extension_points import ClassTool, class_tools

NOTHING = mark_safe("")


def points_card(request: HttpRequest | None, **arguments: Any) -> SafeString:
    """Lead a learner to the own ledger, and who gives points to the class's. Receives ``page``, the class."""
    page: TrainingClassPage = arguments["page"]
    if request is None or not isinstance(user := request.user, User):
        return NOTHING
    awards = may_award_points(user, page)
    if not awards and not is_enrolled(user, page):
        return NOTHING
    points = None if awards else total_of(user, page)
    context = {"training_class": page, "awards": awards, "points": points}
    return kept_text((page.public_id, awards, points), "evaluations/_points_card.html", lambda: context)


def feedback_card(request: HttpRequest | None, **arguments: Any) -> SafeString:
    """Lead to the forms about a live class: to fill in, to show, to enter from paper, to read. Receives ``page``."""
    page: LiveClassPage = arguments["page"]
    if request is None or not isinstance(user := request.user, User):
        return NOTHING
    surveys = FeedbackSurvey.objects.filter(page_id=page.pk).select_related(
        "form", "page", "training_class", "instructor"
    )
    is_point = scope_of(user).has_role(Role.POINT)
    now, rows = timezone.now(), []
    for survey in surveys.order_by("opens_at", "pk"):
        is_open = survey.is_open(now)
        row = {
            "survey": survey,
            "fills": is_open and may_answer(user, survey),
            "reads": may_read_summary(user, survey),
            "enters": is_open and is_point and paper_seats(user, survey).exists(),
        }
        row["collects"] = is_open and row["reads"] and may_collect(user, survey)
        if row["fills"] or row["reads"] or row["enters"]:
            rows.append(row)
    return render_to_string("evaluations/_feedback_card.html", {"rows": rows}, request) if rows else NOTHING


def feedback_address(training_class: Any, user: Any) -> str | None:
    """Return where all that the learners of a class are asked is looked over, for whoever runs it."""
    return (
        reverse("evaluations:class_feedback", args=[training_class.public_id])
        if may_run_class(user, training_class)
        else None
    )


def fill_slots() -> None:
    """Register them."""
    class_aside.register("evaluations", "evaluations.points", points_card)
    live_class_after_content.register("evaluations", "evaluations.feedback", feedback_card)
    class_tools.register("evaluations", "feedback", ClassTool(_("Feedback"), "chart", feedback_address), order=90)
