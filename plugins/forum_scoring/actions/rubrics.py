"""Choosing by which rubric a forum is scored."""

from django.db import transaction
from django.utils.translation import gettext as _

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from evaluations.models import SchemeComponent
from evaluations.queries.points import components_in
from forums.models import ForumPage
from foundation import stamps
from people.models import User
from plugins.forum_scoring.actions.scoring import checked_class, settle
from plugins.forum_scoring.models import ForumRubric, Rubric
from plugins.forum_scoring.queries.rubrics import STAMP, rubrics_for
from plugins.forum_scoring.queries.scores import standing_scores
from schoolhouse.refusals import Refusal


@transaction.atomic
def choose_rubric(
    *, forum: ForumPage, rubric: Rubric, counting: str, component: SchemeComponent | None = None, by: User
) -> ForumRubric:
    """Let the posts of ``forum`` be scored by ``rubric``. What was scored before stays, and is counted as chosen now.

    Raises ``Refusal`` where ``by`` may not, the class is closed, or the rubric or the component is of an organization
    that is not above the class.
    """
    training_class = checked_class(forum, by)
    if not rubrics_for(training_class).filter(pk=rubric.pk).exists():
        raise Refusal(_("This rubric is not for this class."), status=400)
    if component is not None and not components_in(training_class).filter(pk=component.pk).exists():
        raise Refusal(_("This component is not for this class."), status=400)
    chosen, _made = ForumRubric.objects.update_or_create(
        forum=forum, defaults={"rubric": rubric, "counting": counting, "component": component, "by": by}
    )
    stamps.bump(STAMP)
    # Who has left the class keeps the entries of then.
    seats = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    authors = standing_scores().filter(post__thread__forum=forum).order_by().values("post__author")
    locked = seats.filter(learner__in=authors).select_for_update(of=("self",), no_key=True).select_related("learner")
    for seat in locked.order_by("pk"):
        settle(learner=seat.learner, forum=forum, chosen=chosen, by=by)
    return chosen
