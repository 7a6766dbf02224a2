"""The ledger of points."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.models.points.scheme import SchemeComponent


class PointEntry(models.Model):
    """A dated, explained entry on a learner's ledger. Append-only: a mistake is reversed by another entry.

    The database itself refuses to change or delete one, but for whose account it belongs to when two become one, and
    keeps ``PointTotal`` beside it. ``source`` and ``rule_version`` name the rule that gave the points, ``evidence`` is
    an address of this site that shows what for, ``occurred_at`` is when that was.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="point_entries")
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.PROTECT, related_name="point_entries"
    )
    component = models.ForeignKey(
        SchemeComponent, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=250)
    source = models.CharField(max_length=80, help_text=_("“by hand”, or the rule that made it."))
    rule_version = models.PositiveIntegerField(default=1)
    evidence = models.CharField(max_length=500, blank=True)
    source_key = models.CharField(max_length=200, null=True, blank=True, help_text=_("Makes a rule count once."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("point entry")
        verbose_name_plural = _("point entries")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="evaluations_point_entry_source_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="evaluations_point_entry_has_reason"),
        ]
        indexes = [models.Index(fields=["learner", "training_class", "occurred_at"])]

    def __str__(self) -> str:
        return f"{self.points}: {self.reason}"
