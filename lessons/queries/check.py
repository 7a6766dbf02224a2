"""Attempts at quick checks, and how answers were distributed."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.prepared import prepared
from lessons.checks.base import Check, Tally
from lessons.checks.finding import asking, checks_in, versions_in
from lessons.models import CheckAttempt, LessonPage
from lessons.permissions import answering
from people.models import User
from schoolhouse.refusals import Refusal

MOST_ANSWERS = 5_000
"""So many different answers are looked at; beyond that those that are seldom given are left out."""
MOST_ROWS = 30
"""Rows of a distribution that are shown."""


@prepared
def attempt_with(learner: int, client_key: uuid.UUID) -> QuerySet[CheckAttempt]:
    """The attempt that a learner's page sent with this key."""
    return CheckAttempt.objects.filter(learner_id=learner, client_key=client_key)[:1]


def attempts_of(learner: User, key: uuid.UUID, block: str) -> QuerySet[CheckAttempt]:
    """The attempts of a learner at a check in all its versions and languages, the last first."""
    rows = CheckAttempt.objects.filter(learner=learner, translation_key=key, block=block)
    return rows.select_related("question").order_by("-number")


@dataclass(frozen=True)
class Distribution:
    """How a check as it is asked now was answered at the first attempt; ``earlier`` answered another version only."""

    check: Check
    learners: int
    right_at_first: int
    passed: int
    earlier: int
    rows: Sequence[Tally]

    @property
    def percent(self) -> int:
        """Learners of a hundred who were right at the first attempt."""
        return round(100 * self.right_at_first / self.learners) if self.learners else 0


def distributions(lesson: LessonPage, user: User) -> list[Distribution]:
    """Return how the learners whose answers ``user`` may see answered each check of a lesson. Three queries."""
    checks = checks_in(lesson)
    rows = answering(user, lesson).filter(block__in=[check.block for check in checks])
    current = Q(pk__in=())
    for (language, block), version in versions_in(lesson.translation_key).items():
        current |= Q(block=block, question__language=language, question__version=version)
    answers: dict[str, list[tuple[Any, bool, int]]] = defaultdict(list)
    first = rows.filter(current, is_first=True).values_list("block", "answer", "is_right")
    for block, answer, is_right, count in first.annotate(n=Count("pk")).order_by("-n", "block")[:MOST_ANSWERS]:
        answers[block].append((answer, is_right, count))
    people = Count("learner", distinct=True)
    counts = {
        block: (everybody, passed)
        for block, everybody, passed in rows.values_list("block")
        .annotate(everybody=people, passed=Count("learner", distinct=True, filter=Q(is_right=True)))
        .order_by("block")
    }
    return [_distribution(check, answers[check.block], *counts.get(check.block, (0, 0))) for check in checks]


def _distribution(check: Check, answers: list[tuple[Any, bool, int]], everybody: int, passed: int) -> Distribution:
    learners = sum(count for _answer, _is_right, count in answers)
    right = sum(count for _answer, is_right, count in answers if is_right)
    try:
        with asking(check.kind) as kind:
            fitting = [(answer, count) for answer, count in map(_counted, answers) if _fits(kind, check, answer)]
            tally = kind.tally(check.asked, fitting)[:MOST_ROWS]
    except Refusal:
        tally = []
    return Distribution(check, learners, right, passed, max(0, everybody - learners), tally)


def _counted(row: tuple[Any, bool, int]) -> tuple[Any, int]:
    return row[0], row[2]


def _fits(kind: Any, check: Check, answer: Any) -> bool:
    """Say whether an answer, perhaps given in another language, can be put into words of this question."""
    try:
        kind.in_words(check.asked, answer)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return True
