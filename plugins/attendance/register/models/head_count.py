"""People who were counted: they have no account, and somebody who was there says how many they were."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from classes.models import TimetableItem, TrainingClassPage
from plugins.attendance.register.models.entry import Entry


class HeadCount(Entry):
    """How many were at a session, beside those whom a roll knows.

    It is about an item of a class's timetable, about something else of a class, or about none: then it is what a
    learning point or an organization held by itself. ``organization`` is where they sat; ``at_point`` says that it was
    a learning point. Title and times are kept, also when the item is gone.
    """

    training_class = models.ForeignKey(
        TrainingClassPage, null=True, blank=True, on_delete=models.PROTECT, related_name="head_counts"
    )
    item = models.ForeignKey(
        TimetableItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="head_counts"
    )
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("where"), on_delete=models.PROTECT, related_name="head_counts"
    )
    at_point = models.BooleanField(default=False)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta(Entry.Meta):
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="attendance_headcount_times"),
            models.CheckConstraint(
                condition=Q(item=None) | Q(training_class__isnull=False), name="attendance_headcount_item_of_class"
            ),
        ]
        indexes = [
            models.Index(fields=["training_class", "starts_at"], name="attendance_count_by_class"),
            models.Index(fields=["organization", "starts_at"], name="attendance_count_by_unit"),
        ]

    def __str__(self) -> str:
        return self.title
