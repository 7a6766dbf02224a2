"""The CSRF token of each answer, at a tenth of what Django takes for one."""

import os

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_CHARACTERS = CSRF_ALLOWED_CHARS
_INDEX = {character: index for index, character in enumerate(_CHARACTERS)}


def token_for(request: HttpRequest) -> str:
    """Return the token of a form, masked anew as Django masks it.

    Where the browser has the cookie already it is not sent once more: it lasts a year, and comes again from the first
    page that is not shared, or that finds it gone.
    """
    secret = request.META.get("CSRF_COOKIE")
    if not isinstance(secret, str) or len(secret) != CSRF_SECRET_LENGTH:
        return get_token(request)
    mask = [byte % len(_CHARACTERS) for byte in os.urandom(CSRF_SECRET_LENGTH)]  # need not be even, only new
    cipher = [(_INDEX[character] + shift) % len(_CHARACTERS) for character, shift in zip(secret, mask, strict=True)]
    return "".join([_CHARACTERS[index] for index in mask + cipher])
