"""What an evening came to: theme, discussion, what was agreed, and who does what by when."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

THEME_LENGTH = 200
TEXT_LENGTH = 20_000
WHAT_LENGTH = 300
MOST_FOLLOW_UPS = 30


class OutcomeState(models.TextChoices):
    """Whether an outcome is read by the forum; its edges are in ``forums.actions.evening.outcome_edges``."""

    DRAFT = "draft", pgettext_lazy("outcome", "Draft")
    SETTLED = "settled", pgettext_lazy("outcome", "Settled")


class FollowUpState(models.TextChoices):
    """Whether something is done; a property of its row, which says when and by whom."""

    TO_DO = "to_do", pgettext_lazy("follow-up", "To do")
    DONE = "done", pgettext_lazy("follow-up", "Done")


class Outcome(models.Model):
    """The outcome of a forum, one for each. What it said before stands in ``versions``."""

    forum = models.OneToOneField("forums.ForumPage", on_delete=models.CASCADE, related_name="outcome")
    theme = models.CharField(_("theme"), max_length=THEME_LENGTH, blank=True)
    discussion = models.TextField(_("discussion"), blank=True)
    agreed = models.TextField(_("what was agreed"), blank=True)
    state = models.CharField(max_length=10, choices=OutcomeState.choices, default=OutcomeState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("outcome of a forum")
        verbose_name_plural = _("outcomes of forums")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", settled_at__isnull=True, settled_by__isnull=True)
                | (Q(state="settled", settled_at__isnull=False, settled_by__isnull=False) & ~Q(theme="")),
                name="forums_outcome_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.theme or str(self.forum)

    @property
    def is_settled(self) -> bool:
        """Whether the forum reads it, and nothing of the evening is corrected any more."""
        return self.state == OutcomeState.SETTLED


class OutcomeVersion(models.Model):
    """What an outcome said at one time, who wrote it, and which act made it. Append-only.

    ``follow_ups`` holds what was to be done as ``{"what", "owner", "due_on"}``, with the owner's name.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10)
    reason = models.CharField(max_length=250, blank=True)
    theme = models.CharField(max_length=THEME_LENGTH, blank=True)
    discussion = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    follow_ups = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of an outcome")
        verbose_name_plural = _("versions of outcomes")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["outcome", "number"], name="forums_outcome_version_once")]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.number}"


class FollowUp(models.Model):
    """What somebody does after an evening, and by when. The owner or a host says that it is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="follow_ups")
    number = models.PositiveIntegerField()
    what = models.CharField(_("what is to be done"), max_length=WHAT_LENGTH)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    late: bool
    """Whether it is overdue by now, where a page has asked."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="forums_follow_up_says_what"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="forums_follow_up_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["owner", "done_at"], name="forums_follow_up_by_owner")]

    def __str__(self) -> str:
        return self.what

    @property
    def state(self) -> FollowUpState:
        """Whether it is done."""
        return FollowUpState.TO_DO if self.done_at is None else FollowUpState.DONE

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether it should have been done before ``today``, a day of the class or organization."""
        return self.done_at is None and self.due_on is not None and self.due_on < today
