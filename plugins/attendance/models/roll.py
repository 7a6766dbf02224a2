"""The roll of something on the timetable: what is asked of whom, and whether it is still open."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TimetableItem, TrainingClassPage
from plugins.attendance.states import Terms

DOOR_LENGTH = 8


def new_door() -> str:
    """Draw the short name under which a roll stands in the code that learners scan."""
    return get_random_string(DOOR_LENGTH)


class RollState(models.TextChoices):
    """Whether a roll is being taken. The edges between them are in ``plugins.attendance.actions.roll_edges``."""

    OPEN = "open", pgettext_lazy("roll", "Open")
    CLOSED = "closed", pgettext_lazy("roll", "Closed")
    REOPENED = "reopened", pgettext_lazy("roll", "Reopened")


class RollPart(models.TextChoices):
    """What of a timetable item a roll is about; its halves meet at noon where the class is held."""

    WHOLE = "whole", pgettext_lazy("roll", "whole")
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class Roll(models.Model):
    """What is asked for one item of the timetable, or for half of it.

    It keeps the item's times: what was recorded stays when the timetable changes, also when the item is gone. Learners
    sign in by code from ``opens_at`` on and out until ``closes_at``, as long as nobody has closed the roll. Whoever
    comes more than ``late_minutes`` after the start is late; whoever leaves before ``required_minutes`` have passed
    since then has left early. ``rest_absent`` says that those of whom nothing is recorded were absent.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    door = models.CharField(max_length=DOOR_LENGTH, default=new_door, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClassPage, on_delete=models.PROTECT, related_name="attendance_rolls")
    item = models.ForeignKey(
        TimetableItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendance_rolls"
    )
    part = models.CharField(max_length=10, choices=RollPart.choices, default=RollPart.WHOLE)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("sign-in opens"))
    closes_at = models.DateTimeField(_("sign-in closes"))
    asks_out = models.BooleanField(_("sign-out is asked as well"), default=False)
    late_minutes = models.PositiveSmallIntegerField(_("late after"), default=10)
    required_minutes = models.PositiveSmallIntegerField(_("minutes required"))
    state = models.CharField(max_length=10, choices=RollState.choices, default=RollState.OPEN)
    rest_absent = models.BooleanField(default=False)
    sources_asked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("roll")
        verbose_name_plural = _("rolls")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "part"], name="attendance_roll_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="attendance_roll_times"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="attendance_roll_sign_in_times"
            ),
            models.CheckConstraint(
                condition=models.Q(rest_absent=False) | models.Q(state=RollState.CLOSED),
                name="attendance_roll_absent_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["training_class", "starts_at"]), models.Index(fields=["state", "ends_at"])]

    def __str__(self) -> str:
        return self.title if self.part == RollPart.WHOLE else f"{self.title} · {self.get_part_display()}"

    @property
    def is_closed(self) -> bool:
        """Whether nobody signs in any more."""
        return self.state == RollState.CLOSED

    def was_closed_at(self, moment: datetime.datetime) -> bool:
        """Say whether a roll that is closed was so at ``moment`` already. One query where it is closed."""
        if not self.is_closed:
            return False
        return self.transitions.filter(to_state=RollState.CLOSED).latest("at").at <= moment

    @property
    def terms(self) -> Terms:
        """What is asked, as states are derived from it."""
        return Terms(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            late_minutes=self.late_minutes,
            required_minutes=self.required_minutes,
            asks_out=self.asks_out,
            is_closed=self.is_closed,
            rest_absent=self.rest_absent,
        )


class RollTransition(models.Model):
    """One change of a roll's state: who moved it, when and why. Append-only."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=RollState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=RollState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of a roll")
        verbose_name_plural = _("changes of rolls")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to_state=RollState.REOPENED) | ~models.Q(reason=""),
                name="attendance_reopening_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
