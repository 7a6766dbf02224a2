"""What the plugin does with a post."""

import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.formats import localize
from django.utils.translation import gettext, override
from wagtail.models import Page

from classes.models import Enrollment, TrainingClassPage
from evaluations.actions.points import award_by_rule
from evaluations.models import PointEntry
from forums.events import post_published
from forums.models import Post
from people.models import User
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.refusals import Refusal

SOURCE = "reply_points"


@post_published.handler("reply_points.award")
def award_reply(event: ReceivedEvent) -> None:
    """Give points for an answer to somebody else, in time, in a class's forum. Once a post."""
    data = event.data
    if not data["is_reply"] or data["is_late"] or not data["training_class"]:
        return
    training_class = TrainingClassPage.objects.filter(public_id=data["training_class"]).first()
    post = Post.objects.filter(public_id=data["post"], is_hidden=False).select_related("thread", "author").first()
    if training_class is None or post is None or not is_active(SOURCE, training_class):
        return
    # Two answers of one learner wait for each other here, or both could be the last that fits below the limit.
    if not Enrollment.objects.select_for_update(no_key=True).filter(training_class=training_class, learner=post.author):
        return
    settings = cleaned_settings(SOURCE, training_class)
    left = settings["most_points_a_forum"] - _earned(post.author, data["forum"])
    points = min(settings["points_a_reply"], left)
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


def explain(page: Page) -> str:
    """Say what a reply counts in the class ``page``."""
    settings = cleaned_settings(SOURCE, page)
    return gettext("%(points)s points for each reply to somebody else in time, at most %(most)s in one forum.") % {
        "points": localize(settings["points_a_reply"].normalize()),
        "most": localize(settings["most_points_a_forum"].normalize()),
    }


def _earned(learner: User, forum: str) -> Decimal:
    """Points that ``learner`` already has from this forum."""
    rows = PointEntry.objects.filter(learner=learner, source=SOURCE, source_key__startswith=f"{forum}/")
    return rows.aggregate(total=Sum("points"))["total"] or Decimal(0)
