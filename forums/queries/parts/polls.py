"""Polls as one reader sees them."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from forums.models import Poll, PollChoice, PollOption, PollResults
from foundation.prepared import prepared


class OptionSeen(NamedTuple):
    """An answer; ``votes`` and ``percent`` are ``None`` while the reader does not see results."""

    number: int
    text: str
    is_mine: bool
    votes: int | None
    percent: int | None


@dataclass(frozen=True)
class PollSeen:
    """A poll as one reader sees it now."""

    question: str
    is_several: bool
    closes_at: datetime.datetime | None
    is_closed: bool
    results: str
    voters: int
    options: tuple[OptionSeen, ...]

    @property
    def has_voted(self) -> bool:
        """Whether the reader has voted."""
        return any(option.is_mine for option in self.options)

    @property
    def shows_results(self) -> bool:
        """Whether the reader sees numbers."""
        return self.options[0].votes is not None


@prepared
def _options_in(thread: int, reader: int, first: int, last: int) -> QuerySet[PollOption, Any]:
    """The answers of polls in posts of a thread, from number ``first`` to ``last``, and which a reader chose."""
    mine = Exists(PollChoice.objects.filter(option=OuterRef("pk"), ballot__person_id=reader))
    posts = PollOption.objects.filter(
        poll__post__thread_id=thread, poll__post__number__gte=first, poll__post__number__lte=last
    )
    return posts.annotate(mine=mine).order_by("poll_id", "number").select_related("poll")


def polls_in(thread: int, reader: int, *, first: int, last: int) -> dict[int, PollSeen]:
    """Return the polls in posts of a thread, from number ``first`` to ``last``, by the post's key. One query."""
    rows: dict[int, list[Any]] = {}
    for option in _options_in.all(thread=thread, reader=reader, first=first, last=last):
        rows.setdefault(option.poll.post_id, []).append(option)
    return {post: seen(options[0].poll, options) for post, options in rows.items()}


def seen(poll: Poll, options: list[Any]) -> PollSeen:
    """Return ``poll`` as somebody sees it who chose those of ``options`` that are ``mine``."""
    is_closed = poll.closes_at is not None and poll.closes_at <= timezone.now()
    voted = any(option.mine for option in options)
    shows = is_closed or poll.results == PollResults.ALWAYS or (poll.results == PollResults.VOTED and voted)
    return PollSeen(
        poll.question,
        poll.is_several,
        poll.closes_at,
        is_closed,
        poll.results,
        poll.voters,
        tuple(
            OptionSeen(
                option.number,
                option.text,
                bool(option.mine),
                option.votes if shows else None,
                round(100 * option.votes / poll.voters) if shows and poll.voters else 0 if shows else None,
            )
            for option in options
        ),
    )
