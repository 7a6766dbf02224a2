"""Class officers, and who is on duty when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LENGTH = 50


class ClassOffice(models.Model):
    """An office in a class, such as the monitor's, and who holds it. It is an honor and opens nothing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="offices")
    title = models.CharField(_("office"), max_length=TITLE_LENGTH)
    number = models.PositiveIntegerField(default=1)
    holder = models.ForeignKey(
        "classes.Enrollment", null=True, blank=True, on_delete=models.SET_NULL, related_name="offices"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("office in a class")
        verbose_name_plural = _("offices in classes")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "title"], name="classes_office_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="classes_office_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class DutyShift(models.Model):
    """A learner has a duty on one day; ``duty`` is its name at the extension point ``class_duties``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey("classes.Enrollment", on_delete=models.CASCADE, related_name="duty_shifts")
    date = models.DateField()
    duty = models.CharField(max_length=100)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["date", "duty", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "date", "duty"], name="classes_duty_shift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.duty}"
