"""Signing in, registering and passwords."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import normalize_account_name, normalize_email, parse_phone
from people.actions.accounts import check_identifier, identifier_fields, register
from people.forms.fields import NewPasswordMixin, password_field
from people.models import User


def identifier_field(**kwargs: Any) -> forms.CharField:
    """Make the one field for account name, e-mail or phone."""
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=_("Account name, phone or e-mail"), max_length=254, widget=forms.TextInput(attrs=attrs), **kwargs
    )


class SignInForm(allauth_forms.LoginForm):
    """``login`` is an account name, an e-mail or a phone number, however spelled; ``password``; ``remember``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = identifier_field()
        self.fields["password"] = password_field(_("Password"), "current-password")
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay signed in on this device")
        self.order_fields(["login", "password", "remember"])

    def user_credentials(self) -> dict[str, str]:
        """Say which identifier was typed, in its normal form."""
        typed = self.cleaned_data["login"]
        if phone := parse_phone(typed):
            credentials = {"phone": phone}
        elif "@" in typed:
            credentials = {"email": normalize_email(typed) or ""}
        else:
            credentials = {"username": normalize_account_name(typed) or ""}
        return {**credentials, "password": self.cleaned_data["password"]}


class RegistrationForm(NewPasswordMixin):
    """Full name, one identifier and a password: what allauth's sign-up view asks of a form."""

    by_passkey = False

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    login = identifier_field(help_text=_("Whichever you will remember. You sign in with it."))

    def clean_full_name(self) -> str:
        """Keep single spaces only."""
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_login(self) -> str:
        """Check form and uniqueness of the identifier. Raises ``ValidationError``."""
        typed = self.cleaned_data["login"]
        fields = identifier_fields(typed)
        check_identifier(fields)
        if User.objects.by_identifier(typed):
            raise ValidationError(_("Somebody has an account with this already. If it is you, sign in."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Compare the password with the name and the identifier too."""
        data = self.cleaned_data
        self.person = User(full_name=data.get("full_name", ""), **identifier_fields(data.get("login", "")))
        return super().clean()

    def try_save(self, request: HttpRequest) -> tuple[User, HttpResponse | None]:
        """Register the person. Raises ``Refusal`` if somebody else was faster."""
        data = self.cleaned_data
        user = register(
            full_name=data["full_name"],
            identifier=data["login"],
            password=data["password1"],
            language=get_language() or "",
            by=None,
        )
        return user, None


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """Change of a password by its owner, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, oldpassword=_("Current password"))


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self)


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    """A new password by a link from a mail, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Asks for a mail with a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.fields["email"].widget.attrs["inputmode"] = "email"


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """Asks for the password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, password=_("Password"))


def _relabel(form: forms.Form, **labels: Any) -> None:
    """Give allauth's password fields our labels, no placeholder and no links in the help text."""
    labels = {"password1": _("New password"), "password2": _("The same password again"), **labels}
    for name, label in labels.items():
        if field := form.fields.get(name):
            field.label = label
            field.help_text = _("At least 8 characters, not only digits.") if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


__all__ = [
    "ChangePasswordForm",
    "ReauthenticateForm",
    "RegistrationForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SetPasswordForm",
    "SignInForm",
]
