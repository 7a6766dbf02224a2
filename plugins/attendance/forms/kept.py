"""What a device sends that it had kept without a network."""

import datetime

from django import forms

from plugins.attendance.kept import Kept

_MOST = 10**14


class KeptForm(forms.Form):
    """A kept scan. ``at`` and ``sent_at`` are the device's clock, ``counted`` what it counted, milliseconds."""

    code = forms.RegexField(r"^(?:\d{6}|[A-Za-z0-9]{1,16}/[-a-z0-9]{1,40})\Z")
    at = forms.IntegerField(min_value=0, max_value=_MOST)
    sent_at = forms.IntegerField(min_value=0, max_value=_MOST)
    counted = forms.IntegerField(required=False, min_value=0, max_value=_MOST)
    issued = forms.IntegerField(min_value=0, max_value=10**10)
    signature = forms.RegexField(r"^[0-9a-f]{64}\Z")
    place = forms.CharField(required=False, max_length=80)
    number = forms.RegexField(r"^\d{2}\Z", required=False)

    def kept(self) -> Kept:
        """Return what a valid form says."""
        data = self.cleaned_data
        waited = [data["sent_at"] - data["at"]] + ([data["counted"]] if data["counted"] is not None else [])
        waits = [datetime.timedelta(milliseconds=one) for one in waited]
        return Kept(data["code"], data["at"], data["issued"], data["signature"], waits, data["place"], data["number"])
