"""How often somebody may post, send links and files.

Posts are counted where they stand; what leaves no row of its own by allauth's counter in the shared cache, which costs
writes where that cache is a table.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import Post
from forums.queries.pace import nth_latest, written_since
from people.accounts.waiting import again, open_at
from people.requests import SignedInRequest
from people.views.limits import count
from schoolhouse.refusals import Refusal

LIMITS = {
    # Nobody answers every other second; who does is a machine, or a cat on the keyboard.
    "post": "30/m/user",
    "link": "5/h/user",
    "upload": "120/h/user",
}
"""The most tries of each kind in a time, unless the setting ``FORUM_RATE_LIMITS`` says otherwise."""
NEW_UNTIL = 3
"""Whoever has written fewer posts is new: posts with links are counted besides."""


def limits() -> dict[str, str]:
    """Return what holds on this server, such as ``{"post": "30/m/user"}``: so many in a time by each person."""
    return LIMITS | settings.FORUM_RATE_LIMITS


def check_limits(**_asked: Any) -> list[CheckMessage]:
    """Name what in ``FORUM_RATE_LIMITS`` cannot be read, or limits nothing."""
    found: list[CheckMessage] = []
    for name, rate in settings.FORUM_RATE_LIMITS.items():
        try:
            rates = ratelimit.parse_rates(rate)
            readable = name in LIMITS and bool(rates) and all(one.per == "user" for one in rates)
        except ValueError:
            readable = False
        if not readable:
            hint = f"Write it as in {','.join(f'{known}={usual}' for known, usual in LIMITS.items())}."
            found.append(Error(f"FORUM_RATE_LIMITS: {name}={rate} is no limit.", hint=hint, id="forums.E001"))
    return found


def _count(request: SignedInRequest, action: str, told: str) -> None:
    """Count one try; refuse one too many with what is ``told``, which says with %(again)s when it is open again."""
    if not count(request, action, app="forums", limits=limits()):
        raise _too_often(told, open_at(request, action, app="forums", limits=limits()))


def _too_often(told: str, opens_at: datetime | None) -> Refusal:
    return Refusal(told % {"again": again(opens_at)}, code="rate_limited", status=429)


def count_post(request: SignedInRequest, body: str) -> None:
    """Look before a post at those before it. Raises ``Refusal``, which says when one may post again, after too many.

    Requests of one moment may pass it together: it slows machines down, and is no promise to anybody.
    """
    for rate in ratelimit.parse_rates(limits()["post"]):
        lasts = timedelta(seconds=rate.duration)
        if written_since(request.user.pk, timezone.now() - lasts) >= rate.amount:
            told = _("You have posted very often. Nothing is lost. %(again)s")
            raise _too_often(told, nth_latest(request.user.pk, rate.amount) + lasts)
    if "://" not in body and "www." not in body:
        return
    written = Post.objects.filter(author=request.user, is_hidden=False).order_by().values("pk")[:NEW_UNTIL]
    if len(written) < NEW_UNTIL:
        _count(request, "link", _("Whoever is new here may send few posts with links. Send it without. %(again)s"))


def count_upload(request: SignedInRequest) -> None:
    """Count one upload. Raises ``Refusal`` where there were too many."""
    _count(request, "upload", _("You have sent very many files. %(again)s"))
