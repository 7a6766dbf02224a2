"""What every test stands on, in ``tests/`` and in ``plugins/*/tests``: the database and what the machine must have.

``PART=2/3`` runs the second of three parts, into which test files fall by their names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.test import TransactionTestCase
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck, settings

from tools.machine import NEEDS, missing_needs

pytest_plugins = ["schoolhouse.testing", "tests.browser.fixtures"]
# How long an example takes says nothing on a machine with other work; how to repeat one that failed is printed.
settings.register_profile("school", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("school")
LEFT_OUT = pytest.StashKey[dict[str, int]]()
FACES, OTHER_PARTS = "faces", "other parts"
DATABASE = pytest.StashKey[Any]()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to start under ``CI=true`` on a machine that lacks something; compile the translations."""
    config.stash[LEFT_OUT] = {}
    TransactionTestCase._fixture_teardown = _leave_to_restore  # type: ignore[method-assign]
    if _is_worker(config):
        return
    missing = missing_needs()
    if missing and os.environ.get("CI", "").lower() == "true":
        lines = [f"{need.what} is missing: apt-get install {need.package}" for need in missing]
        raise pytest.UsageError("\n".join(lines))
    from tools.messages import compile_all

    compile_all()
    # Settings were read before; without this the first run after a changed catalog would still speak the old words.
    translation_file_changed(None, Path("django.mo"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put browser tests last and deselect the tests this machine has no tools for."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for need in missing_needs():
        unmet = [item for item in items if item.get_closest_marker(need.marker)]
        if unmet:
            _leave_out(config, items, unmet, need.marker)
    if os.environ.get("DATABASE_URL") and os.environ.get("BROWSER") != "all":
        faces = [item for item in items if item.get_closest_marker("browser") and not item.get_closest_marker("walk")]
        _leave_out(config, items, faces, FACES)
    if asked := os.environ.get("PART"):
        part, parts = map(int, asked.split("/"))
        others = [item for item in items if crc32(item.nodeid.partition("::")[0].encode()) % parts != part - 1]
        _leave_out(config, items, others, OTHER_PARTS)


def _leave_out(config: pytest.Config, items: list[pytest.Item], unwanted: list[pytest.Item], why: str) -> None:
    config.stash[LEFT_OUT][why] = len(unwanted)
    config.hook.pytest_deselected(items=unwanted)
    gone = set(unwanted)
    items[:] = [item for item in items if item not in gone]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's counts to the controller, which writes the summary."""
    if _is_worker(session.config):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker left out; every worker collects the same tests."""
    node.config.stash[LEFT_OUT].update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests were left out and what to install for them."""
    for need in NEEDS:
        count = config.stash[LEFT_OUT].get(need.marker)
        if count:
            terminalreporter.write_line(
                f"{count} tests deselected: they need {need.what} (apt-get install {need.package})", yellow=True
            )
    if faces := config.stash[LEFT_OUT].get(FACES):
        terminalreporter.write_line(f"{faces} tests of the browser deselected, which ran on SQLite (BROWSER=all)")
    if others := config.stash[LEFT_OUT].get(OTHER_PARTS):
        terminalreporter.write_line(f"{others} tests deselected: the other parts of PART={os.environ.get('PART')}")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[Any]:
    """Give this process its own copy of the migrated template database."""
    from tools.test_database import TestDatabase

    run = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = TestDatabase(run)
        database.prepare(anew=request.config.getoption("create_db"))
    request.config.stash[DATABASE] = database
    yield database
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(scope="module")
def committed(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Let fixtures of a whole module write to the database; after its last test everything is as it was.

    Each test of the module still undoes what it does itself. None of them may be one that really commits.
    """
    with django_db_blocker.unblock():
        yield
        request.config.stash[DATABASE].restore()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    by_fixture = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(fixtures)
    return bool(by_fixture or (marker and marker.kwargs.get("transaction")))


def _leave_to_restore(_case: TransactionTestCase) -> None:
    """Empty nothing after a test that really commits: the whole database is copied anew.

    Django would empty every table and migrate's receivers would fill some again, which takes seconds; and tables that
    refuse to be emptied, such as ledgers, would have to be talked into it.
    """


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that really commits, restore what migrations had put in: the root page, the locales, the groups."""
    result = yield
    database = item.config.stash.get(DATABASE, None)
    if database and _commits(item):
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            database.restore()
    return result
