"""Figures of the register, computed from rolls, head counts and outside classes: never typed, never added up.

They may be deleted at any time; the next computation writes the same again. What they are made of is in
``plugins.attendance.register.queries.truth``.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classes.models import TrainingClassPage
from plugins.attendance.models.roll import Roll
from plugins.attendance.register.models.head_count import HeadCount
from plugins.attendance.register.models.outside_class import OutsideClass


class TallySource(models.TextChoices):
    """Where the figures of a session come from."""

    ROLL = "roll", _("Roll")
    COUNT = "count", _("Head count")
    OUTSIDE = "outside", _("Held outside")


class ClassTally(models.Model):
    """That the rolls of a class were counted: ``last_mark`` is the last of its marks that is in the figures.

    Its row is the lock under which the class's figures are written.
    """

    training_class = models.OneToOneField(TrainingClassPage, on_delete=models.CASCADE, related_name="+")
    last_mark = models.BigIntegerField(default=0)
    computed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of a class")
        verbose_name_plural = _("counts of classes")

    def __str__(self) -> str:
        return str(self.training_class)


class SessionTally(models.Model):
    """One line of the register: a roll, a head count, or an outside class.

    ``organization`` held it, ``place`` is where people sat when that is another one. ``year`` and ``day`` are those of
    where it was held. ``minutes`` is how long it lasted, ``person_minutes`` what all who were there attended together.
    ``expected`` is how many were asked, ``None`` where nobody knows; ``unverified`` are those of whom nothing is known.
    """

    source = models.CharField(max_length=10, choices=TallySource.choices)
    roll = models.OneToOneField(Roll, null=True, on_delete=models.CASCADE, related_name="tally")
    head_count = models.OneToOneField(HeadCount, null=True, on_delete=models.CASCADE, related_name="tally")
    outside = models.OneToOneField(OutsideClass, null=True, on_delete=models.CASCADE, related_name="tally")
    training_class = models.ForeignKey(TrainingClassPage, null=True, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("people.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey("people.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=230)
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)
    sessions = models.PositiveIntegerField(default=1)
    minutes = models.PositiveIntegerField()
    expected = models.PositiveIntegerField(null=True)
    person_times = models.PositiveIntegerField()
    at_point = models.PositiveIntegerField(default=0)
    online = models.PositiveIntegerField(default=0)
    unverified = models.PositiveIntegerField(default=0)
    person_minutes = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of the register")
        verbose_name_plural = _("lines of the register")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="roll", roll__isnull=False, head_count=None, outside=None)
                | Q(source="count", roll=None, head_count__isnull=False, outside=None)
                | Q(source="outside", roll=None, head_count=None, outside__isnull=False),
                name="attendance_tally_of_its_source",
            )
        ]
        indexes = [
            models.Index(fields=["year", "organization"], name="attendance_tally_year_unit"),
            models.Index(fields=["training_class", "day"], name="attendance_tally_class_day"),
        ]

    def __str__(self) -> str:
        return self.title


class PeopleTally(models.Model):
    """How often the people of one organization were at the sessions of a class in a year, by its rolls."""

    training_class = models.ForeignKey(TrainingClassPage, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("people.Organization", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    person_times = models.PositiveIntegerField()
    person_minutes = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("people in the register")
        verbose_name_plural = _("people in the register")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "organization", "year"], name="attendance_people_tally_once"
            )
        ]
        indexes = [models.Index(fields=["year", "organization"], name="attendance_people_year_unit")]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}"
