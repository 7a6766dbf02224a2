"""The demo school: what plugins add to it, at the point ``demo_parts``."""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise


def _uncounted(count: int) -> None:
    """Count for nobody."""


@dataclass(frozen=True)
class LoadedSchool:
    """The demo school as the rooms have loaded it, as a plugin is given it.

    ``scale`` 1 is a city of some thousand learners. ``now`` is the moment that the school is made for. ``accounts`` are
    the people who sign in to the demo, by account name (``teacher``, ``learner``, …). ``classes`` are all training
    classes; the first is held now, the accounts are its learners, and ``teacher`` its class teacher. ``tick`` is called
    with how many things were made since the last time.
    """

    scale: float
    seed: int
    now: datetime
    accounts: Mapping[str, Any]
    classes: Sequence[Any]
    tick: Callable[[int], None] = _uncounted

    def chance(self, name: str) -> random.Random:
        """Return the chance of one plugin, by its name: the same seed and scale draw the same for each."""
        return random.Random(f"{name}:{self.seed}:{self.scale}")


def draw_uuid(chance: random.Random) -> uuid.UUID:
    """Draw an identifier."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


@dataclass(frozen=True)
class DemoPart:
    """What a plugin adds to the demo school, so that whoever tries the school out sees the plugin at work.

    ``label`` is its name while it is loaded. ``load`` receives the ``LoadedSchool`` and writes the plugin's own rows,
    many in a statement, and no others; it draws everything from ``chance`` and takes ``now`` for the time, so that the
    same seed, scale and moment give the same rows, public ids among them. A lower order is loaded first. ``amount``
    says how many things it makes at scale 1, which is what the progress bar runs over. It runs in a transaction of its
    own: what it raises is written down, undoes it, and leaves the rest of the school as it is.
    """

    label: str | Promise
    load: Callable[[LoadedSchool], None]
    amount: int = 1
