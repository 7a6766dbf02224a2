"""Forms of the classes room's pages in the Wagtail admin."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from classes.forms.clashes import ClashWarning, clashes_of_items, clashes_of_session, confirmation
from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import is_closed
from classes.viewsets import INSTRUCTING_ROLES, TEACHING_ROLES, holding
from people.forms.scoped import ScopedPageForm
from people.roles import Role
from schoolhouse.activation import is_active
from schoolhouse.extension_points import live_providers

CLOSED = gettext_lazy("This class is closed: its days and its timetable stay as they are.")
FIRST_HOUR, HOURS = 9, 2
"""When a new live class begins, unless the editor says otherwise, and how long it is."""


def keep_holding(field: Any, roles: tuple[Role, ...], chosen: Any) -> None:
    """Let ``field`` accept only people who hold one of ``roles``, and whoever is chosen already."""
    field.queryset = field.queryset.filter(Q(pk__in=holding(field.queryset.all(), roles).values("pk")) | Q(pk=chosen))


class TrainingClassForm(ClashWarning, ScopedPageForm):
    """A class: its teacher is a class teacher whom the editor may name."""

    confirm_clashes = confirmation()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "class_teacher" in self.fields:
            keep_holding(self.fields["class_teacher"], TEACHING_ROLES, self.instance.class_teacher_id)

    def clean(self) -> dict[str, Any]:
        """Keep the days and the timetable of a closed class as they are; name the clashes of what was changed."""
        cleaned: dict[str, Any] = super().clean()
        timetable = self.formsets.get("timetable_items")
        moved = {"starts_on", "ends_on", "time_zone"} & set(self.changed_data)
        if (moved or (timetable is not None and timetable.has_changed())) and is_closed(self.instance):
            self.add_error(None, CLOSED)
        elif self.is_publishing(self.data):
            self.warn(clashes_of_items(self))
        return cleaned


class LiveClassForm(ClashWarning, ScopedPageForm):
    """A live class: on the first day of its class unless told otherwise, taught by instructors."""

    confirm_clashes = confirmation()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for child in self.formsets["instructors"].forms if "instructors" in self.formsets else ():
            keep_holding(child.fields["instructor"], INSTRUCTING_ROLES, child.instance.instructor_id)
        if self.instance._state.adding and self.instance.starts_at is None and self.parent_page is not None:
            self._propose_times()
        if "provider" in self.fields:
            self.fields["provider"] = self._provider_choice()

    def _provider_choice(self) -> forms.ChoiceField:
        """Offer the ways that are switched on for the class; the one chosen stays, also where it is gone."""
        ways = [(found.name, found.value.label) for found in live_providers.active(self._place())]
        chosen = self.instance.provider
        if chosen and chosen not in dict(ways):
            ways.append((chosen, _("%(name)s (not available)") % {"name": chosen}))
        field = self.fields["provider"]
        return forms.ChoiceField(
            label=field.label,
            help_text=field.help_text,
            required=False,
            choices=[("", _("The first that fits")), *ways],
        )

    def clean(self) -> dict[str, Any]:
        """Let the chosen way say whether it can hold this live class."""
        cleaned: dict[str, Any] = super().clean()
        self._refuse_closed()
        found = live_providers.extension(cleaned.get("provider", ""))
        if found and is_active(found.plugin, self._place()):
            page = LiveClassPage(**{name: cleaned.get(name) for name in ("title", "starts_at", "ends_at", "mode")})
            page.meeting_url, page.provider = cleaned.get("meeting_url", ""), cleaned["provider"]
            try:
                found.value.check(page)
            except ValidationError as error:
                self.add_error("provider", error)
        place = self._place()
        if place is not None and self.is_publishing(self.data):
            training_class = TrainingClassPage.objects.filter(pk=place.pk).first()
            self.warn(clashes_of_session(self, training_class) if training_class else [])
        return cleaned

    def _refuse_closed(self) -> None:
        """Keep a live class of a closed class when and where it was, and let none be added."""
        moved = {"starts_at", "ends_at", "room"} & set(self.changed_data)
        place = self._place()
        if place is not None and (moved or self.instance._state.adding):
            training_class = TrainingClassPage.objects.filter(pk=place.pk).first()
            if training_class is not None and is_closed(training_class):
                self.add_error(None, CLOSED)

    def _place(self) -> Page | None:
        """Return the page that the live class stands below, or will."""
        return self.parent_page or (self.instance.get_parent() if self.instance.pk else None)

    def _propose_times(self) -> None:
        """Propose the class's first day, or the day after its last live class."""
        training_class = self.parent_page.specific
        day = getattr(training_class, "starts_on", None)
        if day is None:
            return
        last = LiveClassPage.objects.child_of(training_class).order_by("-starts_at").first()
        if last is not None:
            next_day = last.starts_at.astimezone(training_class.zone).date() + datetime.timedelta(days=1)
            day = min(max(day, next_day), training_class.ends_on)
        starts_at = datetime.datetime.combine(day, datetime.time(FIRST_HOUR), tzinfo=training_class.zone)
        self.initial["starts_at"] = starts_at
        self.initial["ends_at"] = starts_at + datetime.timedelta(hours=HOURS)
