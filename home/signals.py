"""What follows when a home page, a site or a language is changed."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Site
from wagtail.signals import post_page_move

from foundation.stamps import bump
from home.models import HomePage
from home.routing import STAMP
from people.actions.places import register_place

SITE_ROOT_DEPTH = 2
"""How deep a page may stand that is a site's root and no home page: Wagtail's own welcome page."""


def own_the_place(sender: type[HomePage], instance: HomePage, **kwargs: Any) -> None:
    """Make the page the place of its organization: it owns everything below, and permissions follow."""
    if not kwargs.get("raw"):
        register_place(page=instance, organization=instance.organization)


def renew_sites(sender: type, instance: Any, **kwargs: Any) -> None:
    """Have every process ask anew for the sites and their roots: a site, a language, or a page that may be a root."""
    if not isinstance(instance, Page) or isinstance(instance, HomePage) or instance.depth <= SITE_ROOT_DEPTH:
        bump(STAMP)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    for sender in (Site, Locale, Page, HomePage):
        post_save.connect(renew_sites, sender=sender, dispatch_uid="home.renew_sites")
        post_delete.connect(renew_sites, sender=sender, dispatch_uid="home.renew_sites")
    post_page_move.connect(renew_sites, dispatch_uid="home.renew_sites")
    post_save.connect(own_the_place, sender=HomePage, dispatch_uid="home.own_the_place")
