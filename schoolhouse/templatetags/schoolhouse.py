"""``{% load schoolhouse %}``: places that plugins fill."""

import logging
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from schoolhouse.activation import is_switched_off
from schoolhouse.extension_points import Slot
from schoolhouse.faults import SLOT_SECONDS, shielded
from schoolhouse.faults.shown import failed_here

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **arguments: Any) -> SafeString:
    """Show what plugins put into the place ``name``. One that fails is logged, and named to administrators alone.

    ``scope=page`` narrows it to the plugins that are active there; other arguments go to the plugins. Under DEBUG a
    name that no room declares raises ``TemplateSyntaxError``; else it is logged and shows nothing.
    """
    return filled(context.get("request"), name, **arguments)


@register.simple_tag(takes_context=True)
def failed(context: template.Context, plugin: str, place: str) -> SafeString:
    """Name to administrators the plugin that failed at ``place``, where a room and not a slot asked it."""
    return failed_here(context.get("request"), plugin, place)


def filled(request: HttpRequest | None, name: str, **arguments: Any) -> SafeString:
    """Return what stands in the place ``name``; as the tag shows it, for a view that puts it into a shared text."""
    point = Slot.named(name)
    if point is None:
        if settings.DEBUG:
            raise template.TemplateSyntaxError(f"No room declares the slot “{name}”.")
        logger.error("No room declares the slot %s", name)
        return mark_safe("")
    parts: list[str] = []
    for extension in point.active(arguments.pop("scope", None)):
        part = None
        if not is_switched_off(extension.plugin, name):
            with shielded(extension.plugin, name, seconds=SLOT_SECONDS, request=request):
                part = conditional_escape(extension.value(request, **arguments) or "")
        parts.append(failed_here(request, extension.plugin, name) if part is None else part)
    return mark_safe("".join(parts))
