"""Asking in a poll, and voting."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forums.models import Poll, PollBallot, PollChoice, PollOption, PollResults, Post
from forums.models.parts.poll import LEAST_OPTIONS, MOST_OPTIONS, OPTION_LENGTH, QUESTION_LENGTH
from forums.permissions import standing_of
from forums.queries.thread import must_answer_first
from people.models import User
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class PollAsked:
    """A poll to open. Without ``closes_at`` it stays open."""

    question: str
    options: tuple[str, ...]
    is_several: bool = False
    results: str = PollResults.VOTED
    closes_at: datetime.datetime | None = None

    @property
    def words(self) -> str:
        """All that is said in it, each in a line."""
        return "\n".join([self.question, *self.options])

    def with_words(self, words: str) -> "PollAsked":
        """Return it with other words: ``words`` as they may stand."""
        question, *options = words.split("\n")
        return PollAsked(question, tuple(options), self.is_several, self.results, self.closes_at)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, for a post that waits."""
        closes = self.closes_at.isoformat() if self.closes_at else None
        return {
            "question": self.question,
            "options": list(self.options),
            "is_several": self.is_several,
            "results": str(self.results),
            "closes_at": closes,
        }


def poll_from_json(said: dict[str, Any]) -> PollAsked:
    """Return what ``PollAsked.as_json`` gave."""
    closes = parse_datetime(said["closes_at"]) if said["closes_at"] else None
    return PollAsked(said["question"], tuple(said["options"]), said["is_several"], said["results"], closes)


def clean_poll(asked: PollAsked) -> PollAsked:
    """Return a poll fit to open. Raises ``Refusal`` for too few, too many or equal answers, and for odd times."""
    question, options = _line(asked.question), tuple(text for one in asked.options if (text := _line(one)))
    if not question or len(question) > QUESTION_LENGTH:
        raise _bad(_("Please ask something, in at most %(limit)d characters."), limit=QUESTION_LENGTH)
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise _bad(_("A poll has %(least)d to %(most)d answers."), least=LEAST_OPTIONS, most=MOST_OPTIONS)
    if len(set(options)) < len(options):
        raise _bad(_("Two answers are the same."))
    if any(len(one) > OPTION_LENGTH for one in options):
        raise _bad(pgettext("poll", "An answer may have at most %(limit)d characters."), limit=OPTION_LENGTH)
    if asked.results not in PollResults.values:
        raise _bad(_("Please choose when the results are shown."))
    if asked.closes_at is not None and asked.closes_at <= timezone.now():
        raise _bad(_("The poll would be closed already: choose a later time."))
    if asked.results == PollResults.CLOSED and asked.closes_at is None:
        raise _bad(_("Say when the poll closes: its results are shown then."))
    return PollAsked(question, options, asked.is_several, asked.results, asked.closes_at)


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _bad(said: str, **values: Any) -> Refusal:
    return Refusal(said % values if values else said, code="poll", status=400)


def open_poll(*, post: Post, asked: PollAsked) -> Poll:
    """Put a checked poll into a post, in the transaction that writes it."""
    poll = Poll.objects.create(
        post=post,
        question=asked.question,
        is_several=asked.is_several,
        results=asked.results,
        closes_at=asked.closes_at,
    )
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, number=number, text=text) for number, text in enumerate(asked.options, start=1)]
    )
    return poll


def vote(*, poll: Poll, numbers: Collection[int], by: User) -> None:
    """Choose the answers with these ``numbers``, in place of those chosen before. Done twice it is done once.

    Raises ``Refusal`` for who may not post there or owes an answer first, where the poll or its thread is closed, and
    for no answer, or several where one is wanted.
    """
    post = poll.post
    standing = standing_of(by, post.thread.forum)
    if not standing.posts or must_answer_first(post.thread, by, standing):
        raise Refusal(_("You cannot vote here."), code="forbidden", status=403)
    with transaction.atomic():
        # Whoever votes in one poll waits here, so that its numbers are what they count.
        poll = Poll.objects.select_for_update(of=("self",), no_key=True).select_related("post__thread").get(pk=poll.pk)
        if poll.post.is_hidden:
            raise Refusal(_("You cannot vote here."), code="forbidden", status=403)
        if poll.post.thread.is_locked or not post.thread.forum.has_opened:
            raise Refusal(_("This thread is locked; it can be read, not answered."), code="locked")
        if post.thread.forum.refuses_late and not standing.moderates:
            raise Refusal(_("This forum has closed; it can be read, and nothing more is written."), code="closed")
        if is_closed(poll):
            raise Refusal(_("This poll has closed."), code="closed")
        chosen = list(PollOption.objects.filter(poll=poll, number__in=numbers))
        if not chosen or len(chosen) < len(set(numbers)):
            raise Refusal(_("Please choose an answer."), code="empty", status=400)
        if len(chosen) > 1 and not poll.is_several:
            raise Refusal(_("Please choose one answer."), code="several", status=400)
        _put(poll, chosen, by)


def is_closed(poll: Poll) -> bool:
    """Say whether nobody votes any more."""
    return poll.closes_at is not None and poll.closes_at <= timezone.now()


def _put(poll: Poll, chosen: list[PollOption], by: User) -> None:
    """Write the ballot of a locked poll anew; the database counts."""
    ballot, is_new = PollBallot.objects.get_or_create(poll=poll, person=by)
    before = set() if is_new else set(ballot.choices.values_list("option_id", flat=True))
    now = {option.pk for option in chosen}
    ballot.choices.filter(option__in=before - now).delete()
    PollChoice.objects.bulk_create(
        [PollChoice(ballot=ballot, option_id=key, is_only=not poll.is_several) for key in sorted(now - before)]
    )
