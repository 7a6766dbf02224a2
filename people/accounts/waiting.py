"""When a limit on tries opens again: read from the counts that allauth keeps in the shared cache."""

import math
import time
from datetime import UTC, datetime

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SIGN_IN = "allauth.account"
"""The app in whose name allauth counts."""


def open_at(
    request: HttpRequest, action: str, *, app: str, limits: dict[str, str], key: str | None = None
) -> datetime | None:
    """Return the moment, to the full second, from which a try of ``action`` is taken again; ``None`` if it is now.

    ``key`` is what a rate "by key" counts; without one such rates are left out, as are those by person for a stranger.
    """
    now, moments = time.time(), []
    for rate in ratelimit.parse_rates(limits.get(action)):
        if (rate.per == "key" and key is None) or (rate.per == "user" and not request.user.is_authenticated):
            continue
        counted = cache.get(ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key), [])
        tries = [at for at in counted if at > now - rate.duration]
        if len(tries) >= rate.amount:
            moments.append(tries[rate.amount - 1] + rate.duration)
    return datetime.fromtimestamp(math.ceil(max(moments)), tz=UTC) if moments else None


def again(moment: datetime | None) -> str:
    """Return the sentence that says when to try again, by the reader's clock."""
    if moment is None:
        return _("Please try again.")
    return _("Please try again at %(time)s.") % {"time": date_format(timezone.localtime(moment), "H:i:s")}


def seconds_until(moment: datetime) -> int:
    """Return the whole seconds until ``moment``, at least one, as the header ``Retry-After`` wants them."""
    return max(1, math.ceil(moment.timestamp() - time.time()))
