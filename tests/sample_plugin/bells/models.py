"""Bells and who heard them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from classes.models import TrainingClassPage


class Bell(models.Model):
    """A bell of a class."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        TrainingClassPage, verbose_name=_("class"), on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(_("what it calls to"), max_length=100)

    class Meta:
        verbose_name = _("bell")
        verbose_name_plural = _("bells")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Heard(models.Model):
    """Somebody wrote in the forum after a bell; once for each post."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return str(self.post)
