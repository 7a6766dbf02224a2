"""Correcting what is recorded, and opening a roll again."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.attendance.actions.words import ABSENT, LATE, LEFT, PRESENT, STAYED
from plugins.attendance.models import Roll

IN_WORDS = [
    (PRESENT, _("There from the start")),
    (LATE, _("Came at the time below")),
    (ABSENT, _("Was not there")),
]
OUT_WORDS = [(STAYED, _("Stayed until the end")), (LEFT, _("Left at the time below"))]


class CorrectionForm(forms.Form):
    """What was so, and why it is corrected; times are those of the class."""

    word = forms.ChoiceField(label=_("What was so"), widget=forms.RadioSelect)
    time = forms.TimeField(
        label=pgettext_lazy("clock", "Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reason = forms.CharField(label=_("Why it is corrected"), max_length=250)

    def __init__(self, *args: Any, roll: Roll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roll = roll
        self.fields["word"].choices = [*IN_WORDS, *(OUT_WORDS if roll.asks_out else [])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the time where the word is about one."""
        data = super().clean() or {}
        if data.get("word") in (LATE, LEFT) and not data.get("time"):
            self.add_error("time", _("Give the time."))
        return data

    def at(self) -> datetime.datetime | None:
        """Return the moment that a valid form names, where its word is about one.

        A session may go on past midnight, and an hour may come twice: the time is meant that lies in the session.
        """
        if self.cleaned_data["word"] not in (LATE, LEFT):
            return None
        zone = self.roll.training_class.zone
        day, clock = self.roll.starts_at.astimezone(zone).date(), self.cleaned_data["time"]
        days = (day, day + datetime.timedelta(days=1))
        found = [datetime.datetime.combine(one, clock.replace(fold=fold), zone) for one in days for fold in (0, 1)]
        roll = self.roll
        for since, until in ((roll.starts_at, roll.ends_at), (roll.opens_at, roll.closes_at)):
            # Compared by what passes: two times of one zone are else compared by what the clock shows.
            if inside := [one for one in found if since <= one.astimezone(datetime.UTC) <= until]:
                return inside[0]
        return found[0]


class ReopenForm(forms.Form):
    """Why a roll is opened again."""

    reason = forms.CharField(label=_("Why it is opened again"), max_length=250)
