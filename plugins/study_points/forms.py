"""What a school or a class sets about points for studying."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _points(label: Any, initial: str, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=Decimal(initial), min_value=-20, max_value=20, decimal_places=2, **options
    )


class SettingsForm(forms.Form):
    """How much each thing is worth, in points; 0 is nothing."""

    attended = _points(_("Points for having been there, each time"), "0.5")
    late = _points(_("Points for having come late or left early"), "0.25")
    absent = _points(
        _("Points for having been absent without leave"), "0", help_text=_("A negative number takes points away.")
    )
    lesson = _points(_("Points for each lesson of the class that is finished"), "1")
    check = _points(
        _("Points for each quick check passed in a lesson of the class"), "0", help_text=_("0: they give no points.")
    )
    hour = _points(_("Points for each training hour"), "0", help_text=_("0: they give no points."))
    feedback = _points(_("Points for each feedback form filled in"), "0.5")
