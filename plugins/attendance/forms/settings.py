"""What a school or a class sets about attendance."""

import ipaddress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plugins.attendance.places import point_of

DOUBLE = (
    ("once", _("Nothing: one sign-in is enough")),
    ("in_out", _("Sign in when it begins, sign out when it ends")),
    ("half_days", _("Sign in for the morning and again for the afternoon")),
)
SECOND_FACTOR = (
    ("none", _("Nothing")),
    ("number", _("A number that stands on the screen")),
    ("network", _("The school's own network")),
    ("place", _("Where the phone is")),
)


class NetworksField(forms.CharField):
    """Networks, one a line, such as ``10.0.0.0/8``."""

    def clean(self, value: Any) -> str:
        """Return the lines. Raises ``ValidationError`` for one that is no network."""
        text = super().clean(value)
        for line in text.split():
            try:
                ipaddress.ip_network(line)
            except ValueError as error:
                raise ValidationError(_("“%(line)s” is no network."), params={"line": line}) from error
        return text


class PlaceField(forms.CharField):
    """Where something is: latitude and longitude in degrees, as maps copy them."""

    def clean(self, value: Any) -> str:
        """Return the two numbers. Raises ``ValidationError`` for what is no place on the Earth."""
        text = super().clean(value)
        point = point_of(text)
        if text and point is None:
            raise ValidationError(_("Write latitude and longitude, such as 31.2304, 121.4737."))
        return f"{point.latitude:.6f}, {point.longitude:.6f}" if point else ""


class SettingsForm(forms.Form):
    """What is asked of learners, and how codes are shown."""

    double = forms.ChoiceField(label=_("What double sign-in means here"), choices=DOUBLE, initial="once")
    late_minutes = forms.IntegerField(label=_("Late after so many minutes"), initial=10, min_value=0, max_value=240)
    early_minutes = forms.IntegerField(
        label=_("One may leave so many minutes before the end"), initial=10, min_value=0, max_value=240
    )
    opens_before = forms.IntegerField(
        label=_("Sign-in opens so many minutes before the start"), initial=30, min_value=0, max_value=240
    )
    code_seconds = forms.IntegerField(
        label=_("Seconds until the code changes"),
        help_text=_("The one before still counts for as long, for those who were just scanning it."),
        initial=20,
        min_value=10,
        max_value=120,
    )
    second_factor = forms.ChoiceField(
        label=_("What else is asked with the code"), choices=SECOND_FACTOR, initial="none"
    )
    point_photo = forms.BooleanField(
        label=_("Photo required at learning points"),
        help_text=_("Whoever signs in a room of people takes a photo of them."),
        initial=False,
        required=False,
    )
    photo_days = forms.IntegerField(
        label=_("Days for which photos are kept"),
        help_text=_(
            "Photos of learning points and of signed sheets are deleted so many days after the session; what was"
            " recorded by them stays."
        ),
        initial=365,
        min_value=1,
        max_value=3650,
    )
    networks = NetworksField(
        label=_("Networks of the school"),
        help_text=_("One a line, such as 10.0.0.0/8. Asked only where the school's own network is chosen above."),
        initial="",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = PlaceField(
        label=_("Where the class is held"),
        help_text=_(
            "Latitude and longitude, such as 31.2304, 121.4737, as phones say them (WGS 84; some maps differ by some"
            " hundred meters). Asked only where the phone's position is chosen above; phones say it only to pages on"
            " HTTPS."
        ),
        initial="",
        required=False,
        max_length=60,
    )
    place_meters = forms.IntegerField(
        label=_("One may be so many meters away from it"),
        help_text=_("What a phone does not know for sure counts in its favor, up to 100 meters."),
        initial=150,
        min_value=20,
        max_value=20_000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the place where it is to be compared."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("second_factor") == "place" and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Say where the class is held."))
        return data
