"""Asking a thing once while one question is answered.

A page of results asks many rooms what a reader may see, and each of them asks the same things of the reader: which
roles, which classes, which places. Within ``with one_question():`` a function under ``@asked_once`` is asked once for
the same arguments; outside it nothing is kept, so that a permission that was taken away is gone at the next question.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def one_question() -> Iterator[None]:
    """Keep the answers of functions under ``asked_once`` until the end of the block; blocks may stand in each other."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(function: Callable[P, T]) -> Callable[P, T]:
    """Let ``function``, which only reads and whose arguments can be compared, be asked once within one question."""

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = function(*args, **kwargs)
        return answers[key]  # type: ignore[no-any-return]

    return ask
