"""The bank of questions: categories, questions as editors write them, and each version that there was of one."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from plugins.theory_tests.forms.bank import QuestionForm

LONGEST_PATH = 500
SEPARATOR = "/"


class QuestionCategory(models.Model):
    """A shelf of the bank. ``path`` is its name behind those of the categories above it, and is kept by ``save``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("questions", "below"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField(pgettext_lazy("questions", "name"), max_length=100)
    path = models.CharField(max_length=LONGEST_PATH, editable=False)

    panels = [FieldRowPanel([FieldPanel("organization"), FieldPanel("name")]), FieldPanel("parent")]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")
        ordering = ["organization__path", "path"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "path"], name="theory_tests_category_path_once"),
            models.CheckConstraint(condition=~Q(name=""), name="theory_tests_category_has_name"),
        ]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path, and those of the categories below."""
        was = type(self).objects.filter(pk=self.pk).values_list("path", flat=True).first() if self.pk else None
        self.path = self._path()
        super().save(*args, **kwargs)
        if was is not None and was != self.path:
            for child in self.children.all():
                child.save()

    def clean(self) -> None:
        """Refuse a name that would read as two, and a place in another organization or below itself."""
        if SEPARATOR in self.name:
            raise ValidationError({"name": _("A name holds no “/”: it stands between categories.")})
        parent = self.parent
        if parent is not None and self.organization_id and parent.organization_id != self.organization_id:
            raise ValidationError({"parent": _("Choose a category of the same organization.")})
        if self.pk and self.children.exclude(organization=self.organization_id).exists():
            raise ValidationError({"organization": _("Move the categories below it first.")})
        above = parent
        while above is not None:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": pgettext("questions", "A category cannot stand below itself.")})
            above = above.parent
        self.path = self._path()
        if len(self.path) > LONGEST_PATH:
            raise ValidationError({"name": _("The names of the categories above are too long together.")})
        others = type(self).objects.filter(organization=self.organization_id, path=self.path).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"name": _("There is a category of this name here already.")})

    def _path(self) -> str:
        return f"{self.parent.path}{SEPARATOR}{self.name}" if self.parent else self.name


class BankKind(models.TextChoices):
    """How a question of the bank is answered."""

    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT = "short", pgettext_lazy("questions", "Short answer")
    NUMERICAL = "numerical", pgettext_lazy("questions", "Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", pgettext_lazy("questions", "Putting in order")
    ESSAY = "essay", pgettext_lazy("questions", "In words")


class Difficulty(models.IntegerChoices):
    """How hard a question is, as its author thinks."""

    EASY = 1, _("Easy")
    MEDIUM = 2, pgettext_lazy("difficulty", "Medium")
    HARD = 3, _("Hard")


class MarkUp(models.TextChoices):
    """How the texts of a question are marked up."""

    PLAIN = "plain", _("Plain text")
    MARKDOWN = "markdown", _("Markdown")
    HTML = "html", _("HTML")


class BankQuestion(ClusterableModel):
    """A question as it is now. What learners are asked is a ``QuestionVersion`` of it, which stays as it was."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(
        QuestionCategory,
        verbose_name=pgettext_lazy("questions", "category"),
        on_delete=models.PROTECT,
        related_name="questions",
    )
    kind = models.CharField(pgettext_lazy("questions", "kind"), max_length=12, choices=BankKind.choices)
    title = models.CharField(
        _("title"), max_length=150, blank=True, help_text=_("For finding it; learners do not see it.")
    )
    text = models.TextField(_("question"), max_length=20_000)
    format = models.CharField(_("marked up as"), max_length=10, choices=MarkUp.choices, default=MarkUp.PLAIN)
    is_true = models.BooleanField(_("the statement is true"), default=False, help_text=_("Of “true or false” alone."))
    right = models.TextField(_("said to whoever is right"), max_length=5_000, blank=True)
    wrong = models.TextField(_("said to whoever is wrong"), max_length=5_000, blank=True)
    explanation = models.TextField(_("explanation"), max_length=20_000, blank=True)
    rubric = models.TextField(
        pgettext_lazy("questions", "rubric"),
        max_length=2_000,
        blank=True,
        help_text=_("Of answers in words alone. One criterion a line: its most points, a space, what is looked at."),
    )
    tags = models.CharField(_("tags"), max_length=250, blank=True, help_text=_("Separated by commas."))
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    id_number = models.CharField(_("number"), max_length=100, blank=True, help_text=_("In the software it came from."))
    created_at = models.DateTimeField(auto_now_add=True)

    base_form_class = QuestionForm
    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("kind")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("format"), FieldPanel("is_true")]),
        InlinePanel(
            "answers", label=pgettext_lazy("questions", "Answer"), heading=pgettext_lazy("questions", "Answers")
        ),
        FieldPanel("explanation"),
        FieldPanel("rubric"),
        FieldRowPanel([FieldPanel("difficulty"), FieldPanel("tags")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("title"), FieldPanel("id_number")]), FieldPanel("right"), FieldPanel("wrong")],
            heading=_("More"),
            classname="collapsed",
        ),
    ]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["category__path", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BankKind.values), name="theory_tests_question_kind_known"),
            models.CheckConstraint(
                condition=Q(difficulty__in=Difficulty.values), name="theory_tests_question_difficulty_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="theory_tests_question_asks"),
        ]

    def __str__(self) -> str:
        words = self.title or " ".join(self.text.split())
        return words if len(words) <= 80 else f"{words[:79]}…"

    @property
    def facility_word(self) -> str:
        """What part of the points people came to in all tests, where the list has added it up."""
        count, shares = getattr(self, "figure_attempts", None), getattr(self, "figure_shares", None)
        return f"{round(shares / count * 100)} %" if count and shares is not None else "–"

    @property
    def tag_list(self) -> list[str]:
        """The tags, one by one."""
        return [tag for part in self.tags.replace("，", ",").split(",") if (tag := part.strip())]


class BankAnswer(Orderable):
    """An answer that is offered or accepted; of a pair ``text`` is the left side and ``match`` the right one."""

    question = ParentalKey(BankQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(pgettext_lazy("questions", "answer"), max_length=5_000, blank=True)
    match = models.CharField(_("what belongs to it"), max_length=500, blank=True, help_text=_("Of matching alone."))
    percent = models.DecimalField(
        _("worth in percent"),
        max_digits=8,
        decimal_places=5,
        default=0,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
        help_text=_("100: right; 0: wrong; parts of it and less than nothing are possible."),
    )
    tolerance = models.DecimalField(
        _("give or take"),
        max_digits=20,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Of numbers alone."),
    )
    feedback = models.TextField(_("said to whoever gives it"), max_length=5_000, blank=True)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("percent"), FieldPanel("match"), FieldPanel("tolerance")]),
        FieldPanel("feedback"),
    ]
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = pgettext_lazy("questions", "answer")
        verbose_name_plural = pgettext_lazy("questions", "answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=-100, percent__lte=100), name="theory_tests_answer_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class QuestionVersion(models.Model):
    """What a question asked from one change to the next, and what was right. Never changed once it is written.

    ``content`` is what ``plugins.theory_tests.content`` makes of a question; ``fingerprint`` tells two of them apart.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(BankQuestion, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="theory_tests_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="theory_tests_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise ValueError("A version of a question is never changed.")
        super().save(*args, **kwargs)
