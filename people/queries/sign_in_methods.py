"""The ways to sign in that plugins bring."""

from django.http import HttpRequest

from people.models import User
from schoolhouse.extension_points import Extension, SignInMethod, sign_in_methods
from schoolhouse.faults import shielded

_ADDRESSES = ("/", "http://", "https://")


def other_ways() -> list[tuple[str, str]]:
    """Return name and label of each that is on."""
    found = []
    for extension in sign_in_methods.active():
        with shielded(extension.plugin, sign_in_methods.name):
            found.append((extension.name, str(extension.value.label)))
    return found


def way_called(name: str) -> Extension[SignInMethod] | None:
    """Return the one of that name, or ``None`` where there is none or its plugin is off."""
    return next((extension for extension in sign_in_methods.active() if extension.name == name), None)


def address_to_ask(way: Extension[SignInMethod], request: HttpRequest, back: str) -> str:
    """Return where the person is asked who they are; empty where the plugin fails."""
    with shielded(way.plugin, sign_in_methods.name):
        address = way.value.start(request, back)
        if not isinstance(address, str) or not address.startswith(_ADDRESSES):
            raise TypeError(f"It must give an address, and gives {address!r}.")
        return address
    return ""


def person_who_came(way: Extension[SignInMethod], request: HttpRequest) -> User | None:
    """Return the account of who came back; ``None`` where the plugin is not sure, or fails."""
    with shielded(way.plugin, sign_in_methods.name):
        person = way.value.person(request)
        if person is not None and not (isinstance(person, User) and person.pk):
            raise TypeError(f"It must give an account, and gives {person!r}.")
        return person
    return None
