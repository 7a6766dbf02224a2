"""Learners in a class."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrollmentState(models.TextChoices):
    """Where a learner stands with a class. The edges between them are in ``classes.actions.enrollment``."""

    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Seat offered")
    ENROLLED = "enrolled", _("Enrolled")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", pgettext_lazy("enrollment", "Completed")


class Enrollment(models.Model):
    """A learner in a class, with the columns that the school added to its roster."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.PROTECT, related_name="enrollments"
    )
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrollments")
    organization = models.ForeignKey(
        "people.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="enrollments"
    )
    post = models.CharField(pgettext_lazy("job", "post"), max_length=100, blank=True)
    group = models.ForeignKey(
        "classes.ClassGroup",
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="members",
    )
    leads_group = models.BooleanField(_("leads the group"), default=False)
    extra = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=EnrollmentState.choices, default=EnrollmentState.ENROLLED)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    state_changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "learner"], name="classes_enrollment_once"),
            models.CheckConstraint(
                condition=models.Q(state="offered", offer_expires_at__isnull=False)
                | (~models.Q(state="offered") & models.Q(offer_expires_at__isnull=True)),
                name="classes_enrollment_offer_has_deadline",
            ),
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(leads_group=True), name="classes_group_one_leader"
            ),
            models.CheckConstraint(
                condition=models.Q(leads_group=False) | models.Q(group__isnull=False),
                name="classes_group_leader_is_in_it",
            ),
        ]
        indexes = [models.Index(fields=["training_class", "state"]), models.Index(fields=["learner", "state"])]

    def __str__(self) -> str:
        return f"{self.learner} · {self.training_class}"

    @property
    def group_name(self) -> str:
        """The name of the group, empty where there is none; read the ``group`` along for a list."""
        return self.group.name if self.group else ""


class EnrollmentTransition(models.Model):
    """One change of an enrollment's state: who moved it, when and why. Append-only."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=EnrollmentState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("enrollment change")
        verbose_name_plural = _("enrollment changes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
