"""A throwaway PostgreSQL server: ``python -m tools.postgres run -- COMMAND`` sets ``DATABASE_URL`` for the command.

The server lives in a temporary folder, listens on a socket there and nowhere else, gives up durability for speed, and
is gone when the command ends, however it ends. PostgreSQL refuses to run as root: it then runs as ``postgres`` or
``nobody``.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "on",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
}
INSTALL = "PostgreSQL is missing: apt-get install postgresql"


class Unavailable(Exception):
    """PostgreSQL cannot be had on this machine; the message says what to do."""


class Server(NamedTuple):
    """A running server: its ``DATABASE_URL`` and its process."""

    url: str
    pid: int


def binaries() -> Path:
    """Return the folder of ``initdb`` and ``postgres``: on the path, else Debian's newest."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not debian:
        raise Unavailable(INSTALL)
    return debian[-1].parent


def _account() -> dict[str, Any]:
    """Return how a child process leaves root behind: arguments of ``Popen``, none when not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("PostgreSQL refuses to run as root and there is no account “postgres” or “nobody” to run it as.")


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with one empty UTF-8 database, and leave nothing behind."""
    programs, account = binaries(), _account()
    folder = Path(tempfile.mkdtemp(prefix="schoolhouse-pg-"))
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        data, log = folder / "data", folder / "log"
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "schoolhouse", "--auth=trust", "--no-sync"]
        quiet: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, **account}
        subprocess.run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, **quiet)
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options]
        with log.open("w") as output:
            process = subprocess.Popen(
                command, cwd=folder, stdout=output, stderr=output, start_new_session=True, **account
            )
        try:
            _create_database(programs, folder, process, log)
            yield Server(f"postgres://schoolhouse@{quote(str(folder), safe='')}/schoolhouse", process.pid)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create_database(programs: Path, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    command = [str(programs / "createdb"), "-h", str(folder), "-U", "schoolhouse", "schoolhouse"]
    for _attempt in range(200):
        if process.poll() is not None:
            break
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise Unavailable(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run a command beside a throwaway server; give the command's exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.postgres", description=__doc__)
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="run COMMAND with DATABASE_URL set to a throwaway server")
    run.add_argument("command", nargs="+", metavar="COMMAND")
    arguments = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with server() as running:
            environment = {**os.environ, "DATABASE_URL": running.url}
            return subprocess.run(arguments.command, env=environment, check=False).returncode
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
