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
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from schoolhouse.discovery import candidates

REPORT = "SCHOOLHOUSE_PLUGINS_REPORT"

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
    """Run some of a plugin's code; whatever it raises, even ``SystemExit``, is its fault and goes no further."""
    _say(at=[name, what])
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # A declaration that is not what it should be says all by itself.
        _blame(name, _words(error) if isinstance(error, candidates.Malformed) else f"{what}: {_words(error)}")
    _say(at=None)


def main() -> None:
    """Try the candidates that the environment names."""
    global _report
    _report = Path(os.environ[REPORT]).open("a", encoding="utf-8")  # noqa: SIM115  # until the process ends
    found = candidates.tried()
    for candidate in found:
        with step(candidate.name, "locale"):
            _read_catalogs(candidate)
        if not failed(candidate.name):
            with step(candidate.name, "apps.py"):
                examined.append(candidates.examine(candidate))
    try:
        import django

        django.setup()
        _try_parts()
        _try_whole()
    except Exception as error:
        name, place = _owner(error)
        if name:
            _blame(name, f"{place}: {_words(error)}")
        elif not _faults:
            _say(stuck=_words(error))
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
        with step(config.label, "settings_form"):
            config.settings_form_class()


def _try_whole() -> None:
    """Put all migrations together and run the checks, which load every address, as a server and a command would."""
    from django.core.checks import ERROR, run_checks
    from django.db.migrations.loader import MigrationLoader

    from schoolhouse.plugins import owner_of, plugin

    loader = MigrationLoader(None)
    for label, names in loader.detect_conflicts().items():
        if plugin(label):
            _blame(label, f"migrations: {', '.join(sorted(names))} are both the last one.")
    for message in run_checks():
        label = owner_of(getattr(message.obj, "model", message.obj))
        if message.level >= ERROR and label:
            _blame(label, f"check: {message.msg} ({message.id})")


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
    if isinstance(error, candidates.Malformed):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _say(**line: Any) -> None:
    assert _report is not None
    _report.write(json.dumps(line) + "\n")
    _report.flush()
