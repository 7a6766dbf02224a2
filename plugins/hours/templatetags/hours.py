"""How hours are written."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.translation import gettext as _

from plugins.hours.models import HoursEntry, HoursSource
from plugins.hours.queries.tables import whole

register = template.Library()


@register.filter
def hours(number: Any) -> str:
    """Write a number of hours: without zeros behind it, at most to the hundredth."""
    return str(localize(whole(Decimal(number).quantize(Decimal("0.01")))))


@register.filter
def missing(number: Any, required: Any) -> str:
    """Write how many hours are missing, or a dash."""
    short = Decimal(required) - Decimal(number).quantize(Decimal("0.01"))
    return hours(short) if short > 0 else "–"


@register.filter
def reckoned(entry: HoursEntry) -> str:
    """Say how an entry came to its hours: “120 min × 0.5 ÷ 45”."""
    why = entry.why
    if not why:
        return ""
    factor = hours(why["factor"])
    if entry.source == HoursSource.LESSON and "stated" in why:
        said = _("%(stated)s stated") % {"stated": hours(why["stated"])}
    else:
        said = _("%(minutes)d min ÷ %(an_hour)d") % {"minutes": entry.minutes, "an_hour": why["an_hour"]}
    if Decimal(why["factor"]) != 1:
        said += f" × {factor}"
    if "full" in why:
        said += " · " + _("the most for a day is reached")
    return said
