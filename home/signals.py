"""What follows when a home page is saved."""

from typing import Any

from django.db.models.signals import post_save

from home.models import HomePage
from people.actions.places import register_place


def own_the_place(sender: type[HomePage], instance: HomePage, **kwargs: Any) -> None:
    """Make the page the place of its organization: it owns everything below, and permissions follow."""
    if not kwargs.get("raw"):
        register_place(page=instance, organization=instance.organization)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    post_save.connect(own_the_place, sender=HomePage, dispatch_uid="home.own_the_place")
