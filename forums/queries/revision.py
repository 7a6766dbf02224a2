"""The versions of a post, the latest first."""

from typing import NamedTuple

from forums.models import Post, PostRevision
from forums.writing.differences import Piece, differences

VERSIONS_PER_PAGE = 20


class Version(NamedTuple):
    """A version, and how it differs from the one before it."""

    revision: PostRevision
    pieces: list[Piece]


def versions_of(post: Post, *, before: int | None = None) -> tuple[list[Version], int | None]:
    """Return up to ``VERSIONS_PER_PAGE`` versions numbered below ``before``, and the number to go on from. One query.

    Ask beforehand whether the reader sees the post.
    """
    rows = PostRevision.objects.filter(post=post).select_related("by").order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: VERSIONS_PER_PAGE + 1])
    older = [row.body for row in found[1:]] + [""]  # before the first version there is nothing
    shown = [
        Version(row, differences(text, row.body) if row.number > 1 else [Piece("same", row.body)])
        for row, text in zip(found, older, strict=False)
    ]
    more = shown[VERSIONS_PER_PAGE - 1].revision.number if len(found) > VERSIONS_PER_PAGE else None
    return shown[:VERSIONS_PER_PAGE], more
