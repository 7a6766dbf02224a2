"""When a lesson counts as finished."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel


class FinishedBy(models.TextChoices):
    """How many of the conditions must hold."""

    ALL = "all", _("All of these")
    ANY = "any", _("Any one of these")


class CompletionRule(models.Model):
    """The conditions under which the server finishes a lesson; at least one is always asked for."""

    finished_by = models.CharField(
        _("finished when the learner fulfills"), max_length=3, choices=FinishedBy.choices, default=FinishedBy.ALL
    )
    needs_word = models.BooleanField(
        _("says so"), default=True, help_text=_("The learner presses “I have finished this lesson”.")
    )
    needs_reading = models.BooleanField(
        _("has read to the end"), default=False, help_text=_("The end of the text came into view.")
    )
    needs_watching = models.BooleanField(
        _("has watched the films"),
        default=False,
        help_text=_("Only seconds that were really played count, each once; a jump counts nothing."),
    )
    watched_percent = models.PositiveSmallIntegerField(
        _("percent of all films and recordings"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    film_minutes = models.DecimalField(
        _("minutes of films whose length is not known"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text=_("Needed where a film is given by its address: all of these together."),
    )
    needs_minutes = models.PositiveSmallIntegerField(
        _("has studied for so many minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_440)],
        help_text=_("Time with the lesson open and in use, as the server can vouch for it. Empty: it does not matter."),
    )
    needs_checks = models.BooleanField(
        _("has passed the quick checks"),
        default=False,
        help_text=_("Answered rightly, at whichever attempt. The questions are blocks of the lesson's body."),
    )
    checks_percent = models.PositiveSmallIntegerField(
        _("percent of all quick checks"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    needs_confirmation = models.BooleanField(
        _("is confirmed by an instructor"),
        default=False,
        help_text=_(
            "By an instructor or the class teacher of one of the learner's classes, or by an editor or administrator of"
            " this organization, on the page of the lesson's learners."
        ),
    )

    class Meta:
        abstract = True


def rule_constraints() -> list[models.BaseConstraint]:
    """Return the constraints of a page that carries a rule."""
    asks = Q(needs_word=True) | Q(needs_reading=True) | Q(needs_watching=True) | Q(needs_confirmation=True)
    asks |= Q(needs_checks=True)
    return [
        models.CheckConstraint(
            condition=asks | Q(needs_minutes__isnull=False),
            name="lessons_rule_asks_something",
            violation_error_message=_("Choose at least one condition under which the lesson is finished."),
        ),
        models.CheckConstraint(condition=Q(finished_by__in=FinishedBy.values), name="lessons_rule_finished_by"),
        models.CheckConstraint(
            condition=Q(watched_percent__gte=1, watched_percent__lte=100), name="lessons_rule_watched_percent"
        ),
        models.CheckConstraint(
            condition=Q(checks_percent__gte=1, checks_percent__lte=100), name="lessons_rule_checks_percent"
        ),
        models.CheckConstraint(
            condition=Q(needs_minutes__isnull=True) | Q(needs_minutes__gte=1, needs_minutes__lte=1_440),
            name="lessons_rule_minutes",
        ),
        models.CheckConstraint(
            condition=Q(film_minutes__isnull=True) | Q(film_minutes__gt=0), name="lessons_rule_film_minutes"
        ),
    ]


def rule_panel() -> MultiFieldPanel:
    """Return the editor's panel of the rule."""
    return MultiFieldPanel(
        [
            HelpPanel(
                content=_(
                    "The server alone decides when a lesson is finished, from what it can vouch for. A lesson that"
                    " somebody has finished stays finished when you change this."
                )
            ),
            FieldPanel("finished_by"),
            FieldPanel("needs_word"),
            FieldPanel("needs_reading"),
            FieldPanel("needs_watching"),
            FieldRowPanel([FieldPanel("watched_percent"), FieldPanel("film_minutes")]),
            FieldPanel("needs_minutes"),
            FieldRowPanel([FieldPanel("needs_checks"), FieldPanel("checks_percent")]),
            FieldPanel("needs_confirmation"),
        ],
        heading=_("When it is finished"),
    )
