"""Giving a post points against the rubric of its forum, and taking them back.

Each score is a row of its own; what comes of them stands on the ledger of points: an entry for every post, or only for
a learner's best one, as the forum's rubric says. An entry that no longer holds is taken back by its opposite.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from classes.models import Enrollment, TrainingClassPage
from evaluations.actions.points import award_by_rule, reverse_entry
from forums.models import ForumPage, Post
from foundation import stamps
from people.models import User
from plugins.forum_scoring.models import Counting, ForumRubric, PostScore, RubricCriterion, ScoreEntry
from plugins.forum_scoring.models.rubric import MOST_POINTS, Level, too_many_points
from plugins.forum_scoring.models.score import COMMENT_LENGTH
from plugins.forum_scoring.permissions import may_score_in, takes_scores
from plugins.forum_scoring.queries.rubrics import STAMP, rubric_of
from plugins.forum_scoring.queries.scores import entries_in, standing_scores
from schoolhouse.refusals import Refusal

SOURCE = "forum_scoring"
REASON_LENGTH = 250


def score_post(*, post: Post, levels: Mapping[str, Decimal], comment: str, seen: int, by: User) -> PostScore:
    """Score a post: ``levels`` are the points chosen for each criterion, by its public id.

    ``seen`` is the number of the last score that ``by`` has seen, 0 for none. Raises ``Refusal`` where ``by`` may not
    or is the author, the class is closed, the post is hidden, its author has left the class, the forum has no rubric,
    a criterion is missing or has no such level, or somebody has scored it meanwhile.
    """
    forum = post.thread.forum
    training_class = checked_class(forum, by)
    chosen = rubric_of(forum)
    if chosen is None:
        raise Refusal(_("Choose a rubric for this forum first."), code="no_rubric")
    if post.author_id == by.pk:
        raise Refusal(_("Nobody scores their own posts."), code="own", status=403)
    if post.is_hidden:
        raise Refusal(_("A hidden post is not scored."), code="hidden")
    comment = comment.replace("\x00", "").strip()
    if len(comment) > COMMENT_LENGTH:
        raise Refusal(_("At most %(most)d characters, please.") % {"most": COMMENT_LENGTH}, status=400)
    marks = _marks(chosen, levels)
    points = sum((Decimal(one["points"]) for one in marks), Decimal(0))
    if points > MOST_POINTS:
        raise Refusal(too_many_points(), code="too_many")
    with transaction.atomic():
        _lock(post, training_class)
        score = _write(post, seen, by, rubric_title=chosen.rubric.title, marks=marks, points=points, comment=comment)
        settle(learner=post.author, forum=forum, chosen=chosen, by=by)
        stamps.bump(STAMP)
    return score


def withdraw_score(*, post: Post, seen: int, by: User) -> PostScore:
    """Take back the score of a post. Raises ``Refusal`` as ``score_post`` does, and where there is none."""
    forum = post.thread.forum
    training_class = checked_class(forum, by)
    with transaction.atomic():
        _lock(post, training_class)
        if not standing_scores().filter(post=post).exists():
            raise Refusal(_("This post has no score."), code="no_score")
        score = _write(post, seen, by, is_withdrawal=True, points=Decimal(0))
        settle(learner=post.author, forum=forum, chosen=rubric_of(forum), by=by)
        stamps.bump(STAMP)
    return score


def settle(*, learner: User, forum: ForumPage, chosen: ForumRubric | None, by: User) -> None:
    """Let the ledger say what the standing scores of ``learner`` in ``forum`` come to. Holds the learner's seat locked.

    Raises ``Refusal`` where points are due to somebody who has left the class.
    """
    scores = list(standing_scores().filter(post__thread__forum=forum, post__author=learner).order_by("created_at"))
    by_hand = ScoreEntry.objects.filter(score__in=scores, has_given_way=False, entry__reversed_by__isnull=False)
    dropped = set(by_hand.order_by().values_list("score", flat=True))
    counted = [one for one in scores if one.pk not in dropped]
    if chosen is not None and chosen.counting == Counting.BEST and counted:
        counted = [max(counted, key=lambda one: (one.points, -one.pk))]
    wanted = {one.pk: one for one in counted}
    component = chosen.component_id if chosen is not None else None
    rows = entries_in(forum).filter(score__post__author=learner).select_related("entry", "score")
    for row in rows:
        if row.score_id in wanted and row.entry.component_id == component:
            del wanted[row.score_id]
        else:
            _take_back(row, forum, by)
    for score in wanted.values():
        _enter(score, forum, chosen, by)


def checked_class(forum: ForumPage, by: User) -> TrainingClassPage:
    """Return the class of ``forum``. Raises ``Refusal`` where ``by`` does not score in it, or it is closed."""
    training_class = forum.training_class
    if training_class is None or not may_score_in(by, training_class):
        raise Refusal(_("You cannot give points in this class."), code="forbidden", status=403)
    if not takes_scores(training_class):
        raise Refusal(_("This class is closed."), code="closed")
    return training_class


def _lock(post: Post, training_class: TrainingClassPage) -> None:
    """Two scores of one learner wait for each other, or both could find themselves the best."""
    seats = Enrollment.objects.select_for_update(no_key=True)
    if not seats.filter(training_class=training_class, learner=post.author_id):
        raise Refusal(_("Points are for the learners of the class."), code="not_enrolled")


def _write(post: Post, seen: int, by: User, **fields: object) -> PostScore:
    last = PostScore.objects.filter(post=post).order_by("-number").values_list("number", flat=True).first() or 0
    if last != seen:
        raise Refusal(_("Somebody has scored this post meanwhile. Please look at it again."), code="changed")
    return PostScore.objects.create(post=post, number=last + 1, by=by, created_at=timezone.now(), **fields)


def _marks(chosen: ForumRubric, levels: Mapping[str, Decimal]) -> list[dict[str, str]]:
    found = []
    for criterion in chosen.rubric.criteria.all():
        points = levels.get(str(criterion.public_id))
        level = next((one for one in criterion.steps if one.points == points), None)
        if level is None:
            raise Refusal(_("Choose a level for “%(name)s”.") % {"name": criterion.name}, status=400)
        found.append(mark(criterion, level))
    return found


def mark(criterion: RubricCriterion, level: Level) -> dict[str, str]:
    """Return what a score keeps of one criterion, as ``PostScore.marks`` has it."""
    return {
        "criterion": str(criterion.public_id),
        "name": criterion.name,
        "points": str(level.points),
        "most": str(criterion.most_points),
        "words": level.words,
    }


def _enter(score: PostScore, forum: ForumPage, chosen: ForumRubric | None, by: User) -> None:
    number = ScoreEntry.objects.filter(score=score).count() + 1
    training_class = forum.training_class
    assert training_class is not None
    with override(training_class.locale.language_code):
        reason = reason_of(score)
    entry = award_by_rule(
        learner=score.post.author,
        training_class=training_class,
        points=score.points,
        reason=reason,
        source=SOURCE,
        source_key=f"{score.public_id}/{number}",
        occurred_at=score.created_at,
        component=chosen.component if chosen is not None else None,
        by=by,
        evidence="" if score.post.is_anonymous else reverse("forums:post", args=[score.post.public_id]),
    )
    ScoreEntry.objects.create(score=score, number=number, entry=entry)


def _take_back(row: ScoreEntry, forum: ForumPage, by: User) -> None:
    assert forum.training_class is not None
    row.has_given_way = True
    row.save(update_fields=["has_given_way"])
    with override(forum.training_class.locale.language_code):
        reverse_entry(entry=row.entry, reason=_("Scored anew, or another post counts now."), by=by)


def reason_of(score: PostScore) -> str:
    """Say in the active language for which post an entry stands, and what it was given for what."""
    marks = pgettext("marks", ", ").join(
        f"{one['name']} {localize(Decimal(one['points']))}/{localize(Decimal(one['most']))}" for one in score.marks
    )
    post = score.post
    if post.is_anonymous:
        # Whoever reads the ledger is not told what was said without a name.
        said = _("A post without a name: %(marks)s") % {"marks": marks}
    else:
        place = {"number": post.number, "thread": post.thread.title[:60]}
        said = _("Post #%(number)d in “%(thread)s”: %(marks)s") % {**place, "marks": marks}
    return said if len(said) <= REASON_LENGTH else f"{said[: REASON_LENGTH - 1]}…"
