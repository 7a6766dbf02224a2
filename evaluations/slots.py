"""What the evaluations room puts into the pages of the classes room."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from classes.extension_points import class_aside, live_class_after_content
from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import is_enrolled
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_answer, may_read_summary
from evaluations.permissions.points import may_award_points
from evaluations.queries.points import total_of
from foundation.fragments import kept_text
from people.models import User

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
    """Lead to the open forms about a live class, and who may read them to what they say. Receives ``page``."""
    page: LiveClassPage = arguments["page"]
    if request is None:
        return NOTHING
    surveys = list(FeedbackSurvey.objects.filter(page_id=page.pk).select_related("form", "page").order_by("opens_at"))
    now = timezone.now()
    open_now = [one for one in surveys if one.opens_at <= now < one.closes_at and may_answer(request.user, one)]
    readable = [one for one in surveys if may_read_summary(request.user, one)]
    if not open_now and not readable:
        return NOTHING
    context = {"open_surveys": open_now, "readable_surveys": readable}
    return render_to_string("evaluations/_feedback_card.html", context, request)


def fill_slots() -> None:
    """Register both."""
    class_aside.register("evaluations", "evaluations.points", points_card)
    live_class_after_content.register("evaluations", "evaluations.feedback", feedback_card)
