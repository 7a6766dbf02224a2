"""Who stands in for whom, and what was said about the limit of a class."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment, TrainingClassPage


class Duty(models.TextChoices):
    """What a named person does with leave."""

    APPROVE = "approve", pgettext_lazy("leave", "decide")
    ENDORSE = "endorse", pgettext_lazy("leave", "endorse")


class StandIn(models.Model):
    """A person who decides about leave in a class, or endorses it, on the days from ``from_day`` to ``to_day``.

    ``group_name`` limits it to the learners of one group; empty is the whole class. Days are those of the class's zone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClassPage, on_delete=models.CASCADE, related_name="leave_stand_ins")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="leave_stand_ins"
    )
    duty = models.CharField(pgettext_lazy("leave", "duty"), max_length=10, choices=Duty.choices, default=Duty.APPROVE)
    group_name = models.CharField(_("group"), max_length=50, blank=True)
    from_day = models.DateField(pgettext_lazy("stand-in", "first day"))
    to_day = models.DateField(pgettext_lazy("stand-in", "last day"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["from_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="leave_stand_in_days"),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="leave_stand_in_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.duty}"


class LimitLevel(models.TextChoices):
    """How near a learner has come to the limit."""

    HALF = "half", _("half of the limit")
    NEARLY = "nine_tenths", _("nine tenths of the limit")


class LimitNotice(models.Model):
    """A learner was told how much of the class's required time is gone; once for each level.

    ``used`` of ``required`` minutes.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="leave_notices")
    level = models.CharField(max_length=12, choices=LimitLevel.choices)
    used = models.PositiveIntegerField()
    required = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice about the limit")
        verbose_name_plural = _("notices about the limit")
        constraints = [models.UniqueConstraint(fields=["enrollment", "level"], name="leave_notice_once")]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.level}"


class ProposalState(models.TextChoices):
    """What became of a proposal. The edges are in ``plugins.leave.actions.proposal_edges``."""

    PROPOSED = "proposed", pgettext_lazy("leave", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("leave", "Confirmed")
    DISMISSED = "dismissed", pgettext_lazy("leave", "Stays in the class")


class WithdrawalProposal(models.Model):
    """The rule proposes that a learner over the limit leaves the class; a person decides, and says why.

    ``used`` of ``required`` minutes, against ``limit`` as it was set then (``"1/7"``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="leave_proposals")
    used = models.PositiveIntegerField()
    required = models.PositiveIntegerField()
    limit = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposed withdrawal")
        verbose_name_plural = _("proposed withdrawals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(state="proposed"), name="leave_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, reason="")
                | (Q(state__in=("confirmed", "dismissed"), decided_at__isnull=False) & ~Q(reason="")),
                name="leave_proposal_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.state}"
