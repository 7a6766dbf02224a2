"""“Why 87?”: what each component has on the ledger, what that is worth, and what would add to it still."""

from dataclasses import dataclass, field
from decimal import Decimal

from classes.models import TrainingClassPage
from evaluations.queries.points.assessment import CENT, Part, Scale, scale_in
from evaluations.queries.points.totals import Sums, sums_in, weighed
from evaluations.queries.score_rules import ExplainedRule, rules_of
from people.models import User


@dataclass(frozen=True)
class Line:
    """One component of a learner's total."""

    part: Part
    on_ledger: Decimal
    worth: Decimal
    rules: list[ExplainedRule] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        """How many points it could be worth more."""
        return max(self.part.maximum - self.worth, Decimal(0))

    @property
    def is_capped(self) -> bool:
        """Whether the ledger has more than counts."""
        return self.part.base + self.on_ledger > self.part.cap

    @property
    def is_lifted(self) -> bool:
        """Whether the ledger has less than it counts from."""
        return self.part.base + self.on_ledger < self.part.floor

    @property
    def is_converted(self) -> bool:
        """Whether a point on the ledger is worth more or less than one."""
        return self.part.cap != self.part.maximum


@dataclass(frozen=True)
class Explained:
    """A learner's total in a class and what it comes from.

    Without a scheme there are no ``lines``, and the total is the sum of the ledger. ``outside`` is what stands on the
    ledger for no component of the scheme, and does not count. ``other_rules`` belong to no component.
    """

    scale: Scale | None
    total: Decimal
    ledger: Decimal
    outside: Decimal
    lines: list[Line]
    other_rules: list[ExplainedRule]
    labels: dict[str, str]

    @property
    def to_pass(self) -> Decimal:
        """How many points are missing to pass; nothing where enough are there."""
        return max(self.scale.pass_mark - self.total, Decimal(0)) if self.scale else Decimal(0)

    @property
    def to_distinction(self) -> Decimal:
        """How many are missing for a distinction."""
        return max(self.scale.distinction_mark - self.total, Decimal(0)) if self.scale else Decimal(0)


def explained(learner: User, training_class: TrainingClassPage) -> Explained:
    """Say why ``learner`` has so many points in this class. As many queries for one entry as for a thousand."""
    sums, scale, rules = sums_in(learner.pk, training_class.pk), scale_in(training_class.pk), rules_of(training_class)
    parts = scale.parts if scale else ()
    placed = {source for part in parts for source in part.sources}
    ledger = sum(sums.values(), Decimal(0)).quantize(CENT)
    counted = sum((sums.get(part.component, Decimal(0)) for part in parts), Decimal(0))
    return Explained(
        scale=scale,
        total=weighed(sums, scale).quantize(CENT),
        ledger=ledger,
        outside=(ledger - counted).quantize(CENT) if scale else Decimal(0),
        lines=[_line(part, sums, rules) for part in parts],
        other_rules=[rule for rule in rules if rule.source not in placed],
        labels={rule.source: rule.label for rule in rules},
    )


def _line(part: Part, sums: Sums, rules: list[ExplainedRule]) -> Line:
    on_ledger = sums.get(part.component, Decimal(0)).quantize(CENT)
    return Line(part, on_ledger, part.worth(on_ledger), [rule for rule in rules if rule.source in part.sources])
