"""Answers to anonymous surveys that nobody may read yet."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedbackSeal(models.Model):
    """One filled-in form as it came in, until it is released among others. Carries no person and no time.

    ``answers`` is what ``check_answers`` returned; nothing but ``write_answers`` looks into it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="seals")
    answers = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sealed answers")
        verbose_name_plural = _("sealed answers")

    def __str__(self) -> str:
        return str(self.pk)
