"""Form fields that understand what people type."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import normalize_phone


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleans to E.164 or an empty string. Takes no keyword it does not know."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone"))
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Give the E.164 form. Raises ``ValidationError`` for what is no number."""
        return normalize_phone(super().clean(value)) or ""


def password_field(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    """Make a password field; ``autocomplete`` is ``current-password`` or ``new-password``."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=256, widget=widget, **kwargs)


class NewPasswordMixin(forms.Form):
    """Adds ``password1`` and ``password2``; set ``self.person`` before cleaning to compare with the name."""

    person: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = password_field(
            _("New password"), "new-password", help_text=_("At least 8 characters, not only digits.")
        )
        self.fields["password2"] = password_field(_("The same password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Compare both and ask Django's validators. Raises ``ValidationError`` on the field concerned."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        if first:
            try:
                validate_password(first, self.person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data
