"""Where somebody is signed in."""

import datetime
import re
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.models import User

_SYSTEMS = (
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS"),
    ("Linux", r"Linux|X11"),
)
_BROWSERS = (
    ("WeChat", r"MicroMessenger"),
    ("Edge", r"Edg[eA]?/"),
    ("Firefox", r"Firefox/|FxiOS"),
    ("Chrome", r"Chrome/|CriOS"),
    ("Safari", r"Safari/"),
)


@dataclass(frozen=True)
class Device:
    """One signed-in browser: ``name`` such as "Chrome, Android", since when, and whether it is the present one."""

    pk: int
    name: str
    ip: str
    since: datetime.datetime
    is_current: bool


def device_name(user_agent: str) -> str:
    """Say which browser on which system a user agent means; empty if unknown."""
    found = [
        next((name for name, pattern in table if re.search(pattern, user_agent)), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(part for part in found if part)


def devices_of(user: User, *, current_key: str | None) -> list[Device]:
    """List the browsers in which ``user`` is signed in, the present one first. Two queries, however many there are."""
    sessions = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    alive = set(
        Session.objects.filter(
            session_key__in=[session.session_key for session in sessions], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    devices = [
        Device(one.pk, device_name(one.user_agent), one.ip, one.created_at, one.session_key == current_key)
        for one in sessions
        if one.session_key in alive
    ]
    return sorted(devices, key=lambda device: not device.is_current)
