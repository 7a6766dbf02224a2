"""What every page shows to its reader alone: the name in the header, the way back of a switch, messages."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.fragments import mark_everywhere

from .context_processors import Face
from .templatetags.design import avatar


def register_marks() -> None:
    """Let the base templates name them."""
    mark_everywhere("address", lambda request: Face(request).address)
    mark_everywhere("reader_name", _name)
    mark_everywhere("reader_account", lambda request: _("Account of %(name)s") % {"name": _name(request)})
    mark_everywhere("reader_avatar", lambda request: _avatar(_name(request)))
    mark_everywhere("messages", _messages)


def _name(request: HttpRequest) -> str:
    return getattr(request.user, "full_name", "")


@lru_cache(maxsize=2_000)
def _avatar(name: str) -> SafeString:
    return avatar(name)


def _messages(request: HttpRequest) -> str:
    """Return what was to be said at this request; asked for, it counts as said."""
    waiting = getattr(request, "_messages", ())
    return render_to_string("components/messages.html", {"messages": waiting}, request) if len(waiting) else ""
