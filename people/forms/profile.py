"""What people change about their own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import display_phone, normalize_account_name, normalize_email, validate_account_name
from people.forms.fields import PhoneField, password_field
from people.models import User


def _languages() -> list[tuple[str, Any]]:
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("As the browser or the school has it")), *names]


class ProfileForm(forms.Form):
    """Full name and interface language."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    preferred_language = forms.ChoiceField(
        label=_("Interface language"), required=False, choices=_languages, widget=forms.RadioSelect
    )

    def clean_full_name(self) -> str:
        """Keep single spaces only."""
        return " ".join(self.cleaned_data["full_name"].split())


class IdentifiersForm(forms.Form):
    """Account name, phone and e-mail: what one signs in with; asks for the password where there is one."""

    account_name = forms.CharField(
        label=_("Account name"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = PhoneField(required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "account_name": user.account_name,
            "phone": display_phone(user.phone),
            "email": user.email,
        }
        super().__init__(*args, **kwargs)
        self.user = user
        if user.has_usable_password():
            self.fields["password"] = password_field(_("Current password"), "current-password")

    def clean_account_name(self) -> str | None:
        """Give the normal form. Raises ``ValidationError`` for a name that misleads."""
        name = normalize_account_name(self.cleaned_data["account_name"])
        if name and name != self.user.account_name:
            validate_account_name(name)
        return name

    def clean_email(self) -> str | None:
        """Give the normal form."""
        return normalize_email(self.cleaned_data["email"])

    def clean_password(self) -> str:
        """Compare with the account's password. Raises ``ValidationError``."""
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your current password."))
        return self.cleaned_data["password"]
