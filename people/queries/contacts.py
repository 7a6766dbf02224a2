"""Whose account a phone number, an e-mail address or a printed code opens."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from people.models import OneTimeCode, User
from people.models.one_time_code import clean_code, hash_code

_WANTED = ("pk", "full_name", "is_active")


def name_key(name: str) -> str:
    """Return a name as it is compared: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True, slots=True)
class Account:
    """As much of an account as matching needs."""

    pk: int
    name_key: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts by normalized phone and by e-mail in lower case."""

    by_phone: dict[str, Account]
    by_email: dict[str, Account]


def accounts_with(phones: Iterable[str], emails: Iterable[str]) -> Accounts:
    """Find the accounts that sign in by one of these: two queries, however many there are."""
    return Accounts(
        by_phone=_accounts(User.objects.filter(phone__in=set(phones)).values_list("phone", *_WANTED)),
        by_email=_accounts(
            User.objects.alias(_email=Lower("email"))
            .filter(_email__in=set(emails))
            .annotate(_by=F("_email"))
            .values_list("_by", *_WANTED)
        ),
    )


def _accounts(rows: Iterable[tuple[Any, ...]]) -> dict[str, Account]:
    return {by: Account(pk, name_key(name), active) for by, pk, name, active in rows}


def owner_of_code(typed: str) -> int | None:
    """Return the key of the person whose slip has this code, in any spelling, also when it was used or has expired.

    Whoever holds the slip shows who they are by it; it signs nobody in.
    """
    plain = clean_code(typed)
    if not plain:
        return None
    return OneTimeCode.objects.filter(code_hash=hash_code(plain)).values_list("user_id", flat=True).first()
