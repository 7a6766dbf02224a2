"""What plugins add to the demo school."""

from collections.abc import Callable

from django.db import transaction

from home.demo.load.school import DemoSchool
from schoolhouse.demo import DemoPart, LoadedSchool
from schoolhouse.extension_points import Extension, demo_parts
from schoolhouse.faults import shielded

Step = tuple[str, Callable[[DemoSchool], None], int]


def steps(seed: int) -> list[Step]:
    """Return a step for each plugin that adds something, with how many things it makes at scale 1."""
    return [(found.plugin, _step(found, seed), max(found.value.amount, 1)) for found in demo_parts.active()]


def _step(found: Extension[DemoPart], seed: int) -> Callable[[DemoSchool], None]:
    def load(school: DemoSchool) -> None:
        loaded = LoadedSchool(school.scale, seed, school.now, school.accounts, school.classes, school.tick)
        with shielded(found.plugin, demo_parts.name), transaction.atomic():
            found.value.load(loaded)
            return
        school.missing.append(found.plugin)

    return load
