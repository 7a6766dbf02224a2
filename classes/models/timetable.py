"""The timetable of a class."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page


class TimetableItemKind(models.TextChoices):
    """What happens at a time of the timetable."""

    LESSON = "lesson", _("Lesson")
    LIVE_CLASS = "live_class", _("Live class")
    FORUM_EVENING = "forum_evening", _("Forum evening")
    FIELD_VISIT = "field_visit", _("Field visit")
    GROUP_DISCUSSION = "group_discussion", _("Group discussion")
    SELF_STUDY = "self_study", _("Self-study")
    CEREMONY = "ceremony", _("Ceremony")


class TimetableItem(models.Model):
    """One item: what, when, where, and the page that belongs to it, if any."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = ParentalKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="timetable_items")
    kind = models.CharField(
        _("kind"), max_length=20, choices=TimetableItemKind.choices, default=TimetableItemKind.LIVE_CLASS
    )
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: the page's own title."))
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=100, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldPanel("page"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("room"),
    ]

    class Meta:
        verbose_name = _("timetable item")
        verbose_name_plural = _("timetable items")
        ordering = ["starts_at", "ends_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="classes_timetable_item_times"
            ),
        ]

    def __str__(self) -> str:
        return self.title or (self.page.title if self.page else self.get_kind_display())

    def clean(self) -> None:
        """Refuse an item that ends before it starts, or has neither title nor page."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})
        if not self.title and not self.page_id:
            raise ValidationError({"title": _("Give a title or choose a page.")})
