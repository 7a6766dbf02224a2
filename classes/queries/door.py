"""The door of a live class: when it stands open."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from classes.models import LiveClassMode, LiveClassPage
from schoolhouse.extension_points import Extension, LiveProvider, live_providers
from schoolhouse.faults import shielded

DOOR_OPENS = datetime.timedelta(minutes=15)
"""How long before the start the meeting's address is shown."""


@dataclass(frozen=True)
class Door:
    """``state`` is ``none`` (no online part), ``early``, ``open``, ``over`` or ``cancelled``; ``url`` only while open.

    ``url`` is our own address, which leads on to the provider's. ``failed`` names the plugins that could not say
    whether they hold the live class.
    """

    state: str
    opens_at: datetime.datetime | None = None
    url: str = ""
    failed: tuple[str, ...] = ()


def door_of(live_class: LiveClassPage, *, now: datetime.datetime) -> Door:
    """Return the door as those inside the class see it; whoever asks must be inside."""
    if live_class.is_cancelled:
        return Door("cancelled")
    if live_class.mode == LiveClassMode.HALL:
        return Door("none")
    provider, failed = _asked(live_class)
    if provider is None:
        return Door("none", failed=failed)
    opens_at = live_class.starts_at - DOOR_OPENS
    if now < opens_at:
        return Door("early", opens_at, failed=failed)
    if now >= live_class.ends_at:
        return Door("over", opens_at, failed=failed)
    return Door("open", opens_at, reverse("classes:join", args=[live_class.public_id]), failed)


def provider_of(live_class: LiveClassPage) -> Extension[LiveProvider] | None:
    """Return the way in which a live class is held online: the one chosen, else the first that has a room for it."""
    return _asked(live_class)[0]


def _asked(live_class: LiveClassPage) -> tuple[Extension[LiveProvider] | None, tuple[str, ...]]:
    """Return the provider, and the plugins that failed when they were asked before it."""
    failed: list[str] = []
    for extension in live_providers.active(live_class):
        if live_class.provider in ("", extension.name):
            with shielded(extension.plugin, "live_providers"):
                if extension.value.handles(live_class):
                    return extension, tuple(failed)
                continue
            failed.append(extension.plugin)
    return None, tuple(failed)
