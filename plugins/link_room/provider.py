"""A meeting somewhere else, known by its address alone."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page


def handles(page: Page) -> bool:
    """Say whether the live class has a meeting address."""
    return bool(page.meeting_url)


def join_url(page: Page, user: AbstractBaseUser) -> str:
    """Return the meeting's address, the same for everybody."""
    address: str = page.meeting_url
    return address


def check(page: Page) -> None:
    """Raise ``ValidationError`` for a live class without an address."""
    if not page.meeting_url:
        raise ValidationError(_("Write the meeting's address."))
