"""Gates around a plugin's hooks, jobs and addresses: where it is off they are silent or answer 404.

Hooks that Wagtail asks once while it starts (menus, addresses, viewsets) stay; their addresses and menu entries have
their gates in ``middleware`` and in ``schoolhouse.admin.menus``. Those it calls again and again are wrapped here.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from wagtail import hooks

from foundation.jobs import registry
from schoolhouse import faults
from schoolhouse.activation import is_active
from schoolhouse.plugins import owner_of

_SILENT: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("before_", lambda: None),
    ("after_", lambda: None),
    ("construct_", lambda: None),
    ("insert_", lambda: ""),
)
"""What a hook that is called again and again answers where its plugin is off, by the beginning of its name."""

_LISTS = {
    "register_page_header_buttons",
    "register_page_listing_buttons",
    "register_page_listing_more_buttons",
    "register_snippet_listing_buttons",
    "register_user_listing_buttons",
    "register_account_menu_item",
}
"""Hooks called again and again that answer with a list."""


def gate_hooks(label: str) -> None:
    """Gate what the plugin's own code has registered with Wagtail's hooks."""
    # Wagtail offers no way to see or replace what is registered.
    for name, functions in hooks._hooks.items():
        silence = _silence_of(name)
        if silence is not None:
            functions[:] = [
                (_gated_hook(label, name, function, silence) if owner_of(function) == label else function, order)
                for function, order in functions
            ]


@contextmanager
def jobs_of(label: str) -> Iterator[None]:
    """Gate the jobs and event handlers that are declared meanwhile, and write down what they do wrong."""
    before = set(registry.jobs)
    yield
    for name in registry.jobs.keys() - before:
        spec = registry.jobs[name]
        registry.jobs[name] = dataclasses.replace(spec, function=_gated_job(label, name, spec.function))


def _silence_of(name: str) -> Callable[[], Any] | None:
    if name in _LISTS:
        return list
    return next((silence for beginning, silence in _SILENT if name.startswith(beginning)), None)


def _gated_hook(label: str, name: str, function: Callable[..., Any], silence: Callable[[], Any]) -> Callable[..., Any]:
    """Wrap a hook: silent where the plugin is off; what only shows something cannot break a page either."""
    shows = name in _LISTS or name.startswith(("construct_", "insert_"))

    @wraps(function)
    def gated(*args: Any, **kwargs: Any) -> Any:
        if not is_active(label):
            return silence()
        try:
            return function(*args, **kwargs)
        except faults.ANSWERS:
            raise
        except Exception as error:
            faults.record(label, name, error)
            if shows:
                return silence()
            raise

    return gated


def _gated_job(label: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a job: done without doing anything where the plugin is off; a failure is the worker's to try again."""

    @wraps(function)
    def gated(*args: Any, **kwargs: Any) -> Any:
        if not is_active(label):
            return None
        try:
            return function(*args, **kwargs)
        except Exception as error:
            faults.record(label, name, error)
            raise

    return gated
