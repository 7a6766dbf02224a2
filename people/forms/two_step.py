"""Two-step sign-in: allauth's forms with a field that phones treat as a one-time code."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _


def _code_field(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=attrs))


class AuthenticateForm(base.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code from your app, or a recovery code"))
        self.fields["code"].widget.attrs.pop("inputmode")


class ReauthenticateForm(base.ReauthenticateForm):
    """The second step once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code from your app, or a recovery code"))
        self.fields["code"].widget.attrs.pop("inputmode")


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """Shows that the app and the server agree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("The six digits that your app shows"))
