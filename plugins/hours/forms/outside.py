"""Forms about outside hours."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from plugins.hours.actions.outside import LONGEST_REASON
from plugins.hours.evidence import ACCEPT
from plugins.hours.models import OutsideHours

MOST_HOURS = 24


class SeveralFilesInput(forms.ClearableFileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans each of several files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        """Return every file that was chosen."""
        clean = super().clean
        files = data if isinstance(data, list | tuple) else [data]
        return [one for one in (clean(file, initial) for file in files) if one]


class OutsideForm(forms.ModelForm):
    """What a learner took part in, and for how long by the clock."""

    clock_hours = forms.DecimalField(
        label=_("Hours by the clock"),
        min_value=Decimal("0.25"),
        max_value=MOST_HOURS * 31,
        max_digits=6,
        decimal_places=2,
        help_text=_("Without breaks. How many training hours they come to is reckoned by your organization’s table."),
    )
    proofs = SeveralFilesField(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "A certificate or pictures: PDF, JPEG or PNG, up to 10 MB each. Only you and those who approve see them."
        ),
        widget=SeveralFilesInput(attrs={"accept": ACCEPT}),
    )

    class Meta:
        model = OutsideHours
        fields = ["title", "organizer", "starts_on", "ends_on", "remarks"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "remarks": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ["title", "organizer", "starts_on", "ends_on", "clock_hours", "remarks", "proofs"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("clock_hours", Decimal(self.instance.minutes) / 60)

    def clean(self) -> dict[str, Any]:
        """Refuse days and hours that cannot be."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last, hours = (cleaned.get(name) for name in ("starts_on", "ends_on", "clock_hours"))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        elif first and last and (last - first).days > 30:
            self.add_error("ends_on", _("Please write an entry for each month."))
        elif first and last and hours and hours > MOST_HOURS * ((last - first).days + 1):
            self.add_error("clock_hours", _("These days do not have so many hours."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what ``write_outside`` takes."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "organizer": data["organizer"],
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
            "remarks": data["remarks"],
            "minutes": int(data["clock_hours"] * 60),
            "files": data["proofs"],
        }


class JudgementForm(forms.Form):
    """What becomes of outside hours, and why."""

    verdict = forms.ChoiceField(
        choices=[("approve", ""), ("return", ""), ("refuse", ""), ("revoke", "")], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("To the learner"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Needed unless you approve: the learner reads it."),
    )
