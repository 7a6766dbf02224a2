"""Prepare a school to be served: database, demo content, static files. What is up to date already is left alone.

Everything lives in one folder, ``SCHOOLHOUSE_VAR`` (``var/`` by default); ``demo.json`` in it remembers what it holds.
With ``DATABASE_URL`` in the environment the database is PostgreSQL, else SQLite in that folder.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.messages import compile_all

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_SCALE = 0.05
ROOMS = (
    "home",
    "evaluations",
    "forums",
    "classes",
    "lessons",
    "people",
    "foundation",
    "schoolhouse",
    "site",
    "plugins",
)
SERVED = {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings.development"}


def var() -> Path:
    """Return the folder of everything local."""
    return Path(os.environ.get("SCHOOLHOUSE_VAR") or ROOT / "var").resolve()


def _database() -> Path:
    return var() / "schoolhouse.sqlite3"


def _state() -> dict[str, Any]:
    """Return what is known of the loaded school: ``scale``, ``complete``, and the sources it was ``prepared`` from."""
    kept = var() / "demo.json"
    has_database = "DATABASE_URL" in os.environ or _database().exists()
    return json.loads(kept.read_text()) if kept.exists() and has_database else {}


def _keep(**state: object) -> None:
    (var() / "demo.json").write_text(json.dumps({**_state(), **state}))


def fingerprint(*patterns: str) -> str:
    """Fingerprint the rooms' files that match ``patterns``, by size and time, with the requirements and settings."""
    paths = [ROOT / "requirements.txt", *ROOT.glob("site/config/settings/*.py")]
    paths += [path for room in ROOMS for pattern in patterns for path in (ROOT / room).rglob(pattern)]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _sources() -> str:
    return fingerprint("migrations/*.py", "static/**/*")


def prepare(scale: float | None) -> None:
    """Bring the school up to date; ``scale`` is its wished size, None for whatever is loaded."""
    compile_all()
    state = _state()
    if state.get("complete") and scale in (None, state["scale"]) and state.get("prepared") == _sources():
        return
    os.environ.update(SERVED)
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    make_school(scale)
    _collect_static()
    from django.db import connections

    connections.close_all()
    _keep(prepared=_sources())


def make_school(scale: float | None) -> None:
    """Migrate, and load the demo school of size ``scale`` (None: of whatever size is there) where it is not there."""
    wished = scale or _state().get("scale") or DEFAULT_SCALE
    _set_aside_other_school(scale)
    _migrate()
    import django

    django.setup()
    _load(wished)


def _set_aside_other_school(scale: float | None) -> None:
    """Make room for another size, or for a load that was broken off: the old database is kept under another name."""
    state, database = _state(), _database()
    if not state or not database.exists() or (state["complete"] and scale in (None, state["scale"])):
        return
    kept = database.with_name(f"{database.stem}-before-{time.strftime('%Y%m%d-%H%M%S')}{database.suffix}")
    for suffix in ("", "-wal", "-shm"):
        if Path(f"{database}{suffix}").exists():
            shutil.move(f"{database}{suffix}", f"{kept}{suffix}")
    (var() / "demo.json").unlink()
    print(f"The school of scale {state['scale']} was set aside as {kept}.")


def _migrate() -> None:
    """Migrate as that command, in a process of its own: others leave out a plugin whose tables are still to come."""
    with _step("Preparing the database"):
        command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0", "--no-input"]
        subprocess.run(command, check=True)


def _load(scale: float) -> None:
    """Load the demo school into an empty database, once; a school made by ``manage.py setup`` stays as it is."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if _state().get("complete"):
        return
    if not get_user_model().objects.exists() and "load_demo" in get_commands():
        _keep(scale=scale, complete=False)
        call_command("load_demo", scale=scale)
    _keep(scale=scale, complete=True)


def _collect_static() -> None:
    """Collect and compress static files, unless none changed since the last time."""
    from django.core.management import call_command

    target, wanted = (var() / "static").resolve(), fingerprint("static/**/*")
    stamp = target.with_name("static.stamp")
    if stamp.exists() and stamp.read_text() == wanted and (target / "staticfiles.json").exists():
        return
    with _step("Collecting static files"):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


@contextmanager
def _step(text: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{text} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - started:.0f} s", flush=True)
