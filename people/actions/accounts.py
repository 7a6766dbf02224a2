"""Making an account and changing what its owner may change."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import normalize_account_name, normalize_email, parse_phone
from people.models import User
from schoolhouse.refusals import Refusal


def identifier_fields(typed: str) -> dict[str, str | None]:
    """Say which field of an account ``typed`` belongs into: ``phone``, ``email`` or ``account_name``, normalized."""
    if phone := parse_phone(typed):
        return {"phone": phone}
    if "@" in typed:
        return {"email": normalize_email(typed)}
    return {"account_name": normalize_account_name(typed)}


def check_identifier(fields: dict[str, str | None]) -> None:
    """Check what ``identifier_fields`` gives by its form alone. Raises ``ValidationError``."""
    person = User(**fields)
    try:
        person.clean_fields(exclude={field.name for field in User._meta.get_fields()} - set(fields))
    except ValidationError as error:
        raise ValidationError(error.messages) from error


@transaction.atomic
def register(*, full_name: str, identifier: str, password: str, language: str = "", by: User | None) -> User:
    """Make an account for somebody who registers. Raises ``Refusal`` if the identifier is taken or unusable."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                full_name, password, preferred_language=language, **identifier_fields(identifier)
            )
    except (ValidationError, IntegrityError) as error:
        message = _("Somebody has an account with this already. If it is you, sign in.")
        raise Refusal(message, code="identifier_taken") from error
    sync_email_address(user)
    return user


@transaction.atomic
def change_identifiers(*, user: User, account_name: str | None, email: str | None, phone: str | None, by: User) -> User:
    """Set all three identifiers of ``user``.

    Raises ``Refusal`` if one is taken or unusable, or if an account with a password would be left without any.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    old_phone, old_email = user.phone, user.email
    user.account_name, user.email, user.phone = account_name or None, email or None, phone or None
    try:
        user.clean()
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="identifier_invalid", status=422) from error
    if not (user.account_name or user.email or user.phone):
        raise Refusal(_("Keep at least one: without it you could not sign in."), code="no_identifier", status=422)
    if user.phone != old_phone:
        user.phone_verified = False
    try:
        with transaction.atomic():
            user.save(update_fields=["account_name", "email", "phone", "phone_verified"])
    except IntegrityError as error:
        raise Refusal(_("One of these belongs to another account."), code="identifier_taken") from error
    if user.email != old_email:
        sync_email_address(user)
    return user


def sync_email_address(user: User) -> EmailAddress | None:
    """Make allauth's address book say the same as the account: one address or none, unverified when new."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email or "").delete()
    if not user.email:
        return None
    address, _created = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": False}
    )
    return address


@transaction.atomic
def change_profile(*, user: User, full_name: str, preferred_language: str, by: User) -> User:
    """Set a person's full name and interface language (``""``: whatever the school uses)."""
    user.full_name = full_name
    user.preferred_language = preferred_language
    user.save(update_fields=["full_name", "preferred_language"])
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> User:
    """Set a password; every other signed-in device is signed out by that."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def welcome(*, user: User, password: str, identifier: str, by: User) -> User:
    """Give a person who came by a code a password and, unless empty, a first identifier.

    Raises ``Refusal`` if the identifier is taken or unusable.
    """
    user = User.objects.get(pk=user.pk)
    if identifier:
        present = {"account_name": user.account_name, "email": user.email, "phone": user.phone}
        user = change_identifiers(user=user, by=by, **{**present, **identifier_fields(identifier)})
    return set_password(user=user, password=password, by=by)
