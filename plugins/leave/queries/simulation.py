"""What leave would do, before it is asked for."""

import datetime
from dataclasses import dataclass, field
from fractions import Fraction

from classes.models import Enrollment
from plugins.leave.minutes import Absence, covered, span, united
from plugins.leave.models import HOLDING, WAITING, Leave
from plugins.leave.queries.ledger import absences_of, required_of
from plugins.leave.queries.make_up import MakeUp, make_ups
from plugins.leave.rules import Rules, rules_of


@dataclass(frozen=True)
class Simulation:
    """What a learner misses ``now`` and would miss ``then``, in how many sessions, and what could be attended instead.

    ``minutes`` is what this leave alone would miss; ``undecided`` counts other leave that is asked for and not counted.
    """

    now: Absence
    then: Absence
    rules: Rules
    sessions: int
    minutes: int
    overlaps: bool
    undecided: int
    make_ups: list[MakeUp] = field(default_factory=list)

    @property
    def limit(self) -> Fraction:
        """What must not be passed."""
        return self.rules.limit

    @property
    def level(self) -> str:
        """How it would stand to the limit."""
        return self.then.level(self.limit)

    @property
    def left(self) -> int:
        """Minutes that could still be missed afterwards; 0 beyond the limit."""
        return max(0, int(self.limit * self.then.required) - self.then.used)


def simulate(
    enrollment: Enrollment, starts_at: datetime.datetime, ends_at: datetime.datetime, *, leave: Leave | None = None
) -> Simulation:
    """Say what leave from ``starts_at`` to ``ends_at`` would do. A fixed number of queries.

    ``leave`` is the row that it would be, where there is one already.
    """
    training_class = enrollment.training_class
    rules = rules_of(training_class)
    required, away = required_of(training_class, rules), span(starts_at, ends_at)
    now = absences_of(training_class, [enrollment], required=required)[enrollment.pk]
    plus = {enrollment.pk: [away]}
    then = absences_of(training_class, [enrollment], required=required, plus=plus)[enrollment.pk]
    missed = [one for one in required if one.overlaps(away)]
    others = Leave.objects.filter(enrollment=enrollment, state__in=HOLDING).exclude(pk=leave.pk if leave else 0)
    rows = list(others.values_list("state", "starts_at", "until"))
    return Simulation(
        now=now,
        then=then,
        rules=rules,
        sessions=len(missed),
        minutes=sum(covered(one.span, united([away])) for one in missed),
        overlaps=any(begins < ends_at and starts_at < until for _state, begins, until in rows),
        undecided=sum(state in WAITING for state, _begins, _until in rows),
        make_ups=make_ups(enrollment, missed, away) if missed else [],
    )
