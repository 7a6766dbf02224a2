"""What a school or a class sets about leave."""

import re
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from classes.models.timetable import TimetableItemKind
from classes.panels import timetable_kinds

_FRACTION = re.compile(r"([0-9]{1,4})\s*/\s*([0-9]{1,4})")
_REQUIRED = [kind.value for kind in TimetableItemKind if kind != TimetableItemKind.SELF_STUDY]


def parse_fraction(text: str) -> Fraction:
    """Read ``1/7``; raises ``ValueError`` unless it is a fraction above 0 and not above 1."""
    match = _FRACTION.fullmatch(text.strip())
    if match is None or match[2].strip("0") == "" or not 0 < (value := Fraction(int(match[1]), int(match[2]))) <= 1:
        raise ValueError(text)
    return value


def validate_fraction(text: str) -> None:
    """Raise ``ValidationError`` for what is no limit."""
    try:
        parse_fraction(text)
    except ValueError as error:
        raise ValidationError(_("Write a fraction such as 1/7, above 0 and not above 1.")) from error


class SettingsForm(forms.Form):
    """The limit, what it is measured against, and who endorses."""

    limit = forms.CharField(
        label=_("Limit"),
        help_text=_("The part of the required time that a learner may miss, as a fraction. Beyond it the software "
                    "proposes to the class teacher that the learner leaves the class."),
        initial="1/7",
        max_length=9,
        validators=[validate_fraction],
    )  # fmt: skip
    required_kinds = forms.MultipleChoiceField(
        label=_("What has to be attended"),
        help_text=_("Kinds of items of the timetable whose minutes are the required time."),
        choices=timetable_kinds,
        initial=_REQUIRED,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_endorsement = forms.BooleanField(
        label=_("Leave is endorsed first"),
        help_text=_("By the leader of the learner's group, who was named for it, or the coordinator of their unit."),
        initial=False,
        required=False,
    )
