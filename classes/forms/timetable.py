"""Forms of the desk on which a timetable is changed; each tells its plan before it is carried out."""

import datetime
import re
from abc import ABCMeta, abstractmethod
from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TimetableItem, TrainingClassPage
from classes.queries.timetable.plans import (
    LONGEST_SERIES,
    Plan,
    Step,
    dates_of,
    plan_of,
    planned_items,
    steps_later,
    steps_repeated,
    steps_swapped,
)
from people.models import User

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
LONGEST = datetime.timedelta(days=366)
DATE = re.compile(r"[\s,;，、；]+")


class DayInput(forms.DateInput):
    """A day, chosen by what the browser has for that."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day, chosen by what the browser has for that."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class _PlanFormMeta(ABCMeta, DeclarativeFieldsMetaclass):
    """Lets a form say what each kind must bring."""


class _PlanForm(forms.Form, metaclass=_PlanFormMeta):
    """What is to be done with the timetable of one class; times are those of the class."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, training_class: TrainingClassPage, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training_class, self.by = training_class, by
        self.items = {str(item.public_id): item for item in planned_items(training_class)}

    def item_choices(self) -> list[tuple[str, str]]:
        """Return what is held, by name and time."""
        zone = self.training_class.zone
        shown = [(key, item, item.starts_at.astimezone(zone)) for key, item in self.items.items()]
        return [(key, f"{date_format(at, 'MONTH_DAY_FORMAT')} {at:%H:%M} {item}") for key, item, at in shown]

    def plan(self) -> Plan:
        """Return what would be done; call it on a valid form."""
        return plan_of(self.steps(), self.training_class, self.by)

    @abstractmethod
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of what is asked for; call it on a valid form."""


class MoveForm(_PlanForm):
    """From which session on, and by how much."""

    item = forms.ChoiceField(label=_("From this session on"))
    days = forms.IntegerField(label=_("Days later"), initial=1, min_value=-366, max_value=366, required=False)
    minutes = forms.IntegerField(label=_("Minutes later"), initial=0, min_value=-1440, max_value=1440, required=False)
    reason = forms.CharField(label=_("Why"), max_length=250, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = self.item_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a shift."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["days"], cleaned["minutes"] = cleaned.get("days") or 0, cleaned.get("minutes") or 0
        if not self.errors and not self.shift:
            raise forms.ValidationError(_("Say by how many days or minutes. A minus moves to earlier."))
        return cleaned

    @property
    def shift(self) -> datetime.timedelta:
        """By how much."""
        return datetime.timedelta(days=self.cleaned_data["days"], minutes=self.cleaned_data["minutes"])

    @property
    def starting(self) -> datetime.datetime:
        """From when on."""
        return self.items[self.cleaned_data["item"]].starts_at

    def steps(self) -> tuple[Step, ...]:
        """Return the steps."""
        return steps_later(self.training_class, starting=self.starting, shift=self.shift)


class SwapForm(_PlanForm):
    """Which two sessions change places."""

    first = forms.ChoiceField(label=_("This session"))
    second = forms.ChoiceField(label=_("changes places with"))
    reason = forms.CharField(label=_("Why"), max_length=250, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = self.item_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Choose two different sessions."))
        return cleaned

    @property
    def pair(self) -> tuple[TimetableItem, TimetableItem]:
        """The two."""
        return self.items[self.cleaned_data["first"]], self.items[self.cleaned_data["second"]]

    def steps(self) -> tuple[Step, ...]:
        """Return the steps."""
        return steps_swapped(*self.pair)


class SeriesForm(_PlanForm):
    """On which days something is held again."""

    item = forms.ChoiceField(label=_("This session is held again"))
    weekdays = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("days of a series", "on"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[0, 1, 2, 3, 4],
    )
    first = forms.DateField(label=pgettext_lazy("days of a series", "from"), widget=DayInput)
    last = forms.DateField(label=pgettext_lazy("days of a series", "until"), widget=DayInput)
    begins = forms.TimeField(label=_("begins"), widget=TimeInput)
    ends = forms.TimeField(label=_("ends"), widget=TimeInput)
    skipped = forms.CharField(
        label=pgettext_lazy("days of a series", "not on"),
        max_length=1000,
        required=False,
        help_text=_("Days such as 2026-05-01, with spaces between."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = self.item_choices()  # type: ignore[attr-defined]
        source = self.items.get(str(self.initial.get("item"))) or next(iter(self.items.values()), None)
        if source is not None:
            begins, ends = (when.astimezone(self.training_class.zone) for when in (source.starts_at, source.ends_at))
            self.initial = {
                "first": begins.date() + datetime.timedelta(days=1),
                "last": self.training_class.ends_on,
                "begins": begins.time(),
                "ends": ends.time(),
                **self.initial,
            }

    def clean_skipped(self) -> list[datetime.date]:
        """Read the days."""
        try:
            return [datetime.date.fromisoformat(day) for day in DATE.split(self.cleaned_data["skipped"]) if day]
        except ValueError:
            raise forms.ValidationError(_("Write days such as 2026-05-01, with spaces between.")) from None

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, no day at all, and too many."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["ends"] <= cleaned["begins"]:
            self.add_error("ends", _("The end must be after the start."))
        if not datetime.timedelta() <= cleaned["last"] - cleaned["first"] <= LONGEST:
            self.add_error("last", _("The last day must be after the first, within a year."))
        elif not self.dates:
            self.add_error("weekdays", _("None of these days lies in between."))
        elif len(self.dates) > LONGEST_SERIES:
            self.add_error(
                "last",
                _("That would be %(count)d sessions; one act makes %(most)d at most.")
                % {"count": len(self.dates), "most": LONGEST_SERIES},
            )
        return cleaned

    @property
    def source(self) -> TimetableItem:
        """What is held again."""
        return self.items[self.cleaned_data["item"]]

    @property
    def dates(self) -> list[datetime.date]:
        """The days on which it is."""
        data = self.cleaned_data
        return dates_of(data["first"], data["last"], data["weekdays"], data["skipped"])

    def steps(self) -> tuple[Step, ...]:
        """Return the steps."""
        data = self.cleaned_data
        return steps_repeated(self.training_class, self.source, self.dates, begins=data["begins"], ends=data["ends"])


class CancelForm(forms.Form):
    """Why something is not held."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=250,
        help_text=_("Everybody in the class reads it."),
        error_messages={"required": _("Say why it is cancelled: everybody in the class reads it.")},
    )
