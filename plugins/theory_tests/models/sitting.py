"""Papers that are set for classes, and minutes that some learners get on top."""

import datetime
import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment, TimetableItem, TrainingClassPage
from plugins.theory_tests.models.paper import PaperVersion

MOST_EXTRA = 300
"""The most minutes that somebody may get on top."""


class Shows(models.TextChoices):
    """What learners see of their marked papers."""

    SCORE = "score", _("The points alone")
    ANSWERS = "answers", _("Points and which answers are right")
    EXPLANATIONS = "explanations", _("Points, right answers and explanations")


class Sitting(models.Model):
    """A version of a paper that a class sits (考试安排), from ``opens_at`` to ``closes_at``.

    ``award`` is what the ledger gets for all points of the paper, a part of it for a part; none where it is empty.
    ``results_from`` is when learners see what they came to: once the test is over where it is empty. ``closed_at`` is
    when it was over for everybody and no attempt was open any more; ``counted_at`` when its figures were computed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClassPage, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="sittings")
    item = models.ForeignKey(
        TimetableItem,
        verbose_name=_("on the timetable"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=150)
    opens_at = models.DateTimeField(pgettext_lazy("test", "opens"))
    closes_at = models.DateTimeField(pgettext_lazy("test", "closes"))
    shows = models.CharField(_("learners see"), max_length=12, choices=Shows.choices, default=Shows.ANSWERS)
    results_from = models.DateTimeField(_("results from"), null=True, blank=True)
    has_second_marker = models.BooleanField(_("a second person marks what was written"), default=False)
    agree_percent = models.PositiveSmallIntegerField(
        _("difference that must be settled, in percent"), default=20, validators=[MaxValueValidator(100)]
    )
    component = models.ForeignKey(
        "evaluations.SchemeComponent",
        verbose_name=_("component of the assessment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    award = models.DecimalField(
        _("points in the assessment"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(100)],
    )
    is_withdrawn = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("test of a class")
        verbose_name_plural = _("tests of classes")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="theory_tests_sitting_times"),
            models.CheckConstraint(condition=Q(shows__in=Shows.values), name="theory_tests_sitting_shows"),
            models.CheckConstraint(
                condition=Q(award=None) | Q(award__gt=0, award__lte=100), name="theory_tests_sitting_award"
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "closes_at"])]

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: datetime.datetime, extra: int = 0) -> bool:
        """Say whether an attempt may begin, for somebody with ``extra`` minutes."""
        return not self.is_withdrawn and self.opens_at <= now < self.ends_for(extra)

    def ends_for(self, extra: int) -> datetime.datetime:
        """Return when the test ends for somebody with ``extra`` minutes."""
        return self.closes_at + datetime.timedelta(minutes=extra)


class ExtraTime(models.Model):
    """Minutes that a learner gets on top, in each attempt and behind the end of the test."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="extras")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="theory_extras")
    minutes = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_EXTRA)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra times")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment"], name="theory_tests_extra_once"),
            models.CheckConstraint(condition=Q(minutes__lte=MOST_EXTRA), name="theory_tests_extra_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.minutes}"
