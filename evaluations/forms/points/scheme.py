"""What a class decides about points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import PointsSettings, SchemeComponent, SchemeVersion


class VersionChoice(forms.ModelChoiceField):
    """A version of a scheme, said with its number."""

    def label_from_instance(self, obj: SchemeVersion) -> str:
        """Say which one it is."""
        words = {"title": obj.scheme.title, "number": obj.number, "organization": obj.scheme.organization}
        return str(_("%(title)s, version %(number)s (%(organization)s)") % words)


class ChooseSchemeForm(forms.Form):
    """Which scheme the class goes by from now on; ``seen`` is the number of the choice that was in force."""

    version = VersionChoice(label=_("Scheme"), queryset=None, to_field_name="public_id")
    reason = forms.CharField(label=_("Reason"), max_length=250, required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, versions: Any, has_scheme: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["reason"].required = has_scheme


class PointsSettingsForm(forms.ModelForm):
    """Who sees the standing, and how soon an appeal is answered."""

    appeal_days = forms.IntegerField(label=_("Days to answer an appeal"), min_value=1, max_value=60)

    class Meta:
        model = PointsSettings
        fields = ("standing", "appeal_days")
        widgets = {"standing": forms.RadioSelect}


class SheetForm(forms.Form):
    """A spreadsheet of points; an empty file gets through to the reader, which says it better."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        help_text=_("An .xlsx or .csv file with the columns name and points; organization and reason if you like."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    component = forms.ModelChoiceField(label=_("Component"), queryset=SchemeComponent.objects.none(), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("Learners read it, where their row gives no other.")
    )

    def __init__(self, *args: Any, components: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"].queryset = components  # type: ignore[attr-defined]
