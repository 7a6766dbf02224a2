"""Feedback forms that were filled in on paper at a learning point."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedbackPaperForm(models.Model):
    """That a learning point has entered one form on paper, of an anonymous survey: nobody knows whose.

    Carries no person and no time, and is written anew with the participations; ``client_key`` knows a form that is sent
    again, until then.
    """

    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="paper_forms")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, editable=False)
    is_mixed = models.BooleanField(default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("form on paper")
        verbose_name_plural = _("forms on paper")
        constraints = [
            models.UniqueConstraint(fields=["survey", "client_key"], name="evaluations_paper_form_once"),
        ]

    def __str__(self) -> str:
        return str(self.organization)
