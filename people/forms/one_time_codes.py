"""Signing in by a printed code, and what is asked right after."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.actions.accounts import check_identifier, identifier_fields
from people.forms.fields import NewPasswordMixin
from people.forms.sign_in import identifier_field
from people.models import User
from people.models.one_time_code import clean_code


class CodeForm(forms.Form):
    """The ten characters from the slip, in any spelling."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Ten letters and digits. Capitals, spaces and hyphens do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """Give the bare ten characters. Raises ``ValidationError`` for what cannot be a code."""
        code = clean_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("A code has ten letters and digits. Look at the slip once more."))
        return code


class WelcomeForm(NewPasswordMixin):
    """A password of one's own, and a name to sign in with for those who have none yet."""

    login = identifier_field(help_text=_("Whichever you will remember. You sign in with it."))
    field_order = ("login", "password1", "password2")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = user
        if user.account_name or user.email or user.phone:
            del self.fields["login"]

    def clean_login(self) -> str:
        """Check form and uniqueness of the identifier. Raises ``ValidationError``."""
        typed = self.cleaned_data["login"]
        check_identifier(identifier_fields(typed))
        if User.objects.by_identifier(typed):
            raise ValidationError(_("This belongs to another account."))
        return typed
