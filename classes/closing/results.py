"""What a class came to, as it was frozen."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from classes.models import ClassResult, ClassState, ClassStep, Outcome, TrainingClassPage


@dataclass(frozen=True)
class ResultRow:
    """One learner's line: the outcome, and the facts that were known that day."""

    outcome: Outcome
    facts: dict[str, Any]

    @property
    def attendance_percent(self) -> int | None:
        """How much of what was asked the learner was there for; ``None`` where nobody knows."""
        known = self.facts.get("attendance")
        return round(100 * known["attended"] / known["required"]) if known and known["required"] else None


def history_of(training_class: TrainingClassPage) -> list[ClassStep]:
    """Every step of a class, the first first, with who took it. One query."""
    return list(training_class.steps.select_related("by").order_by("number"))


def version_among(steps: list[ClassStep], wanted: str) -> ClassStep | None:
    """Return the closing that made the version ``wanted``, else the last closing; ``None`` where there is none."""
    closings = [step for step in steps if step.to_state == ClassState.CLOSED]
    return next((step for step in closings if str(step.version) == wanted), closings[-1] if closings else None)


def rows_of(step: ClassStep) -> list[ResultRow]:
    """Return the results that a closing froze: completed first, then by group and name. One query."""
    order = list(Outcome)
    found = ClassResult.objects.filter(step=step).values_list("outcome", "facts", "pk")
    rows = [(ResultRow(Outcome(outcome), facts), pk) for outcome, facts, pk in found]
    rows.sort(key=lambda row: (order.index(row[0].outcome), row[0].facts["group"], row[0].facts["name"], row[1]))
    return [row for row, _pk in rows]


def counts_of(rows: list[ResultRow]) -> list[tuple[Outcome, int]]:
    """Return how many came to each outcome."""
    counted = Counter(row.outcome for row in rows)
    return [(outcome, counted[outcome]) for outcome in Outcome]
