"""``make demo``: bring the demo school up to date and serve it until Ctrl-C."""

import argparse
import os
import sys
from pathlib import Path

from tools import school, serve

ACCOUNTS = "administrator, editor, teacher, coordinator, head, instructor, learner, learner2 … learner9, point"


def main() -> int:
    """Prepare and serve; give the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--scale", type=float, help=f"size of the school; {school.DEFAULT_SCALE} unless one is loaded")
    parser.add_argument("--prepare", action="store_true", help="only prepare, do not serve; honors DATABASE_URL")
    arguments = parser.parse_args()
    serve.die_with_parent()
    if arguments.prepare:
        school.prepare(arguments.scale)
        return 0
    if not serve.port_is_free(arguments.port):
        print(f"Port {arguments.port} is in use. Choose another: make demo PORT={arguments.port + 1}", file=sys.stderr)
        return 1
    os.environ.pop("DATABASE_URL", None)
    os.environ["BASE_URL"] = f"http://127.0.0.1:{arguments.port}"
    school.prepare(arguments.scale)
    return _serve(arguments.port)


def _serve(port: int) -> int:
    logs = school.var() / "log"
    children = serve.school_children(school.ROOT, logs, {**school.SERVED, "BIND": f"127.0.0.1:{port}"})
    supervisor = serve.Supervisor(children)
    return supervisor.run(is_ready=lambda: serve.answers(port), on_ready=lambda: _announce(port, logs))


def _announce(port: int, logs: Path) -> None:
    base = f"http://127.0.0.1:{port}"
    password = os.environ.get("SCHOOLHOUSE_DEMO_PASSWORD", "")
    kept = school.var() / "demo-password"
    if not password and kept.exists():
        password = kept.read_text().strip()
    lines = [f"Schoolhouse is open: {base}/", f"  learners         {base}/learn/", f"  editors          {base}/admin/"]
    if password:
        lines += [f"  sign in as       {ACCOUNTS}", f"  password         {password}"]
    print("", *lines, f"  logs             {logs}", "Ctrl-C closes it.", "", sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
