"""Moving a row along the edges of its state machine, where two may do so at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone


def move_along(row: Model, edges: Mapping[Any, Iterable[Any]], to: str, **changes: Any) -> bool:
    """Move ``row`` to the state ``to`` and set ``changes``; ``False`` where no edge leads there from its state by now.

    ``edges`` has the states that one may go to from each. One statement asks and moves, so that of two only one does.
    """
    sources = [state for state, targets in edges.items() if to in targets]
    changes |= {"state": to, "state_changed_at": timezone.now()}
    if not type(row)._default_manager.filter(pk=row.pk, state__in=sources).update(**changes):
        return False
    for name, value in changes.items():
        setattr(row, name, value)
    return True
