"""State machines as tables of edges."""

from dataclasses import dataclass

import pytest

from schoolhouse.edges import NEW, Edge, acts_open
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Attempt:
    by: str
    reason: str = ""


def by_keeper(attempt: Attempt) -> bool:
    return attempt.by == "keeper"


def has_reason(attempt: Attempt) -> str | None:
    return None if attempt.reason else "Say why."


EDGES: dict[str, Edge[Attempt, str]] = {
    "open": Edge.of("new closed", "open", by_keeper),
    "close": Edge.of("open", "closed", by_keeper, has_reason),
}


def taken(act: str, attempt: Attempt, state: str) -> tuple[str, int, str] | None:
    try:
        EDGES[act].check(attempt, state=state, not_yours="Not yours.", wrong_state="Not now.", code="open", status=400)
    except Refusal as refusal:
        return refusal.code, refusal.status, str(refusal)
    return None


@pytest.mark.parametrize(
    ("act", "attempt", "state", "expected"),
    [
        ("open", Attempt("keeper"), NEW, None),
        ("close", Attempt("keeper", "Night"), "open", None),
        ("close", Attempt("guest", "Night"), "closed", ("not_yours", 403, "Not yours.")),
        ("close", Attempt("keeper"), "closed", ("wrong_state", 409, "Not now.")),
        ("close", Attempt("keeper"), "open", ("open", 400, "Say why.")),
    ],
)
def test_edge_says_the_first_thing_that_stands_in_the_way(
    act: str, attempt: Attempt, state: str, expected: tuple[str, int, str] | None
) -> None:
    assert taken(act, attempt, state) == expected


def test_acts_open_are_those_that_nothing_stands_in_the_way_of() -> None:
    assert acts_open(EDGES, Attempt("keeper"), state=NEW) == ["open"]
    assert acts_open(EDGES, Attempt("keeper"), state="open") == []
    assert acts_open(EDGES, Attempt("keeper", "Night"), state="open") == ["close"]
    assert acts_open(EDGES, Attempt("guest", "Night"), state="open") == []
