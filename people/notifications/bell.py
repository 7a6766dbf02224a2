"""The bell in the header of every page."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.fragments import mark_everywhere

MOST_SAID = 99


def mark_bell() -> None:
    """Let ``{% mark "bell" %}`` lead readers to what they were told, with how much of it is unread."""
    mark_everywhere("bell", _bell)


def _bell(request: HttpRequest) -> str:
    """Return the bell; the counter came with the reader's account, so that it costs no query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "viewer", None) is not None:
        return ""
    return _drawn(min(user.unread_notifications, MOST_SAID + 1), get_language(), get_script_prefix())


@lru_cache(maxsize=1_000)
def _drawn(count: int, language: str | None, prefix: str) -> SafeString:
    context = {"count": count, "more": count > MOST_SAID, "most": MOST_SAID, "url": reverse("people:notifications")}
    return mark_safe(render_to_string("people/notifications/_bell.html", context).strip())
