"""Quoting a post in Markdown, with a link to where it stands."""

import re

from django.urls import reverse

from forums.models import Post
from forums.writing.rendering import text_of

QUOTE_LENGTH = 2_000
"""The most characters of a post that a quotation begins with; whoever wants more types it."""
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~&]|^[-=]|(?<=^\d)\.|(?<=^\d\d)\.)")


def quote_head(post: Post) -> str:
    """Return the first line of a quotation: who said it, and a link to the post."""
    name = _plain(" ".join(post.author_name.split()))
    return f"> [{name}, #{post.number}]({reverse('forums:post', args=[post.public_id])})"


def quotation_of(post: Post) -> str:
    """Return ``post`` as a quotation to go on from; what it quotes itself comes along as its words."""
    words = text_of(post.body_html).strip()
    if len(words) > QUOTE_LENGTH:
        words = f"{words[:QUOTE_LENGTH]}…"
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return "\n".join([quote_head(post), ">", *(f"> {_plain(line)}" for line in lines)]) + "\n\n"


def _plain(line: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\1", line)
