"""Which remarks stop a lesson."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lessons.quality import KINDS


class QualitySettingsForm(WagtailAdminModelForm):
    """One box for each kind of remark."""

    strict = forms.MultipleChoiceField(
        label=_("What stops a lesson"),
        choices=[(code, kind.label) for code, kind in KINDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
