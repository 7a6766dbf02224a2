"""Places in the trees that treebeard keeps: a path holds as many characters for each level as the tree's step."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Left, Length
from treebeard.mp_tree import MP_Node

STEP: int = MP_Node.steplen
"""Characters a level takes in every tree of the house: organizations, pages, collections, categories."""


def paths_to(path: str) -> list[str]:
    """Return the paths from the topmost node down to the node at ``path``, itself the last."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def paths_above(path: str) -> list[str]:
    """Return the paths of the nodes above the node at ``path``, the topmost first."""
    return paths_to(path)[:-1]


def parent_path(path: str) -> str:
    """Return the path of the node right above; empty for one at the top."""
    return path[:-STEP]


def parent_path_of(field: str = "path") -> Any:
    """Return what a query annotates for the path of the node right above the one whose path is in ``field``."""
    return Left(F(field), Length(field) - STEP)
