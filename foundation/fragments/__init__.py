"""Pages that are rendered once for many readers, with places for what is each reader's own.

Rendering a page from templates costs more than everything else about it, and most of it is the same for everybody who
may read it. ``render_shared`` renders the template once for each ``key``, keeps the text, and fills in at each request
what stands between ``{% own %}`` and ``{% endown %}``, what ``{% mark %}`` names, and the CSRF token:

    return render_shared(
        request, "forums/thread.html",
        key=(thread.pk, thread.last_number, ...),   # everything that the shared text shows, or a version of it
        shared=lambda: {"thread": thread, ...},     # its context; only called when the text is not kept yet
        own={"form": form},                         # the context of the own parts
        marks={"unread": {"7": "2 new"}},           # small texts by name and argument
    )

Who may read the page is asked before, at every request; a text is never the answer to that question. So that nothing
of one reader reaches another, the shared text is rendered without a reader: of ``request.user`` it can learn whether
somebody has signed in, and anything else raises ``PersonalInShared``: that page is then logged
and not shared. What all pages vary by, such as the language or
the navigation of one's roles, is declared with ``vary`` and becomes part of every key.

What stands on every page for its reader, such as the name in the header, is a mark that a room gives once with
``mark_everywhere``: ``{% mark "reader_name" %}``. A mark costs next to nothing; an own part needs a template context,
which all of the page's own parts share.

A text is kept in the process (``foundation.fragments.store``). As the key carries the version of all that it shows, it
needs no expiry and no signal to be right; a stale one is simply never asked for again.
"""

from foundation.fragments.kept import kept_text, kept_texts, kept_value
from foundation.fragments.readers import PersonalInShared, SharedRequest
from foundation.fragments.shared import (
    hole,
    late_part,
    mark_everywhere,
    register_late_part,
    render_for_one,
    render_shared,
    vary,
)

__all__ = [
    "PersonalInShared",
    "SharedRequest",
    "hole",
    "kept_text",
    "kept_texts",
    "kept_value",
    "late_part",
    "mark_everywhere",
    "register_late_part",
    "render_for_one",
    "render_shared",
    "vary",
]
