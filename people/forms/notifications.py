"""How somebody wants to hear of things."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.notifications.mail import MAIL
from people.notifications.preferences import channels_for, kinds_on, preferences_of
from people.notifications.times import Hours, is_quiet
from schoolhouse.notifications import Way


def _time_field(label: Any, *, required: bool = False) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 60}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


class ChoicesForm(forms.Form):
    """A way for each kind, further channels for each where there are any, and the hours.

    Without mail for this person the ways of mail are not offered, and no hours where nothing is sent at all; what was
    chosen of them is kept.
    """

    mails = forms.BooleanField(label=_("Send me mail"), required=False)
    digests = forms.BooleanField(label=_("Send me the evening summary"), required=False)
    digest_at = _time_field(_("The evening summary comes at"), required=True)
    quiet_from = _time_field(_("Quiet from"))
    quiet_until = _time_field(_("Quiet until"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.preferences = preferences_of([person])[person.pk]
        channels = channels_for(person)
        self.has_mail = any(one.name == MAIL for one in channels)
        self.further = [one for one in channels if one.name != MAIL]
        self.has_hours = self.has_mail or bool(self.further)
        self.kinds = kinds_on()
        hours = self.preferences.hours
        kwargs["initial"] = {
            "mails": self.preferences.mails,
            "digests": self.preferences.digests,
            "digest_at": hours.digest_at,
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
        }
        super().__init__(*args, **kwargs)
        if not self.has_mail:
            del self.fields["mails"], self.fields["digests"], self.fields["digest_at"]
        if not self.has_hours:
            del self.fields["quiet_from"], self.fields["quiet_until"]
        for kind in self.kinds:
            self._add(kind.name, kind.value.label, kind.value.way)

    def _add(self, kind: str, label: Any, proposed: Way) -> None:
        way = self.preferences.ways.get(kind, proposed)
        if not self.has_mail and way in (Way.MAIL, Way.DIGEST):
            way = Way.SITE
        offered = [one for one in Way if self.has_mail or one in (Way.SITE, Way.OFF)]
        self.fields[f"way:{kind}"] = forms.ChoiceField(
            label=label, choices=[(one.value, one.label) for one in offered], initial=way
        )
        if self.further:
            self.fields[f"channels:{kind}"] = forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=[(one.name, one.value.label) for one in self.further],
                initial=self.preferences.channels.get(kind, []),
                widget=forms.CheckboxSelectMultiple,
            )

    def groups(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Give the heading of each group of kinds with the fields of each kind, in the order of their registration."""
        found: dict[str, list[dict[str, Any]]] = {}
        for kind in self.kinds:
            channels = self[f"channels:{kind.name}"] if self.further else None
            row = {"way": self[f"way:{kind.name}"], "channels": channels}
            found.setdefault(str(kind.value.group), []).append(row)
        yield from found.items()

    def clean(self) -> dict[str, Any]:
        """Refuse half of quiet hours, none at all between two equal times, and a summary that would come in them."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end, digest = (cleaned.get(name) for name in ("quiet_from", "quiet_until", "digest_at"))
        if {"quiet_from", "quiet_until", "digest_at"} & self.errors.keys():
            return cleaned
        if (begin is None) != (end is None):
            self.add_error("quiet_until", _("Please say from when until when, or leave both empty."))
        elif begin is not None and begin == end:
            self.add_error("quiet_until", _("Quiet hours must end at another time than they begin."))
        elif digest is not None and is_quiet(digest, Hours(self.preferences.hours.zone, begin, end, digest)):
            self.add_error("digest_at", _("This lies in your quiet hours. Please choose another time."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Return what ``people.notifications.choosing.choose`` takes, of a valid form."""
        data, before = self.cleaned_data, self.preferences
        begin = data.get("quiet_from") if self.has_hours else before.hours.quiet_from
        end = data.get("quiet_until") if self.has_hours else before.hours.quiet_until
        return {
            "ways": {kind.name: self._chosen_for(kind.name, kind.value.way) for kind in self.kinds},
            "quiet": (begin, end) if begin is not None else None,
            "digest_at": data.get("digest_at", before.hours.digest_at),
            "mails": data.get("mails", before.mails),
            "digests": data.get("digests", before.digests),
        }

    def _chosen_for(self, kind: str, proposed: Way) -> tuple[Way, list[str]]:
        way, before = Way(self.cleaned_data[f"way:{kind}"]), self.preferences.ways.get(kind, proposed)
        if not self.has_mail and way == Way.SITE and before in (Way.MAIL, Way.DIGEST):
            way = before
        # A channel that cannot reach the person now is kept for when it can.
        offered = {one.name for one in self.further}
        kept = [name for name in self.preferences.channels.get(kind, []) if name not in offered]
        return way, [*self.cleaned_data.get(f"channels:{kind}", []), *kept]
