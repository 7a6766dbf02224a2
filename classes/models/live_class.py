"""Live-class pages."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from classes.models.page_rights import ClassPageMixin
from classes.panels import ClashPanel, InstructorPanel
from people.models.audience import Audience, AudienceMixin


class LiveClassMode(models.TextChoices):
    """How a live class is held."""

    HALL = "hall", _("In the hall")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("Hall and online")


class LiveClassPage(ClassPageMixin, AudienceMixin, Page):
    """A dated session by instructors, in a room and/or online."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intro = RichTextField(_("about this session"), blank=True, features=["bold", "italic", "ul", "ol", "link"])
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("held"), max_length=10, choices=LiveClassMode.choices, default=LiveClassMode.HALL)
    room = models.CharField(_("room"), max_length=100, blank=True)
    provider = models.CharField(
        _("online through"), max_length=100, blank=True, help_text=_("Empty: the first way that fits.")
    )
    meeting_url = models.URLField(_("meeting address"), blank=True, help_text=_("The door for those who join online."))
    # Written by ``classes.actions.timetable`` together with its item on the timetable.
    is_cancelled = models.BooleanField(default=False, editable=False)
    # Always for its class: files, search and feeds ask the audience.
    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience.choices, default=Audience.CLASS, editable=False
    )
    lesson = models.ForeignKey(
        Page, verbose_name=_("lesson"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("mode"), FieldPanel("room")]),
                FieldRowPanel([FieldPanel("provider"), FieldPanel("meeting_url")]),
            ],
            heading=_("When and where"),
            help_text=_(
                "Times are those of your own time zone. The meeting address is shown to the class from a quarter of an "
                "hour before the start until the end."
            ),
        ),
        ClashPanel("confirm_clashes", heading=_("Clashes")),
        InlinePanel("instructors", label=_("Instructor"), heading=_("Instructors")),
        InlinePanel("materials", label=_("Material"), heading=_("Materials")),
        FieldPanel("lesson"),
        FieldPanel("intro"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.FilterField("starts_at")]
    exclude_fields_in_copy = ["public_id"]
    parent_page_types = ["classes.TrainingClassPage"]
    subpage_types: list[str] = []
    template = "classes/live_class_page.html"

    @classproperty
    def base_form_class(cls) -> type:  # noqa: N805
        """The admin's form; imported late, as it needs this model."""
        from classes.forms.pages import LiveClassForm

        return LiveClassForm

    class Meta:
        verbose_name = _("live class")
        verbose_name_plural = _("live classes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="classes_live_class_times"
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the class, the instructors and the door."""
        from classes.presenting import live_class_context

        return {**super().get_context(request, *args, **kwargs), **live_class_context(self, request)}

    def with_content_json(self, content: dict[str, Any]) -> "LiveClassPage":
        """Return the page as a revision has it; whether it is held is no matter of drafts."""
        page: LiveClassPage = super().with_content_json(content)
        page.is_cancelled = self.is_cancelled
        return page

    def clean(self) -> None:
        """Refuse a session that ends before it starts, or is online without a door."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})


class LiveClassInstructor(Orderable):
    """Who teaches a live class."""

    live_class = ParentalKey(LiveClassPage, on_delete=models.CASCADE, related_name="instructors")
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("instructor"),
        on_delete=models.PROTECT,
        related_name="live_class_assignments",
    )

    panels = [InstructorPanel("instructor")]

    class Meta(Orderable.Meta):
        verbose_name = _("instructor of a live class")
        verbose_name_plural = _("instructors of live classes")
        constraints = [
            models.UniqueConstraint(fields=["live_class", "instructor"], name="classes_live_class_instructor_once")
        ]

    def __str__(self) -> str:
        return str(self.instructor)


class LiveClassMaterial(Orderable):
    """A document for those who take part in a live class."""

    live_class = ParentalKey(LiveClassPage, on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(
        "people.SchoolDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: the document's own title."))

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("material of a live class")
        verbose_name_plural = _("materials of live classes")

    def __str__(self) -> str:
        return self.title or str(self.document)
