"""Lesson pages."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from lessons.blocks import LessonBodyField
from lessons.reading_time import estimated_minutes
from people.forms.scoped import ScopedPageForm
from people.models.audience import AudienceMixin


class LessonLevel(models.TextChoices):
    """Whom a lesson expects."""

    BASIC = "basic", _("Basic")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class LessonIndexPage(Page):
    """The list of an organization's lessons."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["lessons.LessonPage"]
    template = "lessons/lesson_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lessons that the reader may see."""
        from lessons.presenting import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(self, request)}

    class Meta:
        verbose_name = _("lesson list")
        verbose_name_plural = _("lesson lists")


class LessonPageTag(TaggedItemBase):
    """A tag on a lesson."""

    content_object = ParentalKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="tagged_items")


class LessonPage(AudienceMixin, Page):
    """A published, reusable page to study. Records about it key on ``translation_key``."""

    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences for lists and search."))
    body = LessonBodyField(verbose_name=_("body"), blank=True)
    category = models.ForeignKey(
        "lessons.LessonCategory",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    level = models.CharField(_("level"), max_length=20, choices=LessonLevel.choices, default=LessonLevel.BASIC)
    training_hours = models.DecimalField(
        _("training hours"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("0"),
        validators=[MinValueValidator(Decimal("0"))],
    )
    estimated_minutes = models.PositiveIntegerField(_("estimated minutes"), default=0, editable=False)
    tags = ClusterTaggableManager(through=LessonPageTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("category"), FieldPanel("level"), FieldPanel("training_hours"), FieldPanel("tags")],
            heading=_("Place in the course system"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_organization")])],
            heading=_("Who may see it"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.FilterField("level"),
        index.FilterField("category"),
    ]
    base_form_class = ScopedPageForm
    parent_page_types = ["lessons.LessonIndexPage"]
    subpage_types: list[str] = []
    template = "lessons/lesson_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the contents and the reader's progress."""
        from lessons.presenting import lesson_context

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the text that all its readers share, and the reader's progress."""
        from lessons.presenting import show_lesson

        return show_lesson(self, request)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Compute the estimated minutes from the body before anything is stored."""
        self.estimated_minutes = estimated_minutes(self.body)
        super().full_clean(*args, **kwargs)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
