"""The trial: a process that starts the site with the plugins found, and writes down what each does wrong.

It is started by ``verdicts`` and ends without serving anybody. Each line of its report is JSON: ``{"at": [name,
step]}`` before a plugin's code is run, ``{"fault": [name, reason]}``, ``{"stuck": error}`` for a failure that points
at no plugin, and at last ``{"done": true}``; a report without it says what ran when the process died.
"""

import gettext
import importlib
import json
import os
import pkgutil
import resource
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from schoolhouse.discovery import candidates, rules

REPORT = "SCHOOLHOUSE_PLUGINS_REPORT"

MOST_CHARACTERS = 1000
"""How much of an error's words is kept as a reason."""

MEGABYTES = int(os.environ.get("PLUGINS_TRIAL_MEGABYTES", "1024"))
"""How much memory a trial may take, so that a plugin that takes all of it takes none from the rest of the machine."""

examined: list[str] = []
"""The dotted paths of the candidates whose ``apps.py`` is sound; what ``plugin_apps`` answers in a trial."""

_faults: dict[str, str] = {}
_report: IO[str] | None = None


def runs() -> bool:
    """Say whether this process is a trial."""
    return candidates.ON_TRIAL in os.environ


def failed(name: str) -> bool:
    """Say whether a plugin has already been found at fault."""
    return name in _faults


@contextmanager
def step(name: str, what: str) -> Iterator[None]:
    """Run some of a plugin's code; whatever it raises, even ``SystemExit``, is its fault and goes no further.

    Unless the code of another plugin raised it, which listened to what this one did.
    """
    _say(at=[name, what])
    before = set(threading.enumerate())
    try:
        yield
        if any(not thread.daemon for thread in set(threading.enumerate()) - before):
            raise candidates.Malformed(f"{what}: it starts a thread that keeps every command from ending.")
    except KeyboardInterrupt:
        raise
    except candidates.Malformed as error:
        # A declaration that is not what it should be says all by itself.
        _blame(name, _words(error))
    except BaseException as error:
        owner, place = _owner(error)
        other = owner not in ("", name)
        _blame(owner if other else name, f"{place if other else what}: {_words(error)}")
    _say(at=None)


@contextmanager
def _step_of_the_house() -> Iterator[None]:
    """Run code that is nobody's; what it raises is the fault of whose code was at work within it, if anybody's."""
    try:
        yield
    except Exception as error:
        name, place = _owner(error)
        if name:
            _blame(name, f"{place}: {_words(error)}")
        else:
            _say(stuck=_words(error))


def main() -> None:
    """Try the candidates that the environment names."""
    global _report
    _report = Path(os.environ[REPORT]).open("a", encoding="utf-8")  # noqa: SIM115  # until the process ends
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 1024 * 1024, resource.RLIM_INFINITY))
    # What every plugin's ``apps.py`` stands on is not charged to the first of them.
    importlib.import_module("schoolhouse.plugins")
    found = candidates.tried()
    for candidate in found:
        with step(candidate.name, "locale"):
            _read_catalogs(candidate)
        if not failed(candidate.name):
            with step(candidate.name, "apps.py"):
                examined.append(candidates.examine(candidate))
    with _step_of_the_house():
        import django

        django.setup()
        _try_parts()
        _try_whole()
    _say(done=True)
    _report.close()
    # Threads that a plugin may have started must not keep the trial alive.
    sys.stdout.flush()
    os._exit(0)


def _read_catalogs(candidate: candidates.Candidate) -> None:
    """Read the translations, which Django does before any model is loaded."""
    place = candidate.location()
    for path in place.glob("locale/*/LC_MESSAGES/*.mo") if place else ():
        with path.open("rb") as catalog:
            gettext.GNUTranslations(catalog)


