"""Groups of a class. Who is in one, and who leads it, stands on the enrollment."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 50


class ClassGroup(models.Model):
    """A group of learners in a class; ``number`` is its place among the groups."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    number = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group of a class")
        verbose_name_plural = _("groups of classes")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "name"], name="classes_group_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="classes_group_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
