"""The timetable of a class."""

import unicodedata
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from classes.panels import KindPanel
from schoolhouse.activation import is_active
from schoolhouse.extension_points import TimetableKind, timetable_item_kinds

KIND_LENGTH = 50
UNKNOWN = TimetableKind(pgettext_lazy("kind of timetable item", "Other"))
"""What stands for a kind whose plugin is gone or off."""


class TimetableItemKind(models.TextChoices):
    """The house's own kinds of timetable items. Plugins add theirs at ``timetable_item_kinds``."""

    LESSON = "lesson", _("Lesson")
    LIVE_CLASS = "live_class", _("Live class")
    FORUM_EVENING = "forum_evening", _("Forum evening")
    FIELD_VISIT = "field_visit", _("Field visit")
    GROUP_DISCUSSION = "group_discussion", _("Group discussion")
    SELF_STUDY = "self_study", _("Self-study")
    CEREMONY = "ceremony", _("Ceremony")


class TimetableItemState(models.TextChoices):
    """Whether an item is held. The edges between them are in ``classes.actions.timetable.edges``."""

    PLANNED = "planned", pgettext_lazy("timetable item", "Planned")
    CANCELLED = "cancelled", pgettext_lazy("timetable item", "Cancelled")


def room_key_of(room: str) -> str:
    """Return what rooms are compared by: without spaces, width and case, as people write them differently."""
    return "".join(unicodedata.normalize("NFKC", room).casefold().split())[:100]


def kind_named(name: str) -> TimetableKind:
    """Return the kind registered as ``name``, or a neutral one while its plugin is gone or off."""
    found = timetable_item_kinds.extension(name)
    return found.value if found and is_active(found.plugin) else UNKNOWN


class TimetableItem(models.Model):
    """One item: what, when, where, and the page that belongs to it, if any.

    ``sequence`` counts how often its time or state was changed since it was made; it never falls. It and the state are
    written by ``classes.actions.timetable`` alone: what the draft of a class says of them is older, and is not taken.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = ParentalKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="timetable_items")
    # No choices: plugins come and go without a migration.
    kind = models.CharField(_("kind"), max_length=KIND_LENGTH, default=TimetableItemKind.LIVE_CLASS.value)
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: the page's own title."))
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=100, blank=True)
    room_key = models.CharField(max_length=100, blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=TimetableItemState.choices, default=TimetableItemState.PLANNED, editable=False
    )
    reason = models.CharField(max_length=250, blank=True, editable=False, help_text=_("Why it is cancelled."))
    sequence = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    panels = [
        FieldRowPanel([KindPanel("kind"), FieldPanel("title")]),
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
            models.CheckConstraint(
                condition=models.Q(state="planned", reason="") | (models.Q(state="cancelled") & ~models.Q(reason="")),
                name="classes_timetable_item_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["training_class", "starts_at"], name="classes_item_by_class"),
            models.Index(fields=["room_key", "starts_at"], name="classes_item_by_room"),
            models.Index(fields=["starts_at", "ends_at"], name="classes_item_by_time"),
        ]

    def __str__(self) -> str:
        return self.title or (self.page.title if self.page else str(self.kind_label))

    def save(self, *args: Any, **options: Any) -> None:
        """Save, counting a new time; state and count are those of the stored row, whatever an older draft says."""
        self.room_key = room_key_of(self.room)
        stored = self._stored("starts_at", "ends_at", "room", "state", "reason", "sequence", "updated_at")
        if stored is not None:
            *before, self.state, self.reason, self.sequence, self.updated_at = stored
            if before != [self.starts_at, self.ends_at, self.room]:
                self.sequence += 1
                self.updated_at = timezone.now()
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, "room_key", "sequence", "updated_at"}
        super().save(*args, **options)

    @property
    def shown_as(self) -> TimetableKind:
        """Its kind, or a neutral one where that is not known."""
        return kind_named(self.kind)

    @property
    def kind_label(self) -> str | Promise:
        """The name of its kind."""
        return self.shown_as.label

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.state == TimetableItemState.CANCELLED

    def clean(self) -> None:
        """Refuse an item that ends before it starts, has neither title nor page, or is of a kind that nobody knows."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})
        if not self.title and not self.page_id:
            raise ValidationError({"title": _("Give a title or choose a page.")})
        if timetable_item_kinds.get(self.kind) is None and self._stored("kind") != (self.kind,):
            raise ValidationError({"kind": _("There is no such kind.")})

    def _stored(self, *fields: str) -> tuple[Any, ...] | None:
        return TimetableItem.objects.filter(pk=self.pk).values_list(*fields).first() if self.pk else None
