"""What the ledger of points comes to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.points.entry import PointEntry
from evaluations.models.points.scheme import SchemeComponent


class PointTotal(models.Model):
    """The sum of a learner's entries in a class, for one component or for none. Kept by the database, never by hand.

    A trigger on the ledger adds each entry here in the statement that writes it, so that both are there or neither.
    ``manage.py points check`` compares them. ``entries`` counts, ``last_entry`` is the one that was written last.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="point_totals")
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="point_totals"
    )
    component = models.ForeignKey(
        SchemeComponent, null=True, blank=True, on_delete=models.CASCADE, related_name="totals"
    )
    total = models.DecimalField(max_digits=10, decimal_places=2)
    entries = models.PositiveIntegerField()
    last_entry = models.ForeignKey(PointEntry, null=True, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("point total")
        verbose_name_plural = _("point totals")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "learner", "component"],
                condition=Q(component__isnull=False),
                name="evaluations_point_total_once",
            ),
            models.UniqueConstraint(
                fields=["training_class", "learner"],
                condition=Q(component__isnull=True),
                name="evaluations_point_total_of_none_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.total}"
