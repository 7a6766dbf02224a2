"""A school that is loaded and served to be measured."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tools import postgres, serve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"


class Served(NamedTuple):
    """A school that answers: its port, the processes whose CPU counts, and what was made in it to be asked for.

    ``environment`` is that of its processes, for programs that look into its database. ``loading`` is what it took to
    migrate and load the school: ``seconds``, and the most memory in ``mib``.
    """

    port: int
    processes: set[int]
    made: dict[str, Any]
    environment: dict[str, str]
    loading: dict[str, float]

    def ask(self, *module: str) -> dict[str, Any]:
        """Run a module of ``bench`` in this school; it prints JSON. Raises RuntimeError with what it said."""
        return _printed(self.environment, module)


def share_static(var: Path) -> None:
    """Give a school's folder the static files of all: they do not depend on it, and are compressed for minutes."""
    static = FOLDER / "static"
    static.mkdir(exist_ok=True)
    if not (var / "static").exists():
        (var / "static").symlink_to(static)


@contextmanager
def served(database: str, scale: float, *, made_by: tuple[str, ...], name: str = "") -> Iterator[Served]:
    """Serve a school of this size, loaded now: one of another day has other forums open.

    ``made_by`` is the module of ``bench``, with its arguments, that makes what is asked for and prints it as JSON.
    """
    var = FOLDER / (name or f"{database}-{scale:g}")
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    share_static(var)
    environment = {**os.environ, "SCHOOLHOUSE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    environment.pop("DATABASE_URL", None)
    port = serve.free_port()
    with ExitStack() as stack:
        roots: set[int] = set()
        if database == "postgres":
            server = stack.enter_context(postgres.server())
            environment["DATABASE_URL"] = server.url
            roots.add(server.pid)
        prepare = [sys.executable, "-m", "tools.demo", "--prepare", "--scale", str(scale)]
        print(f"{database}, scale {scale:g}:", flush=True)
        loading = _measured(prepare, environment)
        made = _printed(environment, made_by)
        web = serve.school_children(ROOT, var / "log", {**environment, "BIND": f"127.0.0.1:{port}"})[0]
        web.start()
        stack.callback(serve.Supervisor([web]).stop)
        for _attempt in range(300):
            if serve.answers(port):
                break
            time.sleep(0.2)
        assert web.process is not None
        yield Served(port, roots | {web.process.pid}, made, environment, loading)


def _measured(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Run a command; return how long it took and the most memory it had."""
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": round(time.monotonic() - begun, 1), "mib": round(usage.ru_maxrss / 1024)}


def _printed(environment: dict[str, str], module: tuple[str, ...]) -> dict[str, Any]:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found
