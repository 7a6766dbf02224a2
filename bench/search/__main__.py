"""``python -m bench.search``: load a school of 100,000 pages and posts, ask it, write ``bench/results/search.json``."""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from bench.run import RESULTS, _commit, _machine
from bench.school import FOLDER, ROOT, share_static
from tools import postgres


def main() -> int:
    """Measure each database asked for; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--pages", type=int, default=20_000, help="how many pages the school has")
    parser.add_argument("--posts", type=int, default=80_000, help="how many posts")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked")
    arguments = parser.parse_args()
    runs: list[dict[str, Any]] = []
    for database in ["sqlite", "postgres"] if arguments.db == "both" else [arguments.db]:
        try:
            runs += _run(database, arguments)
        except (postgres.Unavailable, RuntimeError) as problem:
            print(problem, file=sys.stderr)
            return 1
    _write(runs)
    _print(runs)
    return 0


def _run(database: str, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Grow a school in a process of its own and ask it there; a SQLite school of this size is kept and asked again."""
    var = FOLDER / f"search-{database}-{arguments.pages}-{arguments.posts}"
    var.mkdir(parents=True, exist_ok=True)
    share_static(var)
    environment = {**os.environ, "SCHOOLHOUSE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    environment["PYTHONPATH"] = f"{ROOT}:{ROOT / 'site'}"
    environment.pop("DATABASE_URL", None)
    with ExitStack() as stack:
        if database == "postgres":
            environment["DATABASE_URL"] = stack.enter_context(postgres.server()).url
        sizes = [str(number) for number in (arguments.pages, arguments.posts, arguments.rounds)]
        command = [sys.executable, "-m", "bench.search.measure", *sizes]
        print(f"{database}, {arguments.pages} pages, {arguments.posts} posts:", flush=True)
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{database} could not be measured.")
    measured = json.loads(done.stdout.splitlines()[-1])
    return [{"db": database, "pages": arguments.pages, "posts": arguments.posts, **run} for run in measured]


def _write(runs: list[dict[str, Any]]) -> None:
    """Write the runs; those of a database that was not measured this time stay."""
    target = RESULTS / "search.json"
    measured = {run["db"] for run in runs}
    kept = json.loads(target.read_text())["runs"] if target.exists() else []
    rows = [run for run in kept if run["db"] not in measured] + runs
    date = datetime.now(UTC).isoformat(timespec="seconds")
    results = {"machine": _machine(), "date": date, "commit": _commit(), "runs": rows}
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _print(runs: list[dict[str, Any]]) -> None:
    for run in runs:
        print(
            f"{run['db']:9}{run['person']:15}{run['question']:24}{run['found']:>7}"
            f"{run['p50_ms']:>8}{run['p95_ms']:>8}{run['cpu_ms']:>8}"
        )


if __name__ == "__main__":
    sys.exit(main())
