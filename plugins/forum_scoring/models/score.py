"""Scores of posts. Nothing is changed: whoever scores a post again writes the next score of it."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COMMENT_LENGTH = 1_000


class PostScore(models.Model):
    """What somebody gave a post. The one with the highest ``number`` stands.

    ``marks`` hold what was looked at, as the rubric was then: a list of ``{"criterion": public id, "name": …,
    "points": "1.5", "most": "2", "words": …}``, points as text. A score that only takes the one before back
    (``is_withdrawal``) has none.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey("forums.Post", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    is_withdrawal = models.BooleanField(default=False)
    rubric_title = models.CharField(max_length=150, blank=True)
    marks = models.JSONField(default=list)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    comment = models.CharField(pgettext_lazy("score", "comment"), max_length=COMMENT_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("score of a post")
        verbose_name_plural = _("scores of posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="forum_scoring_number_once"),
            models.CheckConstraint(condition=models.Q(points__gte=0, points__lte=100), name="forum_scoring_points"),
            models.CheckConstraint(
                condition=models.Q(is_withdrawal=False) | models.Q(points=0), name="forum_scoring_withdrawal_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.points}"

    @property
    def given(self) -> Decimal:
        """The points as they are read, without zeros behind."""
        return self.points.quantize(Decimal(1)) if self.points == int(self.points) else self.points.normalize()


class ScoreEntry(models.Model):
    """Which entry of the ledger stands for which score; a score may count, not count, and count again.

    ``has_given_way`` to another score, or to a new choice of what counts. An entry that was taken back without this
    was taken back by hand, and its score does not come back onto the ledger by itself.
    """

    score = models.ForeignKey(PostScore, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()
    entry = models.OneToOneField("evaluations.PointEntry", on_delete=models.PROTECT, related_name="+")
    has_given_way = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry of a score")
        verbose_name_plural = _("entries of scores")
        constraints = [models.UniqueConstraint(fields=["score", "number"], name="forum_scoring_entry_once")]

    def __str__(self) -> str:
        return f"{self.score_id}: {self.entry_id}"
