"""Choosing two accounts of one person."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.permissions import may_merge


class PersonField(forms.CharField):
    """An account, by account name, e-mail, phone or public identifier; cleans to a ``User``."""

    def clean(self, value: Any) -> User:
        """Find the account. Raises ``ValidationError`` if there is none."""
        typed = super().clean(value)
        try:
            person = User.objects.filter(public_id=uuid.UUID(typed)).first()
        except ValueError:
            person = User.objects.by_identifier(typed)
        if person is None:
            raise ValidationError(NOBODY)
        return person


NOBODY = _("There is no such account in your organizations.")


class MergeForm(forms.Form):
    """The account that stays and the one that is closed; only those that ``by`` may merge are ever named."""

    keep = PersonField(label=_("Account that stays"), max_length=254)
    duplicate = PersonField(label=_("Duplicate, to be closed"), max_length=254)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        hint = _("Account name, phone, e-mail or public identifier.")
        for field in self.fields.values():
            field.help_text = hint

    def clean(self) -> dict[str, Any]:
        """Refuse accounts outside the scope as if they were not there. Raises ``ValidationError``."""
        data = super().clean() or {}
        keep, duplicate = data.get("keep"), data.get("duplicate")
        if keep and duplicate and keep == duplicate:
            raise ValidationError(_("These are the same account."))
        if keep and duplicate and not may_merge(self.by, keep, duplicate):
            raise ValidationError(NOBODY)
        return data
