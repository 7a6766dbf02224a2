"""Versions of assessment schemes, and which one a class goes by."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.points.scheme import AssessmentScheme


class SchemeVersion(models.Model):
    """A scheme as it stood once. Never changed: the database itself refuses it.

    ``parts`` are its components in their order, as ``evaluations.queries.points.assessment`` describes them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    parts = models.JSONField()
    final_share = models.DecimalField(max_digits=5, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=5, decimal_places=2)
    distinction_mark = models.DecimalField(max_digits=5, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="evaluations_scheme_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="evaluations_scheme_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.title} · {self.number}"


class ClassScheme(models.Model):
    """A class chose a version of a scheme: by whom, when and why. Append-only; the last one holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.PROTECT, related_name="point_schemes"
    )
    number = models.PositiveIntegerField()
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="classes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("scheme of a class")
        verbose_name_plural = _("schemes of classes")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "number"], name="evaluations_class_scheme_once")
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}: {self.version_id}"


class StandingShown(models.TextChoices):
    """What a class shows its learners of where they stand; staff see all of it."""

    HIDDEN = "hidden", _("Nobody: learners see their own points only")
    OWN = "own", _("Each learner their own place")
    GROUPS = "groups", _("Their own place, and how groups and organizations stand")
    CLASS = "class", _("The whole standing, with names")


class PointsSettings(models.Model):
    """What a class has set about points; a class without a row has the defaults. ``appeal_days`` are days to answer."""

    training_class = models.OneToOneField(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="points_settings"
    )
    standing = models.CharField(
        _("what learners see of the standing"),
        max_length=10,
        choices=StandingShown.choices,
        default=StandingShown.HIDDEN,
    )
    appeal_days = models.PositiveSmallIntegerField(_("days to answer an appeal"), default=5)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("settings of points")
        verbose_name_plural = _("settings of points")
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal_days__gte=1, appeal_days__lte=60), name="evaluations_appeal_days_sensible"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=StandingShown.values), name="evaluations_standing_shown_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_standing_display()
