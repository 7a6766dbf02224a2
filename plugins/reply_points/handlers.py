"""What the plugin does with a post, and with what was said in a room."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext, override
from wagtail.models import Page

from classes.models import Enrollment, TrainingClassPage
from evaluations.actions.points import award_by_rule
from evaluations.models import PointEntry
from forums.events import post_published, spoke, spoke_corrected
from forums.models import ForumPage, Post, Spoken
from people.models import User
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.refusals import Refusal

SOURCE = "reply_points"
SPOKEN = "reply_points.spoken"


@post_published.handler("reply_points.award")
def award_reply(event: ReceivedEvent) -> None:
    """Give points for an answer to somebody else, in time, in a class's forum. Once a post."""
    data = event.data
    if not data["is_reply"] or data["is_late"] or not data["training_class"]:
        return
    training_class = TrainingClassPage.objects.filter(public_id=data["training_class"]).first()
    post = (
        Post.objects.filter(public_id=data["post"], is_hidden=False).select_related("thread__forum", "author").first()
    )
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
        if post.is_anonymous:
            # Whoever reads the ledger is not told what was said without a name.
            reason = gettext("Answered in a forum")
    posted_at = datetime.datetime.fromisoformat(data["posted_at"])
    shown = "" if post.is_anonymous else reverse("forums:post", args=[post.public_id])
    try:
        award_by_rule(
            learner=post.author,
            training_class=training_class,
            points=points,
            reason=reason,
            source=SOURCE,
            source_key=f"{data['forum']}/{data['post']}",
            occurred_at=_unseen(posted_at, post.thread.forum, training_class) if post.is_anonymous else posted_at,
            evidence=shown,
        )
    except Refusal:
        # Whoever has left the class may have been answering until then; the ledger is for its learners.
        return


def _unseen(posted_at: datetime.datetime, forum: ForumPage, training_class: TrainingClassPage) -> datetime.datetime:
    """Return a time that many share, for what was said without a name: the evening's close, else the day's midnight."""
    if forum.closes_at is not None:
        return forum.closes_at
    return posted_at.astimezone(training_class.zone).replace(hour=0, minute=0, second=0, microsecond=0)


@spoke.handler("reply_points.award_spoken")
def award_spoken(event: ReceivedEvent) -> None:
    """Give points to who spoke in the room. Once for each person and evening."""
    _settle_spoken(event.data, 0)


@spoke_corrected.handler("reply_points.correct_spoken")
def correct_spoken(event: ReceivedEvent) -> None:
    """Take the points of somebody back who is taken off the record, or give them again."""
    _settle_spoken(event.data, event.data["number"])


def _settle_spoken(data: Mapping[str, Any], number: int) -> None:
    """Let the ledger say what the record says by now: events may come late, twice, or in another order."""
    training_class = TrainingClassPage.objects.filter(public_id=data["training_class"]).first()
    said = Spoken.objects.filter(forum__public_id=data["forum"], person__public_id=data["person"])
    row = said.select_related("forum", "person").first()
    if training_class is None or row is None or not is_active(SOURCE, training_class):
        return
    learner, key = row.person, f"{data['forum']}/room/{data['person']}"
    if not Enrollment.objects.select_for_update(no_key=True).filter(training_class=training_class, learner=learner):
        return
    has = _points(PointEntry.objects.filter(source=SPOKEN, source_key__startswith=f"{key}/"))
    settings = cleaned_settings(SOURCE, training_class)
    if row.counts and not has:
        points = min(settings["points_spoken"], settings["most_points_a_forum"] - _earned(learner, data["forum"]))
    else:
        points = Decimal(0) if row.counts else -has
    if not points or (row.counts and points < 0):
        return
    with override(training_class.locale.language_code):
        words = gettext("Spoke in the room: %(forum)s") if row.counts else gettext("Taken off the record: %(forum)s")
    try:
        award_by_rule(
            learner=learner,
            training_class=training_class,
            points=points,
            reason=words % {"forum": row.forum.title[:150]},
            source=SPOKEN,
            source_key=f"{key}/{number}",
            occurred_at=datetime.datetime.fromisoformat(data["spoke_at"]),
        )
    except Refusal:
        return


def explain(page: Page) -> str:
    """Say what a reply counts in the class ``page``."""
    if not cleaned_settings(SOURCE, page)["points_a_reply"]:
        return gettext("Replies give no points here.")
    sentence = gettext("%(points)s points for each reply to somebody else in time; at most %(most)s in one forum.")
    return _said(page, sentence, "points_a_reply")


def explain_spoken(page: Page) -> str:
    """Say what having spoken in an evening counts in the class ``page``."""
    if not cleaned_settings(SOURCE, page)["points_spoken"]:
        return gettext("Speaking in the room gives no points here.")
    sentence = gettext(
        "%(points)s points for each evening in which you have spoken in the room, as its record says; at most "
        "%(most)s in one forum, together with replies."
    )
    return _said(page, sentence, "points_spoken")


def _said(page: Page, sentence: str, setting: str) -> str:
    settings = cleaned_settings(SOURCE, page)
    return sentence % {
        "points": localize(settings[setting].normalize()),
        "most": localize(settings["most_points_a_forum"].normalize()),
    }


def _earned(learner: User, forum: str) -> Decimal:
    """Points that ``learner`` already has from this forum, written and said."""
    rows = PointEntry.objects.filter(learner=learner, source__in=(SOURCE, SPOKEN))
    return _points(rows.filter(source_key__startswith=f"{forum}/"))


def _points(rows: QuerySet[PointEntry]) -> Decimal:
    return rows.aggregate(total=Sum("points"))["total"] or Decimal(0)
