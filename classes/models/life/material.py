"""Documents for all of a class."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class ClassMaterial(Orderable):
    """A document for all of a class, beside those of its live classes."""

    training_class = ParentalKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(
        "people.SchoolDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: the document's own title."))

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("material of a class")
        verbose_name_plural = _("materials of classes")

    def __str__(self) -> str:
        return self.title or str(self.document)
