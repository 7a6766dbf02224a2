"""Requests whose sender is known to have signed in."""

from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` is given: the user is a person. For annotations only."""

    user: User