def _try_parts() -> None:
    """Load what Django and Wagtail would only load later, on somebody's first request or command."""
    from schoolhouse.plugins import plugins

    for config in plugins():
        if failed(config.label):
            continue
        with step(config.label, "urls.py"):
            _load(f"{config.name}.urls")
        for part in ("templatetags", "migrations"):
            with step(config.label, part):
                _load_all(f"{config.name}.{part}", {"templatetags": "register", "migrations": "Migration"}[part])
        for what, rule in rules.RULES.items():
            with step(config.label, what):
                rule(config)
        _try_hooks(config)


def _try_hooks(config: Any) -> None:
    """Ask the plugin's hooks what Wagtail asks once, and then shows everybody who works in the admin."""
    from wagtail import hooks

    from schoolhouse.gates.once import ONCE
    from schoolhouse.plugins import owner_of

    for name in list(hooks._hooks):
        with step(config.label, f"wagtail_hooks.py, {name}"):
            for function, order in hooks._hooks[name]:
                if owner_of(function) == config.label:
                    if not isinstance(order, int | float):
                        raise candidates.Malformed(f"The order of its hook {name} is no number: {order!r}.")
                    if name in ONCE:
                        ONCE[name].try_out(getattr(function, "__wrapped__", function))


def _try_whole() -> None:
    """Put all migrations together and run the checks, which load every address, as a server and a command would."""
    from django.core.checks import ERROR, registry
    from django.db.migrations.loader import MigrationLoader

    from schoolhouse.plugins import owner_of, plugin, plugins

    loader = MigrationLoader(None)
    for label, names in loader.detect_conflicts().items():
        if plugin(label):
            _blame(label, f"migrations: {', '.join(sorted(names))} are both the last one.")
    for config in plugins():
        with step(config.label, "migrations"):
            rules.migrations_keep_their_place(config, loader)
    # Django keeps them in a set: one that fails over a spoiled model may come before the one that says whose it is.
    for check in registry.registry.get_checks():
        owner = owner_of(check)
        with step(owner, "check") if owner else _step_of_the_house():
            for message in check(app_configs=None, databases=None):
                label = owner or owner_of(getattr(message.obj, "model", message.obj))
                if message.level >= ERROR and not message.is_silenced():
                    said = f"{message.msg} ({message.id})"
                    if label:
                        _blame(label, f"check: {said}")
                    else:
                        # An error about a table or an index says of no model whose it is.
                        _say(stuck=said)


def _load(module: str) -> None:
    """Import a module if there is one of that name."""
    if find_spec(module):
        importlib.import_module(module)


def _load_all(package: str, attribute: str) -> None:
    """Import every module of a package if there is one; each must hold ``attribute``."""
    if find_spec(package):
        for info in pkgutil.iter_modules(importlib.import_module(package).__path__):
            module = importlib.import_module(f"{package}.{info.name}")
            if not info.name.startswith("_") and not hasattr(module, attribute):
                raise candidates.Malformed(f"{info.name}.py has no “{attribute}”.")


def _owner(error: BaseException | None) -> tuple[str, str]:
    """Return whose code an exception comes from and the file, or nothing twice: the innermost frame counts."""
    places = {candidate.name: f"{place}{os.sep}" for candidate in candidates.tried() if (place := candidate.location())}
    while error is not None:
        for filename in reversed([frame.f_code.co_filename for frame, _line in traceback.walk_tb(error.__traceback__)]):
            for name, folder in places.items():
                if filename.startswith(folder):
                    return name, filename.removeprefix(folder)
        # A migration that depends on one that is not there.
        label = getattr(getattr(error, "origin", None), "app_label", "")
        if label in places:
            return label, "migrations"
        error = error.__cause__ or error.__context__
    return "", ""


def _blame(name: str, reason: str) -> None:
    if name not in _faults:
        _faults[name] = reason
        _say(fault=[name, reason])


def _words(error: BaseException) -> str:
    said = str(error) if isinstance(error, candidates.Malformed) else f"{type(error).__name__}: {error}"
    # It is shown on a page, which takes neither half characters nor megabytes.
    return said.encode(errors="replace").decode()[:MOST_CHARACTERS]


def _say(**line: Any) -> None:
    assert _report is not None
    _report.write(json.dumps(line) + "\n")
    _report.flush()
