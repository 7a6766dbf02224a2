"""The order in which the demo school is built."""

import datetime
import random
import sys

from django.utils import timezone
from tqdm import tqdm

from home.demo import evenings, told
from home.demo.indexing import index_once
from home.demo.load import (
    accounts,
    classes,
    evaluations,
    forums,
    lessons,
    life,
    organizations,
    people,
    plugins,
    writings,
)
from home.demo.load.school import DemoSchool

STEPS = (
    ("organizations", organizations.load, 155),
    ("accounts", accounts.load, 20),
    ("people", people.load, 7_862),
    ("lessons", lessons.load, 80),
    ("classes", classes.load, 250),
    ("forums", forums.load, 10_120),
    ("evaluations", evaluations.load, 30_000),
    ("writings", writings.load, 20),
    ("life", life.load, 120),
    ("told", told.load, 20),
    ("evenings", evenings.load, 20),
)
"""Each step with how many things it makes at scale 1, which is what the progress bar runs over; plugins' come last."""


def load_school(
    *, scale: float, seed: int, password: str, now: datetime.datetime | None = None, quiet: bool = False
) -> DemoSchool:
    """Build the demo school on an empty server: the same ``seed``, ``scale`` and day give the same school.

    ``scale`` 1 is a city of 7,716 learners. Runs without one transaction around it all, so that memory stays low; a
    load that was broken off is started anew on an empty database.
    """
    every = (*STEPS, *plugins.steps(seed))
    bar = tqdm(
        total=len(every), unit="", disable=quiet, file=sys.stderr, bar_format="{desc:<14}{percentage:3.0f}%|{bar}|"
    )
    bar.total = sum(weight for _name, _step, weight in every)
    school = DemoSchool(
        scale=scale,
        rng=random.Random(seed),
        now=now or timezone.now(),
        password=password,
        tick=lambda count: None,
    )
    done = 0
    with index_once():
        for name, step, weight in every:
            bar.set_description_str(name)
            school.tick = lambda count, top=done + weight: bar.update(min(count / scale, top - bar.n))  # type: ignore[misc, assignment]
            step(school)
            done += weight
            bar.update(done - bar.n)
    bar.close()
    return school
