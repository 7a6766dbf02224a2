"""Lesson pages."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, Revision
from wagtail.search import index

from lessons.blocks import LessonBodyField
from lessons.blocks.papers import documents_shown
from lessons.forms.pages import LessonPageForm
from lessons.models.links import PrerequisiteRule, links_panel
from lessons.models.rule import CompletionRule, rule_constraints, rule_panel
from lessons.reading_time import estimated_minutes
from people.models.audience import AudienceMixin
from people.paging.reading import want_pages

if TYPE_CHECKING:
    from lessons.completion.films import Films


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

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the list, or with the parts of it that change where htmx asks."""
        from lessons.views.catalogue import show_shelf

        request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
        return show_shelf(request, self.get_template(request), self.get_context(request, *args, **kwargs))

    class Meta:
        verbose_name = _("lesson list")
        verbose_name_plural = _("lesson lists")


class LessonPageTag(TaggedItemBase):
    """A tag on a lesson."""

    content_object = ParentalKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="tagged_items")


class LessonPage(AudienceMixin, CompletionRule, Page):
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
    stated_minutes = models.PositiveSmallIntegerField(
        _("minutes that it takes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Where exercises take time. Empty: computed from the text and the length of the films."),
    )
    estimated_minutes = models.PositiveIntegerField(_("estimated minutes"), default=0, editable=False)
    has_film = models.BooleanField(_("with a film or recording"), default=False, editable=False)
    prerequisite_rule = models.CharField(
        _("prerequisites"), max_length=6, choices=PrerequisiteRule.choices, default=PrerequisiteRule.TOLD
    )
    tags = ClusterTaggableManager(through=LessonPageTag, blank=True, verbose_name=_("tags"))
    is_template = models.BooleanField(
        _("offered as a template"),
        default=False,
        help_text=_("“From a template” offers it, here and in the organizations below once it is published."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("level"),
                FieldRowPanel([FieldPanel("training_hours"), FieldPanel("stated_minutes")]),
                FieldPanel("tags"),
            ],
            heading=_("Place in the course system"),
        ),
        links_panel(),
        rule_panel(),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_organization")])],
            heading=_("Who may see it"),
        ),
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("is_template")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.FilterField("level"),
        index.FilterField("category"),
    ]
    base_form_class = LessonPageForm
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

    def permissions_for_user(self, user: Any) -> Any:
        """Return what ``user`` may do with this lesson."""
        from lessons.authoring.rights import LessonPermissionTester

        return LessonPermissionTester(user, self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check, and compute from the body what lists show of it."""
        super().full_clean(*args, **kwargs)
        self.has_film = bool(self.films.lengths)
        self.estimated_minutes = self.minutes_needed()

    @property
    def films(self) -> "Films":
        """The films of this page as it stands, published or not."""
        from lessons.completion.films import read_films

        return read_films(self)

    def minutes_needed(self) -> int:
        """Return the minutes that the editor stated, else those that the body and its films take."""
        films = self.films
        return self.stated_minutes or estimated_minutes(self.body, films.stated if films.has_unknown else 0)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Have the pages made of documents that the lesson shows page by page, drafts included."""
        if documents := documents_shown(self.body):
            want_pages(documents=documents)
        return super().save_revision(*args, **kwargs)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = rule_constraints()
