"""Forum pages: a salon of an organization, or an evening of a class."""

import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from classes.models import TimetableItem, TrainingClassPage
from classes.models.page_rights import ClassPageMixin
from classes.panels import InstructorPanel
from classes.queries.place import class_at
from foundation.trees import parent_path
from people.models import Organization
from people.models.audience import Audience, AudienceMixin
from people.queries.ownership import organization_of


class ForumVenue(models.TextChoices):
    """Where an evening is held."""

    ONLINE = "online", _("Online")
    ROOM = "room", _("In a room")
    BOTH = "both", _("In a room and online")


class LatePosts(models.TextChoices):
    """What becomes of posts after closing."""

    MARKED = "marked", _("Taken, and marked as late")
    REFUSED = "refused", _("Refused")


class ForumPage(ClassPageMixin, AudienceMixin, Page):
    """A learners' forum, with a study list and the prompts to talk about.

    A salon, below a home page, has an audience of its own; that of an evening is always the class it stands below, so
    that files, search and whatever else asks the audience asks the class.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intro = models.TextField(_("introduction"), blank=True)
    held = models.CharField(_("how it is held"), max_length=10, choices=ForumVenue.choices, default=ForumVenue.ONLINE)
    room = models.CharField(_("room"), max_length=100, blank=True)
    # Its times are copied from there, so that nobody who reads asks for them: see ``forums.actions.evening.times``.
    timetable_item = models.ForeignKey(
        "classes.TimetableItem",
        verbose_name=_("evening on the timetable"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="forums",
        help_text=_("The forum opens and closes with it, also when it is moved. Empty: at the times given below."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Empty: open at once."))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Afterwards it can be read."))
    late_posts = models.CharField(
        _("posts after closing"), max_length=10, choices=LatePosts.choices, default=LatePosts.MARKED
    )
    edit_minutes = models.PositiveIntegerField(
        _("minutes to edit one's own post"),
        null=True,
        blank=True,
        default=60,
        help_text=_("Empty: at any time. Moderators always may; every version is kept."),
    )

    allow_anonymous = models.BooleanField(
        _("learners may post without their names"),
        default=False,
        help_text=_("Peers read “Anonymous learner”. Who keeps order can ask for the name, which is logged."),
    )

    hide_after_reports = models.PositiveSmallIntegerField(
        _("hide after so many reports"),
        default=0,
        help_text=_("A post that so many readers report is hidden until a moderator has looked. 0: never."),
    )

    hold_first_posts = models.PositiveSmallIntegerField(
        _("first posts that a moderator reads before"),
        default=0,
        help_text=_("So many posts of somebody new wait until a moderator has published them. 0: none."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("timetable_item"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("held"), FieldPanel("room")]),
                FieldPanel("late_posts"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel([FieldPanel("edit_minutes"), FieldPanel("allow_anonymous")], heading=_("Writing")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_organization")])],
            heading=_("Who may read it"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("hide_after_reports"), FieldPanel("hold_first_posts")])],
            heading=_("Keeping order"),
        ),
        InlinePanel("hosts", label=_("Host"), heading=_("Hosts")),
        InlinePanel("study_list", label=_("Page to study"), heading=_("Study list")),
        InlinePanel("prompts", label=_("Prompt"), heading=_("Prompts")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    exclude_fields_in_copy = ["public_id"]
    # Its class or its audience says who may read it, and its threads ask the same; Wagtail's privacy they would not.
    private_page_options: list[str] = []
    parent_page_types = ["classes.TrainingClassPage"]
    subpage_types: list[str] = []
    template = "forums/forum_page.html"

    @classproperty
    def base_form_class(cls) -> type:  # noqa: N805
        """The admin's form; imported late, as it needs this model."""
        from forums.forms import ForumPageForm

        return ForumPageForm

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; below a class for nobody but the class, at the times of its evening, whatever an old revision says."""
        if self.path and TrainingClassPage.objects.filter(path=parent_path(self.path)).exists():
            self.audience, self.audience_organization = Audience.CLASS, None
        if self.path and self.timetable_item_id:
            self._take_times(self.timetable_item_id)
        super().save(*args, **kwargs)

    def _take_times(self, item: int) -> None:
        """Open and close with the timetable; an evening of another class, as a copy may name, is none of ours."""
        items = TimetableItem.objects.filter(pk=item, training_class__path=parent_path(self.path))
        times = items.values_list("starts_at", "ends_at").first()
        if times is None:
            self.timetable_item = None
        else:
            self.opens_at, self.closes_at = times

    @cached_property
    def training_class(self) -> TrainingClassPage | None:
        """The class that the forum stands below, ``None`` for a salon. One query for each loaded forum."""
        if not self.path:
            return None
        return class_at.known(path=parent_path(self.path))

    @cached_property
    def organization(self) -> Organization | None:
        """The organization that holds the forum. One query for each loaded forum."""
        if self.training_class is not None:
            return self.training_class.organization
        return organization_of(self) if self.path else None

    names_hosts: bool | None = None
    """Whether it names hosts, where the query that brought it has said so."""

    @property
    def has_opened(self) -> bool:
        """Whether one may post already."""
        return self.opens_at is None or self.opens_at <= timezone.now()

    @property
    def has_closed(self) -> bool:
        """Whether posts are late by now."""
        return self.closes_at is not None and self.closes_at < timezone.now()

    @property
    def refuses_late(self) -> bool:
        """Whether it has closed for good: it can be read, and only who keeps order still writes."""
        return self.has_closed and self.late_posts == LatePosts.REFUSED

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the prompts, the study list and a page of threads."""
        from forums.views.page import forum_context

        return {**super().get_context(request, *args, **kwargs), **forum_context(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the text that all readers share, and what is new for this one."""
        from forums.views.page import show_forum

        return show_forum(self, request)

    def clean(self) -> None:
        """Refuse a forum that closes before it opens."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It cannot close before it opens.")})


class ForumHost(Orderable):
    """Who hosts a forum beside those who run its class and teach in it; a salon has none but these and the editors."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="hosts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("host"), on_delete=models.PROTECT, related_name="hosted_forums"
    )

    panels = [InstructorPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("host of a forum")
        verbose_name_plural = _("hosts of forums")
        constraints = [models.UniqueConstraint(fields=["forum", "person"], name="forums_host_once")]

    def __str__(self) -> str:
        return str(self.person)


class StudyListItem(Orderable):
    """A page to study before the discussion."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="study_list")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("study list item")
        verbose_name_plural = _("study list items")

    def __str__(self) -> str:
        return str(self.page)


class ForumPrompt(Orderable):
    """A question that opens a pinned thread when the forum is published.

    ``public_id`` stays the same through revisions, so that a prompt taken out and put back finds its thread; copies of
    a forum share those of the original.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="prompts")
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("what to talk about"), blank=True)
    answer_first = models.BooleanField(
        _("answer first"), default=False, help_text=_("Others' answers appear after one's own.")
    )

    panels = [FieldPanel("title"), FieldPanel("body"), FieldPanel("answer_first")]

    class Meta(Orderable.Meta):
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")

    def __str__(self) -> str:
        return self.title
