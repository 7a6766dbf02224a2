"""Computing what became of each question of a test."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from plugins.theory_tests.content import Content
from plugins.theory_tests.marking import normalized
from plugins.theory_tests.models import Attempt, AttemptAnswer, AttemptState, QuestionFigure, Sitting
from plugins.theory_tests.queries.papers import version_contents

FEWEST = 8
"""With fewer people a question tells nobody apart."""
_PART = Decimal("0.27")
MOST_WORDS = 10
"""So many different answers in words are named."""
_STEP = Decimal("0.001")


@transaction.atomic
def count_figures(*, sitting: Sitting) -> int:
    """Write the figures of every question that somebody got in a first attempt; return how many questions."""
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    firsts = Attempt.objects.filter(sitting=sitting, number=1, state=AttemptState.MARKED)
    ranks = {one.pk: one.share or Decimal(0) for one in firsts}
    rows: dict[int, list[AttemptAnswer]] = defaultdict(list)
    for answer in AttemptAnswer.objects.filter(attempt__in=firsts).iterator(chunk_size=2000):
        rows[answer.version_id].append(answer)
    contents = version_contents(rows)
    QuestionFigure.objects.filter(sitting=sitting).delete()
    QuestionFigure.objects.bulk_create(
        [figure_of(sitting, contents[key], answers, ranks) for key, answers in sorted(rows.items())], batch_size=200
    )
    Sitting.objects.filter(pk=sitting.pk).update(counted_at=timezone.now())
    return len(rows)


def figure_of(
    sitting: Sitting, content: Content, answers: Sequence[AttemptAnswer], ranks: dict[int, Decimal]
) -> QuestionFigure:
    """Return the figure of one question. ``ranks`` is what part of all points each attempt came to."""
    ordered = sorted(answers, key=lambda one: (-ranks[one.attempt_id], one.pk))
    size = max(int(len(ordered) * _PART), 1)
    upper, lower = ordered[:size], ordered[-size:]
    discrimination = None
    if len(ordered) >= FEWEST:
        discrimination = ((_shares(upper) - _shares(lower)) / size).quantize(_STEP)
    return QuestionFigure(
        sitting=sitting,
        version_id=answers[0].version_id,
        attempts=len(ordered),
        shares=_shares(ordered),
        discrimination=discrimination,
        chosen=_chosen(content, ordered, upper, lower),
    )


def _shares(answers: Sequence[AttemptAnswer]) -> Decimal:
    return sum((one.share or Decimal(0) for one in answers), Decimal(0))


def _chosen(content: Content, every: Sequence[Any], upper: Sequence[Any], lower: Sequence[Any]) -> list[dict[str, Any]]:
    """Count who chose what, all of them and the better and the weaker ones."""
    kind, answers = content["kind"], content["answers"]
    if kind in ("single", "multiple"):
        offers = [
            (" ".join(one["text"].split())[:200], Decimal(one["percent"]) > 0, _takes(at))
            for at, one in enumerate(answers)
        ]
    elif kind == "true_false":
        offers = [("true", content["is_true"], _takes(1)), ("false", not content["is_true"], _takes(0))]
    elif kind in ("short", "numerical"):
        offers = _words(every)
    else:
        return []
    offers.append(("", False, lambda one: not one.given))
    return [
        {
            "text": text,
            "is_right": is_right,
            "count": sum(map(takes, every)),
            "upper": sum(map(takes, upper)),
            "lower": sum(map(takes, lower)),
        }
        for text, is_right, takes in offers
    ]


def _takes(at: int) -> Any:
    return lambda one: at in one.given.get("choices", [])


def _words(every: Sequence[AttemptAnswer]) -> list[Any]:
    """Return the answers in words that came most often."""
    counts: dict[str, int] = defaultdict(int)
    right: set[str] = set()
    for one in every:
        if said := normalized(one.given.get("text", ""))[:200]:
            counts[said] += 1
            right |= {said} if one.share else set()
    often = sorted(counts, key=lambda said: (-counts[said], said))[:MOST_WORDS]

    def says(words: str) -> Any:
        return lambda one: normalized(one.given.get("text", ""))[:200] == words

    return [(words, words in right, says(words)) for words in often]
