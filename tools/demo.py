"""``make demo``: bring the demo school up to date and serve it until Ctrl-C."""

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import serve
from tools.messages import compile_all

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_SCALE = 0.05
ENVIRONMENT = {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings.development"}


def main() -> int:
    """Prepare and serve; give the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--scale", type=float, help=f"size of the demo school; {DEFAULT_SCALE} unless one is loaded")
    arguments = parser.parse_args()
    serve.die_with_parent()
    if not serve.port_is_free(arguments.port):
        print(f"Port {arguments.port} is in use. Choose another: make demo PORT={arguments.port + 1}", file=sys.stderr)
        return 1
    os.environ.update(ENVIRONMENT, BASE_URL=f"http://127.0.0.1:{arguments.port}")
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    compile_all()
    if not _is_prepared(arguments.scale):
        _prepare(arguments.scale)
    return _serve(arguments.port)


def _var() -> Path:
    return Path(os.environ.get("SCHOOLHOUSE_VAR") or ROOT / "var").resolve()


def _database() -> Path:
    return _var() / "schoolhouse.sqlite3"


def _state() -> dict[str, Any]:
    """Return what is known of the loaded school: ``scale``, ``complete``, and the sources it was ``prepared`` from."""
    kept = _var() / "demo.json"
    return json.loads(kept.read_text()) if kept.exists() and _database().exists() else {}


def _keep(**state: object) -> None:
    (_var() / "demo.json").write_text(json.dumps({**_state(), **state}))


def _sources() -> str:
    """Fingerprint what preparing depends on: requirements, settings, migrations and static files, by size and time."""
    folders = ("migrations", "static")
    names = [*ROOT.glob("requirements.txt"), *ROOT.glob("site/config/settings/*.py")]
    for top in (
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
    ):
        names += [path for path in (ROOT / top).rglob("*") if set(folders) & set(path.relative_to(ROOT).parts)]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in names if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is_prepared(scale: float | None) -> bool:
    """Tell whether nothing changed since the last time, so that the doors can open at once."""
    state = _state()
    wanted = scale is None or scale == state.get("scale")
    return bool(state.get("complete")) and wanted and state.get("prepared") == _sources()


def _prepare(scale: float | None) -> None:
    """Migrate, load the school into an empty database, collect static files."""
    import django

    django.setup()
    from django.db import connections

    _set_aside_other_school(scale)
    _migrate()
    _load(scale or _state().get("scale") or DEFAULT_SCALE)
    _collect_static()
    connections.close_all()
    _keep(prepared=_sources())


def _set_aside_other_school(scale: float | None) -> None:
    """Make room for another size, or for a load that was broken off: the old database is kept under another name."""
    state, database = _state(), _database()
    if not state or (state["complete"] and scale in (None, state["scale"])):
        return
    kept = database.with_name(f"{database.stem}-before-{time.strftime('%Y%m%d-%H%M%S')}{database.suffix}")
    for suffix in ("", "-wal", "-shm"):
        if Path(f"{database}{suffix}").exists():
            shutil.move(f"{database}{suffix}", f"{kept}{suffix}")
    print(f"The school of scale {state['scale']} was set aside as {kept}.")


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with _step("Preparing the database"):
            call_command("migrate", verbosity=0, interactive=False)


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
    from django.core.management import call_command

    with _step("Collecting static files"):
        shutil.rmtree(_var() / "static", ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def _step(text: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{text} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - started:.0f} s")


def _serve(port: int) -> int:
    logs = _var() / "log"
    supervisor = serve.Supervisor(serve.school_children(ROOT, logs, {"BIND": f"127.0.0.1:{port}"}))
    return supervisor.run(is_ready=lambda: serve.answers(port), on_ready=lambda: _announce(port, logs))


def _announce(port: int, logs: Path) -> None:
    base = f"http://127.0.0.1:{port}"
    password = os.environ.get("SCHOOLHOUSE_DEMO_PASSWORD", "")
    kept = _var() / "demo-password"
    if not password and kept.exists():
        password = kept.read_text().strip()
    lines = [f"Schoolhouse is open: {base}/", f"  learners         {base}/learn/", f"  editors          {base}/admin/"]
    if password:
        accounts = "administrator, editor, teacher, coordinator, head, instructor, learner, learner2 … learner9, point"
        lines += [f"  sign in as       {accounts}", f"  password         {password}"]
    print("", *lines, f"  logs             {logs}", "Ctrl-C closes it.", "", sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
