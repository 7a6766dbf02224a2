"""Gates around a plugin's hooks, jobs and addresses: where it is off they are silent or answer 404.

Hooks that Wagtail asks once stay (``once`` sees that they answer); their addresses and menu entries have their gates in
``middleware`` and in ``schoolhouse.admin.menus``. Those it calls again and again are wrapped here.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from foundation.jobs import registry
from schoolhouse import faults
from schoolhouse.activation import is_active
from schoolhouse.gates.once import ONCE, gated_once
from schoolhouse.gates.parts import guarded_part, guarded_parts
from schoolhouse.plugins import owner_of

Silence = Callable[..., Any]
"""What a hook that is called again and again answers where its plugin is off or fails; receives what it receives."""

_SILENT: dict[str, Silence] = {
    "construct_explorer_page_queryset": lambda parent, pages, request: pages,
    "describe_collection_contents": lambda collection: None,
    "filter_form_submissions_for_user": lambda user, forms: forms,
    "get_avatar_url": lambda user, size: None,
    "on_serve_page": lambda serve: serve,
    "register_account_menu_item": lambda request: None,
    "register_account_settings_panel": lambda request, user, profile: None,
}

_SILENT_KINDS: tuple[tuple[str, Silence], ...] = (
    (r"construct_\w+_chooser_queryset", lambda objects, request: objects),
    (r"construct_admin_api", lambda router: None),
    (r"(before|after|construct)_\w+", lambda *args, **kwargs: None),
    (r"insert_\w+", lambda *args, **kwargs: ""),
    (r"register_\w+_buttons", lambda *args, **kwargs: []),
)
"""By a pattern of their names, the first that fits."""

_PARTS = {"register_account_settings_panel"}
"""Hooks whose answer is a part of a page."""

_GUARDS = ("before_", "on_")
"""How the names of hooks begin that may be there to refuse something."""


def gate_hooks(label: str) -> None:
    """Gate what the plugin's own code has registered with Wagtail's hooks."""
    # Wagtail offers no way to see or replace what is registered.
    for name, functions in hooks._hooks.items():
        functions[:] = [
            (_gated(label, name, function) if owner_of(function) == label else function, order)
            for function, order in functions
        ]


def _gated(label: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    if name in ONCE:
        return gated_once(label, name, function)
    silence = _silence_of(name)
    return function if silence is None else _gated_hook(label, name, function, silence)


@contextmanager
def jobs_of(label: str) -> Iterator[None]:
    """Gate the jobs and event handlers that are declared meanwhile, and write down what they do wrong."""
    before = set(registry.jobs)
    yield
    for name in registry.jobs.keys() - before:
        spec = registry.jobs[name]
        gated, lost = _gated_job(label, name, spec.function), _lost_job(label, name)
        registry.jobs[name] = dataclasses.replace(spec, function=gated, lost=lost)


def _silence_of(name: str) -> Silence | None:
    if name in _SILENT:
        return _SILENT[name]
    return next((silence for pattern, silence in _SILENT_KINDS if re.fullmatch(pattern, name)), None)


def _gated_hook(label: str, name: str, function: Callable[..., Any], silence: Silence) -> Callable[..., Any]:
    """Wrap a hook: silent where the plugin is off, and passed over where it fails.

    Not so what is asked before something is done: it may be there to refuse it.
    """

    @wraps(function)
    def gated(*args: Any, **kwargs: Any) -> Any:
        if not is_active(label):
            return silence(*args, **kwargs)
        with faults.shielded(label, name, answers=faults.ANSWERS):
            return _asked(label, name, function, args, kwargs)
        if name.startswith(_GUARDS):
            raise faults.GuardFailed(label, name)
        return silence(*args, **kwargs)

    return gated


def _asked(label: str, name: str, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Ask a hook and look at all that it gives, or has put into the lists that it was given.

    Where it fails the lists are as they were.
    """
    lists = [(given, list(given)) for given in (*args, *kwargs.values()) if isinstance(given, list)]
    request = next((given for given in (*args, *kwargs.values()) if isinstance(given, HttpRequest)), None)
    try:
        answer = function(*args, **kwargs)
        for given, before in lists:
            known = set(map(id, before))
            given[:] = [part if id(part) in known else guarded_part(label, name, part, request) for part in given]
        if name.startswith("insert_") and not isinstance(answer, str):
            raise TypeError(f"It must answer with text, and answers with {answer!r}.")
        if name.endswith("_buttons") and answer is not None:
            # Most of these are generators, whose code runs here.
            return guarded_parts(label, name, answer, request)
        return guarded_part(label, name, answer, request) if name in _PARTS and answer is not None else answer
    except Exception:
        for given, before in lists:
            given[:] = before
        raise


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


def _lost_job(label: str, name: str) -> Callable[[str], None]:
    """Return what writes down that a job was killed, which it cannot say by itself."""
    return lambda reason: faults.record(label, name, ChildProcessError(reason))
