"""How allauth meets our accounts: one sign-in by account name, e-mail or phone."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import parse_phone
from people.accounts.waiting import SIGN_IN, again, open_at
from people.actions.slips import qr_svg
from people.forms.fields import PhoneField
from people.models import User

logger = logging.getLogger(__name__)

_WRONG = _("This name and password do not go together. Look at both once more, or ask your class teacher.")

RegistrationGate = Callable[[HttpRequest], bool]
_registration_gates: list[RegistrationGate] = []


def register_registration_gate(gate: RegistrationGate) -> RegistrationGate:
    """Let ``gate(request)`` close self-registration by answering ``False``; usable as a decorator."""
    _registration_gates.append(gate)
    return gate


class AccountAdapter(DefaultAccountAdapter):
    """Accounts whose account name, e-mail and phone are each optional."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "phone_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "account_inactive": _("This account is closed."),
        "email_taken": _("Somebody has an account with this e-mail already."),
        "phone_taken": _("Somebody has an account with this phone number already."),
        "username_taken": _("This account name is taken."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right. Look at it once more."),
        "invalid_password_reset": _("This link has been used or is too old."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Please wait a minute, then try again."),
        "same_as_current": _("This is the same as before."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether people may register themselves: the server's setting, then every registered gate."""
        return settings.REGISTRATION_OPEN and all(gate(request) for gate in _registration_gates)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Leave the account name empty where the person gave none."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile after a change of password."""
        return reverse("people:profile")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try. Raises ``ValidationError``, which says when to try again, after too many wrong ones."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            key = self._get_login_attempts_cache_key(request, **credentials)
            moment = open_at(request, "login_failed", app=SIGN_IN, limits=app_settings.RATE_LIMITS, key=key)
            said = _("Too many tries. %(again)s") % {"again": again(moment)}
            raise ValidationError(said, code=refused.code) from refused

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries per account, whichever of its names and spellings is typed.

        allauth's own key is the typed text, and one and the same for every phone number.
        """
        typed = next((credentials[key] for key in ("phone", "email", "username") if credentials.get(key)), "")
        user = User.objects.by_identifier(typed)
        return f"account:{user.public_id}" if user else f"typed:{typed.casefold()}"

    def phone_form_field(self, **kwargs: Any) -> Field:
        """Give the field that understands every usual spelling of a number."""
        return PhoneField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        """Give the E.164 form."""
        return parse_phone(phone) or phone

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Store a phone number and whether it was verified."""
        user.phone = parse_phone(phone)
        user.phone_verified = verified
        user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Give the stored number and whether it was verified."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Mark the number as verified."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Find the account with this number, in whatever spelling."""
        number = parse_phone(phone)
        return User.objects.filter(phone=number).first() if number else None

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Say in the log that no SMS can be sent: there is no gateway, and phone verification is off."""
        logger.warning("No SMS gateway is configured; a verification code was not sent.")


class MfaAdapter(DefaultMFAAdapter):
    """Two-step sign-in in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Two-step sign-in cannot be switched off for this account."),
        "cannot_generate_recovery_codes": _("Switch on two-step sign-in first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the secret's address as a QR code."""
        return qr_svg(url)

    def get_totp_issuer(self) -> str:
        """Name the school in the authenticator app."""
        return settings.WAGTAIL_SITE_NAME
