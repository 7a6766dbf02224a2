"""Training-class pages."""

import uuid
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from classes.models.page_rights import ClassPageMixin
from classes.panels import ClashPanel, ClassTeacherPanel
from people.models.audience import AudienceMixin
from people.models.organization import Organization, validate_time_zone
from people.queries.ownership import organization_of


class EnrollmentMode(models.TextChoices):
    """Who may put learners into a class."""

    CLOSED = "closed", _("By the class teacher only")
    OPEN = "open", _("Learners may enroll themselves")


class TrainingClassIndexPage(ClassPageMixin, Page):
    """The list of an organization's training classes."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["classes.TrainingClassPage"]
    template = "classes/training_class_index_page.html"

    class Meta:
        verbose_name = _("class list")
        verbose_name_plural = _("class lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the classes that the reader may know of."""
        from classes.presenting import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(self, request)}


class TrainingClassPage(ClassPageMixin, AudienceMixin, Page):
    """A training class: dates, seats, timetable; its live classes and forum evenings stand below it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intro = models.TextField(_("introduction"), blank=True)
    period = models.PositiveIntegerField(_("period"), default=1, help_text=_("Which time this class is held."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    seats = models.PositiveIntegerField(_("seats"), default=60, validators=[MinValueValidator(1)])
    enrollment_mode = models.CharField(
        _("enrollment"), max_length=10, choices=EnrollmentMode.choices, default=EnrollmentMode.CLOSED
    )
    enrollment_closes_at = models.DateTimeField(_("enrollment closes"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("How long a seat is kept for the next on the waiting list."),
    )
    wholly_online = models.BooleanField(_("wholly online"), default=False)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Empty: as the organization's."),
    )
    class_teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("class teacher"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taught_classes",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("period"), FieldPanel("seats")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("wholly_online")]),
                ClassTeacherPanel("class_teacher"),
            ],
            heading=_("Dates and seats"),
        ),
        MultiFieldPanel(
            [FieldPanel("enrollment_mode"), FieldPanel("enrollment_closes_at"), FieldPanel("offer_hours")],
            heading=_("Enrollment"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("audience"), FieldPanel("audience_organization")])],
            heading=_("Who may see that it is held"),
            help_text=_("What happens inside is for its learners, instructors and staff."),
        ),
        InlinePanel("materials", label=_("Material"), heading=_("Materials for the whole class")),
        ClashPanel("confirm_clashes", heading=_("Clashes")),
        InlinePanel(
            "timetable_items",
            label=_("Timetable item"),
            heading=_("Timetable"),
            help_text=_(
                "What happens when. A live class below this page takes its place here by itself as soon as it is "
                "published. Times are those of your own time zone."
            ),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.FilterField("starts_on")]
    exclude_fields_in_copy = ["public_id"]
    parent_page_types = ["classes.TrainingClassIndexPage"]
    # Forum pages name this class as their parent themselves: a room does not know the rooms above it.
    template = "classes/training_class_page.html"

    @classproperty
    def base_form_class(cls) -> type:  # noqa: N805
        """The admin's form; imported late, as it needs this model."""
        from classes.forms.pages import TrainingClassForm

        return TrainingClassForm

    class Meta:
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="classes_training_class_dates"
            ),
        ]

    @cached_property
    def organization(self) -> Organization | None:
        """The organization that holds the class: that of its place in the page tree."""
        return organization_of(self) if self.path else None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the class is held: its own, or its organization's, or the server's."""
        if self.time_zone:
            return ZoneInfo(self.time_zone)
        return self.organization.zone if self.organization else ZoneInfo(settings.TIME_ZONE)

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed where the class is held."""
        return timezone.now().astimezone(self.zone).date() > self.ends_on

    @property
    def is_open_for_enrollment(self) -> bool:
        """Whether learners may enroll themselves now; seats are not asked."""
        if self.enrollment_mode != EnrollmentMode.OPEN or self.is_over:
            return False
        return self.enrollment_closes_at is None or timezone.now() < self.enrollment_closes_at

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the timetable by day, and what stands below the class, for those inside."""
        from classes.presenting import class_context
        from classes.views.class_page import marks_of

        context = {**super().get_context(request, *args, **kwargs), **class_context(self, request)}
        return {**context, "marks": marks_of(self, request, context)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the text that readers of the same standing share, and what is this one's own."""
        from classes.views.class_page import show_class

        return show_class(self, request)

    def clean(self) -> None:
        """Refuse a class that ends before it starts."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day cannot be before the first.")})
