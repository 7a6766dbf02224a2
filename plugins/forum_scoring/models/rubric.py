"""Rubrics: what is looked at in a post, and in which steps; and which forum goes by which."""

import uuid
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

MOST_LEVELS = 10
MOST_POINTS = Decimal(100)
"""The most points that one level may give; a post is worth no more than 100 either, as one entry on the ledger is."""


@dataclass(frozen=True)
class Level:
    """A step of a criterion: ``points`` with up to two decimals, and what it takes to get there."""

    points: Decimal
    words: str

    @property
    def label(self) -> str:
        """Points and words, as they are offered."""
        return f"{localize(self.points)} · {self.words}" if self.words else localize(self.points)


def levels_in(text: str) -> list[Level]:
    """Read levels, one a line: points, a space, words. Raises ``ValidationError`` that names the line."""
    found: list[Level] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        points, _space, words = line.strip().partition(" ")
        try:
            value = Decimal(points).quantize(Decimal("0.01"))
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or not 0 <= value <= MOST_POINTS:
            raise ValidationError(
                _("Line %(line)s: begin with points from 0 to %(most)s, then a space and the words."),
                params={"line": number, "most": MOST_POINTS},
            )
        if len(words) > 150:
            raise ValidationError(_("Line %(line)s: at most 150 characters."), params={"line": number})
        if any(one.points == value for one in found):
            raise ValidationError(_("Line %(line)s: these points stand in another line."), params={"line": number})
        found.append(Level(value.normalize() if value else Decimal(0), words.strip()))
    if not 2 <= len(found) <= MOST_LEVELS:
        raise ValidationError(_("Give 2 to %(most)s levels, one a line."), params={"most": MOST_LEVELS})
    return found


def too_many_points() -> str:
    """Say that a rubric gives more than one entry on the ledger may."""
    return gettext("The highest levels come to more than %(most)s points together.") % {"most": MOST_POINTS}


class RubricAdminForm(WagtailAdminModelForm):
    """The form in the admin: it sees all criteria together."""

    def clean(self) -> dict[str, Any]:
        """Refuse a rubric by which a post could get more points than one entry on the ledger may give."""
        data = super().clean()
        forms = [form for form in self.formsets["criteria"].forms if form.is_valid() and not _is_left_out(form)]
        if sum((form.instance.most_points for form in forms), Decimal(0)) > MOST_POINTS:
            raise ValidationError(too_many_points())
        return data


def _is_left_out(form: Any) -> bool:
    return form.cleaned_data.get("DELETE", False) or (not form.has_changed() and form.instance.pk is None)


class Rubric(ClusterableModel):
    """What an organization looks at when it scores posts (评分标准). Those below it may go by it as well."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)

    panels = [
        FieldPanel("organization"),
        FieldPanel("title"),
        InlinePanel("criteria", label=_("Criterion"), heading=_("Criteria"), min_num=1, max_num=8),
    ]
    base_form_class = RubricAdminForm
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def most_points(self) -> Decimal:
        """What the best post gets."""
        return sum((criterion.most_points for criterion in self.criteria.all()), Decimal(0))


class RubricCriterion(Orderable):
    """One thing that is looked at."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rubric = ParentalKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(pgettext_lazy("criterion", "name"), max_length=80)
    levels = models.TextField(
        _("levels"), max_length=2_000, help_text=_("One a line: points, a space, and what it takes.")
    )

    panels = [FieldPanel("name"), FieldPanel("levels")]
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse levels that cannot be read."""
        super().clean()
        try:
            levels_in(self.levels)
        except ValidationError as error:
            raise ValidationError({"levels": error}) from error

    @property
    def steps(self) -> list[Level]:
        """The levels, in the order of their lines."""
        return levels_in(self.levels)

    @property
    def most_points(self) -> Decimal:
        """The points of the highest level."""
        return max(level.points for level in self.steps)


class Counting(models.TextChoices):
    """Which of a learner's scored posts in a forum come onto the ledger."""

    EACH = "each", _("Every post counts")
    BEST = "best", _("Only the best post counts")


class ForumRubric(models.Model):
    """By which rubric the posts of a forum are scored."""

    forum = models.OneToOneField("forums.ForumPage", on_delete=models.CASCADE, related_name="+")
    rubric = models.ForeignKey(Rubric, verbose_name=_("rubric"), on_delete=models.PROTECT, related_name="forums")
    counting = models.CharField(_("what counts"), max_length=10, choices=Counting.choices, default=Counting.BEST)
    component = models.ForeignKey(
        "evaluations.SchemeComponent",
        verbose_name=_("component of the assessment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rubric of a forum")
        verbose_name_plural = _("rubrics of forums")

    def __str__(self) -> str:
        return f"{self.forum_id}: {self.rubric_id}"
