"""Classes that the software did not see: held before it, or elsewhere."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.attendance.register.models.entry import Entry

MOST_MINUTES = 60 * 24 * 366
MOST_SESSIONS = 1_000


class OutsideClass(Entry):
    """A class as somebody remembers it: how many people, in how many sessions, of how many minutes together."""

    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="outside_classes"
    )
    title = models.CharField(_("title"), max_length=200)
    held_at = models.CharField(_("where it was held"), max_length=150, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    sessions = models.PositiveSmallIntegerField(pgettext_lazy("register", "sessions"), default=1)
    minutes = models.PositiveIntegerField(_("minutes"))

    class Meta(Entry.Meta):
        verbose_name = _("class held outside")
        verbose_name_plural = _("classes held outside")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="attendance_outsideclass_days"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="attendance_outsideclass_minutes"
            ),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=MOST_SESSIONS), name="attendance_outsideclass_sessions"
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on"], name="attendance_outside_by_unit")]

    def __str__(self) -> str:
        return self.title
