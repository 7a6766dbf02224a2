"""What a block looks like before one takes it: the picture in the editor's list of blocks."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.functional import Promise


def example(value: Any) -> Callable[[], Any]:
    """Return what gives ``value``, as stored, with its words in the language of who looks; for ``preview_value``."""
    return partial(_spoken, value)


def _spoken(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {name: _spoken(part) for name, part in value.items()}
    return [_spoken(part) for part in value] if isinstance(value, list) else value
