"""Papers: what a test is made of as editors build it, and each version of it that was ever set."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PreviewableMixin

from plugins.theory_tests.forms.paper import PaperForm
from plugins.theory_tests.models.bank import BankKind, BankQuestion, Difficulty, QuestionCategory, QuestionVersion

MOST_POINTS = Decimal(100)
"""The most points for one question."""
MOST_DRAWN = 200
MOST_MINUTES = 600
MOST_ATTEMPTS = 10
_points = [MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_POINTS)]


class MultipleRule(models.TextChoices):
    """What a multiple choice is worth that is not wholly right."""

    WHOLE = "whole", _("Points only for exactly the right options")
    NO_WRONG = "no_wrong", _("A part of the points for a part of the right options; nothing once a wrong one is chosen")
    SUM = "sum", _("What the options are worth in percent is added up, never below nothing")


class Paper(PreviewableMixin, ClusterableModel):
    """A test as editors build it (试卷). Learners sit a ``PaperVersion`` of it, which stays as it was."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(
        _("words before it begins"), max_length=5_000, blank=True, help_text=_("What is allowed, how to answer.")
    )
    is_ready = models.BooleanField(
        pgettext_lazy("paper", "ready"),
        default=False,
        help_text=_("Only a paper that is ready can be set for a class."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text=_("From the start of each attempt. Empty: until the test closes."),
    )
    attempts = models.PositiveSmallIntegerField(
        pgettext_lazy("test", "attempts"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)],
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("passed from, in percent"), default=60, validators=[MaxValueValidator(100)]
    )
    shuffle_questions = models.BooleanField(_("questions in another order for everybody"), default=True)
    shuffle_choices = models.BooleanField(_("options in another order for everybody"), default=True)
    multiple_rule = models.CharField(
        _("multiple choice"), max_length=10, choices=MultipleRule.choices, default=MultipleRule.NO_WRONG
    )
    created_at = models.DateTimeField(auto_now_add=True)

    base_form_class = PaperForm
    panels = [
        FieldRowPanel([FieldPanel("organization"), FieldPanel("title")]),
        FieldPanel("intro"),
        InlinePanel("questions", label=_("Question"), heading=_("Fixed questions")),
        InlinePanel("rules", label=_("Rule"), heading=_("Drawn from the bank for each attempt")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("attempts"), FieldPanel("pass_percent")]),
                FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_choices")]),
                FieldPanel("multiple_rule"),
            ],
            heading=_("How it is sat"),
        ),
        FieldPanel("is_ready"),
    ]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["organization__path", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(attempts__gte=1), name="theory_tests_paper_attempts"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="theory_tests_paper_pass"),
            models.CheckConstraint(
                condition=Q(multiple_rule__in=MultipleRule.values), name="theory_tests_paper_rule_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ready_word(self) -> str:
        """Whether it may be set, for lists."""
        return gettext("yes") if self.is_ready else gettext("no")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show the paper as learners read it."""
        return "theory_tests/paper_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Draw it once, without keeping what was drawn."""
        from plugins.theory_tests.queries.papers import drawn_for_preview  # which needs the models

        return {**super().get_preview_context(request, mode_name), "paper": self, **drawn_for_preview(self)}


class PaperQuestion(Orderable):
    """A question that everybody gets."""

    paper = ParentalKey(Paper, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(
        BankQuestion, verbose_name=_("question"), on_delete=models.PROTECT, related_name="on_papers"
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=2, validators=_points)

    panels = [FieldPanel("question"), FieldPanel("points")]
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("fixed question")
        verbose_name_plural = _("fixed questions")
        constraints = [
            models.UniqueConstraint(fields=["paper", "question"], name="theory_tests_paper_question_once"),
            models.CheckConstraint(condition=Q(points__gt=0, points__lte=100), name="theory_tests_paper_points"),
        ]

    def __str__(self) -> str:
        return str(self.question)


class PaperRule(Orderable):
    """So many questions of a category and the categories below it, of a kind, of a difficulty."""

    paper = ParentalKey(Paper, on_delete=models.CASCADE, related_name="rules")
    category = models.ForeignKey(
        QuestionCategory,
        verbose_name=pgettext_lazy("questions", "category"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Those below it count as well."),
    )
    kind = models.CharField(
        pgettext_lazy("questions", "kind"), max_length=12, choices=BankKind.choices, blank=True, default=""
    )
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty.choices, null=True, blank=True)
    count = models.PositiveSmallIntegerField(
        pgettext_lazy("rule", "how many"), default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAWN)]
    )
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=2, default=2, validators=_points)

    panels = [
        FieldPanel("category"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("difficulty")]),
        FieldRowPanel([FieldPanel("count"), FieldPanel("points")]),
    ]
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("rule")
        verbose_name_plural = pgettext_lazy("theory tests", "rules")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="theory_tests_paper_rule_count"),
            models.CheckConstraint(condition=Q(points__gt=0, points__lte=100), name="theory_tests_paper_rule_points"),
        ]

    def __str__(self) -> str:
        return f"{self.category} × {self.count}"


class PaperVersion(models.Model):
    """A paper as it was set. Never changed once it is written.

    ``content`` has the settings of the paper by their names; ``fixed``, a list of ``{"version": public id, "points":
    "2"}``; and ``rules``, a list of ``{"pool": [public ids of versions], "count": 5, "points": "2", "label": …}``.
    ``points`` is what all questions come to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    points = models.DecimalField(max_digits=8, decimal_places=2)
    questions = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["paper", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="theory_tests_paper_version_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="theory_tests_paper_version_points"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise ValueError("A version of a paper is never changed.")
        super().save(*args, **kwargs)


class PinnedQuestion(models.Model):
    """Keeps a version of a question for as long as a version of a paper may draw it."""

    paper_version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="pinned")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="pinned")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question of a set paper")
        verbose_name_plural = _("questions of set papers")
        constraints = [
            models.UniqueConstraint(fields=["paper_version", "version"], name="theory_tests_pinned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_version_id} · {self.version_id}"
