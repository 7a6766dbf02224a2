"""State machines as tables of edges: from which states an act leads where, who may take it, what stands in its way.

A room writes one table for each of its state machines, ``EDGES: dict[str, Edge[Attempt, State]]``, whose keys are the
acts. ``Attempt`` is the room's own frozen dataclass: whatever its conditions ask about, read under a lock. Actions go
through ``Edge.check`` and then write; pages ask ``acts_open`` which buttons to show. A plugin may use all of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise

from schoolhouse.refusals import Refusal

NEW = ""
"""The state of what does not exist yet; ``new`` in the words of ``Edge.of``."""

Attempt = TypeVar("Attempt")
State = TypeVar("State")
Said = str | Promise


@dataclass(frozen=True)
class Edge(Generic[Attempt, State]):
    """One act.

    ``sources`` are the states it starts from and ``target`` is the one it leads to; where the table's ``State`` allows
    ``None``, that leaves the state as it is. ``who`` says whether whoever attempts it may. Each of ``conditions``
    answers with the sentence that explains a refusal, or with ``None``.
    """

    sources: frozenset[str]
    target: State
    who: Callable[[Attempt], bool]
    conditions: tuple[Callable[[Attempt], Said | None], ...] = ()

    @classmethod
    def of(
        cls,
        sources: str,
        target: State,
        who: Callable[[Attempt], bool],
        *conditions: Callable[[Attempt], Said | None],
    ) -> "Edge[Attempt, State]":
        """Return an edge from ``sources``, the values of states between blanks, ``new`` among them."""
        return cls(frozenset(NEW if name == "new" else name for name in sources.split()), target, who, conditions)

    def refusal(self, attempt: Attempt) -> Said | None:
        """Return the first sentence that speaks against ``attempt``, or ``None``."""
        return next((said for condition in self.conditions if (said := condition(attempt))), None)

    def check(
        self,
        attempt: Attempt,
        *,
        state: str,
        not_yours: Said,
        wrong_state: Said,
        code: str = "refused",
        status: int = 409,
    ) -> None:
        """Let ``attempt`` pass from ``state``, or raise ``Refusal``.

        The first of these that holds is said: ``not_yours`` (403) to who may not take the act, ``wrong_state`` (409)
        where it does not start, and what a condition answers, with ``code`` and ``status``.
        """
        if not self.who(attempt):
            raise Refusal(not_yours, code="not_yours", status=403)
        if state not in self.sources:
            raise Refusal(wrong_state, code="wrong_state")
        if refusal := self.refusal(attempt):
            raise Refusal(refusal, code=code, status=status)


def acts_open(edges: Mapping[str, Edge[Attempt, State]], attempt: Attempt, *, state: str) -> list[str]:
    """Return the acts of ``edges`` that whoever makes ``attempt`` may take from ``state`` now, in their order."""
    return [
        act
        for act, edge in edges.items()
        if state in edge.sources and edge.who(attempt) and edge.refusal(attempt) is None
    ]
