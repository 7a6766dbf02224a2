"""The form of a head count."""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TimetableItem, TrainingClassPage
from people.models.organization import OrganizationQuerySet
from plugins.attendance.register.actions.head_counts import Counted
from plugins.attendance.register.forms.entries import EntryForm, UnitField
from plugins.attendance.register.models import HeadCount

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CountForm(EntryForm):
    """Where, what and when, and how many were there; times are those of the class, or of where it was held."""

    item = forms.ChoiceField(label=_("On the timetable"), required=False)
    title = forms.CharField(
        label=_("What was held"),
        required=False,
        max_length=200,
        help_text=_("With its day and times, where it does not stand on the timetable."),
    )
    date = forms.DateField(label=_("Day"), required=False, widget=_DATE)
    starts = forms.TimeField(label=pgettext_lazy("clock", "From"), required=False, widget=_clock())
    ends = forms.TimeField(label=pgettext_lazy("clock", "Until"), required=False, widget=_clock())
    organization = UnitField(label=_("Where people sat"))

    field_order = [
        "item",
        "title",
        "date",
        "starts",
        "ends",
        "organization",
        "people",
        "photos",
        "sheets",
        "remarks",
    ]

    def __init__(
        self,
        *args: Any,
        places: OrganizationQuerySet,
        training_class: TrainingClassPage | None = None,
        items: Sequence[tuple[TimetableItem, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.training_class = training_class
        self.items = {str(item.public_id): item for item, _title in items}
        self.titles = {str(item.public_id): title for item, title in items}
        self.fields["organization"].queryset = places  # type: ignore[attr-defined]
        self._settle_items(items)
        if places.count() == 1:
            self.initial.setdefault("organization", places.get().public_id)

    def _settle_items(self, items: Sequence[tuple[TimetableItem, str]]) -> None:
        if not items:
            del self.fields["item"]
            for name in ("title", "date", "starts", "ends"):
                self.fields[name].required = True
            self.fields["title"].help_text = ""
            return
        choices = [(str(item.public_id), f"{self._when(item)} {title}") for item, title in items]
        self.fields["item"].choices = [("", _("Something else, see below")), *choices]  # type: ignore[attr-defined]

    def _when(self, item: TimetableItem) -> str:
        at = item.starts_at.astimezone(self._zone())
        return f"{date_format(at, 'MONTH_DAY_FORMAT')} {at:%H:%M}"

    def _zone(self) -> datetime.tzinfo:
        if self.training_class is not None:
            return self.training_class.zone
        organization = getattr(self, "cleaned_data", {}).get("organization")
        return organization.zone if organization is not None else timezone.get_default_timezone()

    def clean(self) -> dict[str, Any]:
        """Ask for title, day and times where nothing of the timetable is chosen."""
        data = super().clean() or {}
        if "item" in self.fields and not data.get("item") and "item" not in self.errors:
            for name in ("title", "date", "starts", "ends"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose something of the timetable, or fill this in."))
        return data

    def said(self) -> Counted:
        """Return what a valid form says."""
        data, item = self.cleaned_data, self.items.get(self.cleaned_data.get("item") or "")
        place, training_class = data["organization"], self.training_class
        holder = training_class.organization if training_class else None
        zone = self._zone()
        return Counted(
            organization=place,
            title=self.titles[str(item.public_id)][:200] if item else data["title"],
            starts_at=item.starts_at if item else datetime.datetime.combine(data["date"], data["starts"], zone),
            ends_at=item.ends_at if item else datetime.datetime.combine(data["date"], data["ends"], zone),
            people=data["people"],
            training_class=training_class,
            item=item,
            at_point=is_point(place) or (holder is not None and place != holder),
            remarks=data["remarks"],
        )


def is_point(organization: Any) -> bool:
    """Say whether an organization is a learning point by what it is."""
    return bool(organization.kind == "learning_point")


def initial_of_count(count: HeadCount) -> dict[str, Any]:
    """Return what the form of a correction begins with."""
    page = count.training_class
    zone: ZoneInfo = page.zone if page else count.organization.zone
    starts_at, ends_at = count.starts_at.astimezone(zone), count.ends_at.astimezone(zone)
    return {
        "item": str(count.item.public_id) if count.item else "",
        "title": "" if count.item else count.title,
        "date": None if count.item else starts_at.date(),
        "starts": None if count.item else starts_at.time(),
        "ends": None if count.item else ends_at.time(),
        "organization": count.organization.public_id,
        "people": count.people,
        "remarks": count.remarks,
    }
