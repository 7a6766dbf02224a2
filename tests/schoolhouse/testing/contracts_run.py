"""Runs a contract's tests on what a test registers."""

import inspect
from contextlib import contextmanager

import pytest

from schoolhouse.extension_points import all_points

PLUGIN = "try_me"


def faults(contract, school):
    """Run a contract's tests as pytest would; return the names of those that fail, with their reasons."""
    found = {}
    for name, test in inspect.getmembers(contract(), inspect.ismethod):
        if not name.startswith("test_"):
            continue
        wanted = inspect.signature(test).parameters
        try:
            given = {"school": school}
            if "extension" in wanted:
                given["extension"] = type(contract()).extension.__wrapped__(contract())
            test(**{key: given[key] for key in wanted})
        except (AssertionError, pytest.fail.Exception, Exception) as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


@contextmanager
def registered(point, value, *, plugin=PLUGIN, name="kit.test"):
    """Have ``value`` registered meanwhile."""
    point.register(plugin, name, value)
    try:
        yield
    finally:
        point._extensions = [extension for extension in point.extensions() if extension.name != name]


def contract_of(base, **attributes):
    return type("Test", (base,), {"plugin": PLUGIN, "name": "kit.test", **attributes})


def point_named(name):
    return next(point for point in all_points() if point.name == name)
