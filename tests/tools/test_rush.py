"""What the rush of sign-ins must hold to be a success."""

import pytest

from bench.rush import verdict

ONCE = {"learners": 9, "marks": 9, "events": 9}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 0),
        ({"errors": {"POST 500": 1}}, 1),
        ({"recorded": {**ONCE, "marks": 10}}, 1),
        ({"sign_in_ms": {"p99": 1000.1}}, 1),
        ({"sign_in_ms": {"p99": 1000.0}}, 0),
    ],
)
def test_rush_succeeds_only_if_everybody_signed_in_once_and_in_time(changed, status):
    report = {"errors": {}, "recorded": ONCE, "sign_in_ms": {"p99": 525.0}, **changed}

    assert verdict(report, 9) == status
