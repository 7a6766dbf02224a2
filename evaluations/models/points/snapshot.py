"""What the points of a class came to when it was closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(models.TextChoices):
    """What a total means by the marks of the scheme."""

    DISTINCTION = "distinction", pgettext_lazy("grade", "With distinction")
    PASSED = "passed", pgettext_lazy("grade", "Passed")
    FAILED = "failed", pgettext_lazy("grade", "Not passed")


class PointsSnapshot(models.Model):
    """The totals of a class as a closing froze them, signed. Never changed: the database itself refuses it.

    ``content`` is the JSON that was signed, as ``evaluations.actions.points.closing`` describes it; ``signature`` is
    an HMAC of it with the server's key.
    """

    step = models.OneToOneField("classes.ClassStep", on_delete=models.PROTECT, related_name="points_snapshot")
    content = models.TextField()
    signature = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("snapshot of points")
        verbose_name_plural = _("snapshots of points")

    def __str__(self) -> str:
        return str(self.step_id)
