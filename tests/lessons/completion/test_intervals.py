"""Played intervals."""

import itertools
import random

from lessons.completion.intervals import first, length, merged, within


def test_union_depends_on_no_order_duplicates_or_overlaps():
    """A property; the seed is printed."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    for _time in range(500):
        parts = [(dice.randint(0, 60), dice.randint(0, 60)) for _part in range(dice.randint(0, 12))]
        union = merged(parts)
        seconds = {second for start, end in parts for second in range(start, end)}
        assert length(union) == len(seconds)
        assert {second for start, end in union for second in range(start, end)} == seconds
        assert all(one[1] < other[0] for one, other in itertools.pairwise(union))
        shuffled = [*parts, *dice.choices(parts, k=3)] if parts else []
        dice.shuffle(shuffled)
        assert merged(shuffled) == union
        assert merged([*merged(shuffled[:5]), *shuffled[5:]]) == union
        assert length(within(union, 10, 20)) == len(seconds & set(range(10, 20)))


def test_first_seconds_are_cut_in_order():
    assert first([(0, 10), (20, 30)], 15) == [(0, 10), (20, 25)]
    assert first([(0, 10)], 0) == []
