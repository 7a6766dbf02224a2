"""What counting came to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment
from plugins.recognitions.models.recognition import Recognition


class RecognitionResult(models.Model):
    """A learner's place when a recognition was counted, by points or by ballots; equal figures share a place."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="results")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="recognition_results")
    figure = models.DecimalField(max_digits=8, decimal_places=2)
    place = models.PositiveIntegerField()
    is_awarded = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("recognition", "result")
        verbose_name_plural = pgettext_lazy("recognition", "results")
        ordering = ["place", "enrollment__learner__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recognition", "enrollment"], name="recognitions_result_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="recognitions_place_from_one"),
            models.CheckConstraint(condition=Q(figure__gt=0), name="recognitions_figure_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.enrollment_id}"
