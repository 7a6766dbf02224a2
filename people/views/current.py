"""The signed-in person of a request."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people.models import User


def person_of(request: HttpRequest) -> User:
    """Give the signed-in person, for views that stand behind ``login_required``. Raises ``PermissionDenied``."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return cast(User, request.user)
