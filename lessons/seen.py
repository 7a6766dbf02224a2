"""Counting who looks at a lesson, without keeping who it was.

The page of a stranger carries a sealed token; after some seconds in sight the browser sends it back. Those who have
signed in are counted from their reports of study. What tells readers apart is a keyed hash of the day and the account,
or of the day, the network address and the browser's name: marks of two days have nothing in common, and the rows that
hold them are deleted when their day is over.
"""

import datetime
import re
import uuid

from allauth.account.adapter import get_adapter
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

SHORTEST = datetime.timedelta(seconds=8)
"""So long a page must have been open before a stranger's view counts."""
LONGEST = datetime.timedelta(hours=12)
"""So long a token is taken."""
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiv|scrape|headless|phantom|preview|fetch|monitor|lighthouse|pagespeed|curl|wget|python"
    r"|java/|go-http|okhttp|libwww|httpclient|facebookexternal|embedly|feed",
    re.IGNORECASE,
)


def view_token(key: uuid.UUID) -> str:
    """Return the proof that a page of the lesson with this translation key was given out now."""
    return _signer(key).sign(format(timezone.now().timestamp(), ".0f"))


def is_seen(token: str, key: uuid.UUID) -> bool:
    """Say whether ``token`` is this lesson's, and its page was open long enough and not too long."""
    try:
        given_out = float(_signer(key).unsign(token))
    except (BadSignature, ValueError):
        return False
    passed = timezone.now().timestamp() - given_out
    return SHORTEST.total_seconds() - 1 <= passed <= LONGEST.total_seconds()


def _signer(key: uuid.UUID) -> Signer:
    return Signer(salt=f"lessons.seen:{key}")


def is_robot(agent: str) -> bool:
    """Say whether a browser's name is a robot's, or none."""
    return not agent.strip() or ROBOTS.search(agent) is not None


def mark_of_person(user_id: int, day: datetime.date) -> str:
    """Return what tells somebody who has signed in apart from others on one day."""
    return _mark(f"person {user_id}", day)


def mark_of_stranger(request: HttpRequest, day: datetime.date) -> str:
    """Return what tells a stranger's browser apart on one day; many of a kind behind one address count as one."""
    address, agent = get_adapter(request).get_client_ip(request), request.headers.get("User-Agent", "")
    return _mark(f"stranger {address} {agent}", day)


def _mark(who: str, day: datetime.date) -> str:
    return salted_hmac("lessons.seen.mark", f"{day.isoformat()} {who}").hexdigest()[:32]
