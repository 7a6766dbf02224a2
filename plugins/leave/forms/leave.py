"""What people write about leave. Times are those of the class: bind and render under ``timezone.override(zone)``."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from plugins.leave.actions.attachments import MOST_MEGABYTES, MOST_PAPERS, SUFFIXES, check_paper
from plugins.leave.models import REASON_LENGTH, LeaveKind
from schoolhouse.refusals import Refusal


class WallTimeInput(forms.DateTimeInput):
    """A day and a time, as the clock of the class shows them."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class PapersInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """The papers that go with leave; each is checked by its bytes."""

    widget = PapersInput(attrs={"accept": ",".join(SUFFIXES)})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; raises ``ValidationError`` for too many, too big ones, and what is no paper."""
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(files) > MOST_PAPERS:
            raise forms.ValidationError(_("At most %(most)d papers go with one leave.") % {"most": MOST_PAPERS})
        for one in files:
            cleaned = super().clean(one, initial)
            try:
                check_paper(cleaned)
            except Refusal as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return files


def reason_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field for a reason. Its length is checked by the action: a browser sends two characters for a break."""
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH})
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=widget, error_messages={"required": _("Say why.")}
    )


class TimesForm(forms.Form):
    """From when to when: all that the simulator needs."""

    starts_at = forms.DateTimeField(label=pgettext_lazy("leave", "From"), widget=WallTimeInput)
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("leave", "To"), widget=WallTimeInput, help_text=_("In the time of the class.")
    )

    def clean_starts_at(self) -> datetime.datetime:
        """Refuse a year that no clock of another zone could show."""
        return self._known_year("starts_at")

    def clean_ends_at(self) -> datetime.datetime:
        """Refuse a year that no clock of another zone could show."""
        return self._known_year("ends_at")

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end must be after the start."))
        return self.cleaned_data

    def _known_year(self, name: str) -> datetime.datetime:
        moment: datetime.datetime = self.cleaned_data[name]
        if not 1970 < moment.year < 9000:
            raise forms.ValidationError(self.fields[name].error_messages["invalid"])
        return moment


class LeaveForm(TimesForm):
    """Leave as its learner asks for it."""

    kind = forms.ChoiceField(label=pgettext_lazy("leave", "Kind"), choices=LeaveKind.choices, widget=forms.RadioSelect)
    reason = reason_field(_("Reason"), hint=_("Your class teacher reads it, and who endorses it."))
    papers = PapersField(
        label=pgettext_lazy("leave", "Papers"),
        required=False,
        help_text=format_lazy(
            _(
                "A doctor's note, a letter of your unit: PDF or pictures, at most {most} MB each. "
                "Only you and those who decide can open them. Add them last."
            ),
            most=MOST_MEGABYTES,
        ),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ["starts_at", "ends_at", "kind", "reason", "papers", "client_key"]

    def clean(self) -> dict[str, Any]:
        """Say in words when a hidden field was damaged on its way."""
        if "client_key" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return super().clean()

    def said(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self.cleaned_data[name] for name in ("kind", "starts_at", "ends_at", "reason")}


class EntryForm(LeaveForm):
    """Leave that the class teacher enters after the fact."""

    learner = forms.ChoiceField(label=_("Learner"))

    field_order = ["learner", *LeaveForm.field_order]

    def __init__(self, *args: Any, learners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learner"].choices = [("", "—"), *learners]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("The learner reads it.")


class ActForm(forms.Form):
    """A reason for an act; whether one is needed the action says."""

    reason = reason_field(_("Reason"), required=False)


class PapersForm(forms.Form):
    """Papers that are added later."""

    papers = PapersField(
        label=_("Add papers"),
        help_text=format_lazy(_("PDF or pictures, at most {most} MB each."), most=MOST_MEGABYTES),
    )


class StandInForm(forms.Form):
    """Who stands in, for what, and when."""

    person = forms.ChoiceField(label=_("Person"))
    duty = forms.ChoiceField(label=pgettext_lazy("leave", "What the person does"))
    group_name = forms.ChoiceField(label=_("For which learners"), required=False)
    from_day = forms.DateField(
        label=pgettext_lazy("stand-in", "First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_day = forms.DateField(
        label=pgettext_lazy("stand-in", "Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: list[Any], groups: list[str], duties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]
        whole = [("", _("The whole class"))]
        self.fields["group_name"].choices = [*whole, *((one, one) for one in groups)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that end before they begin."""
        first, last = self.cleaned_data.get("from_day"), self.cleaned_data.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", pgettext("stand-in", "The last day cannot be before the first."))
        return self.cleaned_data
