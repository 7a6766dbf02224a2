"""How shares and lengths are said to people."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.leave.minutes import tenths_of_percent


def percent(share: Fraction) -> str:
    """Return a share as ``9 %`` or ``14.3 %``."""
    whole, tenth = divmod(tenths_of_percent(share), 10)
    number = localize(Decimal(f"{whole}.{tenth}")) if tenth else localize(whole)
    return _("%(number)s %%") % {"number": number}


def length(minutes: int) -> str:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)
