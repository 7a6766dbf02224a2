"""What a person types to be recognized: account name, e-mail and phone, each in one normal form."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEFAULT_REGION = "CN"
_ACCOUNT_NAME = re.compile(r"^[\w.\-]{2,60}$")


def _plain(value: str | None) -> str:
    """Turn full-width letters and digits into plain ones, drop invisible characters and trim the ends."""
    text = unicodedata.normalize("NFKC", value or "")
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf")).strip()


def parse_phone(value: str | None) -> str | None:
    """Give the E.164 form of ``value`` (``138 0013 8000`` → ``+8613800138000``), or ``None`` if it is no phone number.

    Numbers without a country code are taken as Chinese; ``0086`` and full-width digits are understood.
    """
    text = _plain(value)
    if text.startswith("00"):
        text = "+" + text[2:]
    if not text or re.search(r"[^\d+\s().\-/]", text):
        return None
    try:
        number = phonenumbers.parse(text, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalize_phone(value: str | None) -> str | None:
    """Give the E.164 form of ``value``, ``None`` for nothing. Raises ``ValidationError`` for what is no number."""
    if not _plain(value):
        return None
    number = parse_phone(value)
    if number is None:
        raise ValidationError(_("This is not a phone number that can be dialed."), code="invalid_phone")
    return number


def normalize_email(value: str | None) -> str | None:
    """Give an e-mail address in lower case, ``None`` for nothing."""
    return _plain(value).lower() or None


def normalize_account_name(value: str | None) -> str | None:
    """Give an account name without spaces at its ends and with plain digits, ``None`` for nothing.

    Upper and lower case are kept for the eye; look-ups ignore them.
    """
    return _plain(value) or None


def validate_account_name(value: str) -> None:
    """Refuse an account name that could be taken for somebody's e-mail or phone, or that nobody could type."""
    if parse_phone(value):
        raise ValidationError(_("An account name must not be a phone number."), code="account_name_phone")
    if not _ACCOUNT_NAME.match(value):
        raise ValidationError(
            _("Use 2 to 60 letters, Chinese characters, digits, dots, hyphens or underscores."),
            code="account_name_invalid",
        )


def display_phone(value: str | None) -> str:
    """Give a stored number as people write it: Chinese ones without the country code."""
    if not value:
        return ""
    try:
        number = phonenumbers.parse(value, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return value
    if number.country_code == 86:
        return str(number.national_number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
