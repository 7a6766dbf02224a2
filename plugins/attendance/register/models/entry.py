"""What all entries of the register have in common: who made them, and what they correct."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_PEOPLE = 100_000
MOST_REMARKS = 500


class EntryQuerySet(models.QuerySet[Any]):
    """Entries of the register."""

    def standing(self) -> Self:
        """Keep those that nobody corrected."""
        return self.filter(corrected_by=None)


class Entry(models.Model):
    """Something that a person entered: never changed and never deleted, which triggers of the database hold.

    A correction is an entry of its own that names the one it replaces (``corrects``) and says why.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    people = models.PositiveIntegerField(pgettext_lazy("register", "people"))
    remarks = models.TextField(_("remarks"), max_length=MOST_REMARKS, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(max_length=250, blank=True)

    objects = EntryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__lte=MOST_PEOPLE), name="attendance_%(class)s_people"),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="attendance_%(class)s_correction_has_reason",
            ),
        ]

    @property
    def is_corrected(self) -> bool:
        """Whether a later entry stands in its place. A query, where it was not read along."""
        model: Any = type(self)
        return bool(model.objects.filter(corrects=self.pk).exists())

    def history(self) -> list[Any]:
        """Return the entry and all that it corrects, the latest first. A query for each step."""
        found: list[Any] = [self]
        while found[-1].corrects is not None:
            found.append(found[-1].corrects)
        return found
