"""What the plugin does with a post."""

import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext, override

from classes.models import Enrollment, TrainingClassPage
from evaluations.actions.points import award_by_rule
from evaluations.models import PointEntry
from forums.events import post_published
from forums.models import Post
from people.models import User
from schoolhouse.events import ReceivedEvent
from schoolhouse.refusals import Refusal

SOURCE = "reply_points"
POINTS_A_REPLY = Decimal("0.5")
MOST_POINTS_A_FORUM = Decimal("3")
"""However much someone writes, one evening counts for no more than this."""


@post_published.handler("reply_points.award")
def award_reply(event: ReceivedEvent) -> None:
    """Give points for an answer to somebody else, in time, in a class's forum. Once a post."""
    data = event.data
    if not data["is_reply"] or data["is_late"] or not data["training_class"]:
        return
    training_class = TrainingClassPage.objects.filter(public_id=data["training_class"]).first()
    post = Post.objects.filter(public_id=data["post"], is_hidden=False).select_related("thread", "author").first()
    if training_class is None or post is None:
        return
    # Two answers of one learner wait for each other here, or both could be the last that fits below the limit.
    if not Enrollment.objects.select_for_update(no_key=True).filter(training_class=training_class, learner=post.author):
        return
    points = min(POINTS_A_REPLY, MOST_POINTS_A_FORUM - _earned(post.author, data["forum"]))
    if points <= 0:
        return
    with override(training_class.locale.language_code):
        reason = gettext("Answered in the forum: %(thread)s, #%(number)d") % {
            "thread": post.thread.title[:150],
            "number": post.number,
        }
    try:
        award_by_rule(
            learner=post.author,
            training_class=training_class,
            points=points,
            reason=reason,
            source=SOURCE,
            source_key=f"{data['forum']}/{data['post']}",
            occurred_at=datetime.datetime.fromisoformat(data["posted_at"]),
        )
    except Refusal:
        # Whoever has left the class may have been answering until then; the ledger is for its learners.
        return


def _earned(learner: User, forum: str) -> Decimal:
    """Points that ``learner`` already has from this forum."""
    rows = PointEntry.objects.filter(learner=learner, source=SOURCE, source_key__startswith=f"{forum}/")
    return rows.aggregate(total=Sum("points"))["total"] or Decimal(0)
