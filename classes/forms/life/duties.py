"""Forms about offices and duties."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classes.models import ClassOffice, Enrollment
from classes.models.life.duty import TITLE_LENGTH
from classes.queries.life.groups import Division


def _people(seats: list[Enrollment]) -> list[tuple[str, str]]:
    return [(str(seat.public_id), seat.learner.full_name) for seat in seats]


def _grouped(division: Division) -> list[Any]:
    """Return choices of everybody, under the names of their groups."""
    groups = [(one.group.name, _people(one.members)) for one in division.groups if one.members]
    loose = _people(division.loose)
    if not groups:
        return loose
    return groups + ([(_("In no group"), loose)] if loose else [])


class OfficeForm(forms.Form):
    """An office and who holds it."""

    title = forms.CharField(label=_("Office"), max_length=TITLE_LENGTH)
    holder = forms.ChoiceField(label=_("Held by"), required=False)

    def __init__(self, *args: Any, division: Division, office: ClassOffice | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if office is not None:
            initial = {"title": office.title, "holder": office.holder and str(office.holder.public_id)}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.seats = {
            str(seat.public_id): seat
            for seats in [division.loose, *(one.members for one in division.groups)]
            for seat in seats
        }
        self.fields["holder"].choices = [("", _("Nobody yet")), *_grouped(division)]  # type: ignore[attr-defined]

    def clean_holder(self) -> Enrollment | None:
        """Return the enrollment of who is chosen."""
        return self.seats.get(self.cleaned_data["holder"])


class DutyForm(forms.Form):
    """Who has which duty on a day: one learner, or a whole group."""

    duty = forms.ChoiceField(label=_("Duty"))
    who = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, division: Division, duties: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {f"group:{one.group.public_id}": one for one in division.groups if one.members}
        whole = [(key, gettext("All of %(group)s") % {"group": one.group.name}) for key, one in self.groups.items()]
        who = [("", _("Choose")), *([(_("A whole group"), whole)] if whole else []), *_grouped(division)]
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]
        self.fields["who"].choices = who  # type: ignore[attr-defined]

    def seats(self) -> list[uuid.UUID]:
        """Return the public ids of those who are meant."""
        who = self.cleaned_data["who"]
        group = self.groups.get(who)
        return [seat.public_id for seat in group.members] if group else [uuid.UUID(who)]
