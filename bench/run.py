"""``make bench``: load a school, ask for its pages, write ``bench/results/latest.json`` and print a table."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.load import Client, Tally, cpu_seconds, many, page_ask, write_ask
from bench.school import ROOT, Served, served
from tools import postgres

RESULTS = ROOT / "bench" / "results"
PAGES = ("bare", "hello", "dashboard", "lesson", "class", "forum", "thread", "reply")
CHANGING = ("dashboard", "lesson", "class", "forum", "thread")
CONNECTIONS, WARM_SECONDS, LEAST = 8, 5.0, 200
ALONE = 40
WARMING = 8
"""So often each user asks before a warm run is measured: one of two processes then misses a page in 1 of 250 cases."""
FIGURES = ("queries", "cpu_ms", "rps", "p50_ms", "p99_ms", "bytes", "cpu_vs_bare", "rps_vs_bare")
COLUMNS = ("db", "page", "state", *FIGURES)


def main() -> int:
    """Measure each database asked for; give the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--pages", default=",".join(PAGES), help="which pages, beside bare and hello")
    parser.add_argument("--seconds", type=float, default=WARM_SECONDS, help="length of each warm run")
    arguments = parser.parse_args()
    wanted = [page for page in PAGES if page in {"bare", "hello", *arguments.pages.split(",")}]
    runs: list[dict[str, Any]] = []
    loading: dict[str, dict[str, float]] = {}
    try:
        for database in ["sqlite", "postgres"] if arguments.db == "both" else [arguments.db]:
            with served(database, arguments.scale, made_by=("bench.manifest",)) as school:
                loading[database] = school.loading
                measured = _measure(school, wanted, arguments.seconds)
                runs += [{"db": database, "scale": arguments.scale, **run} for run in measured]
    except (postgres.Unavailable, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    _write(runs, loading)
    _print(runs)
    for database, took in loading.items():
        print(f"{database}: loaded in {took['seconds']:.0f} s with at most {took['mib']:.0f} MiB")
    return int({run["page"] for run in runs} != set(wanted))


def _measure(school: Served, pages: list[str], seconds: float) -> list[dict[str, Any]]:
    runs = []
    for page in pages:
        states = ["warm"] if page in {"bare", "hello", "reply"} else ["cold", "warm", "after a write"]
        for state in states:
            try:
                runs.append({"page": page, "state": state, **_run(school, page, state, seconds)})
            except RuntimeError as problem:
                print(f"{page}, {state}: {problem}", file=sys.stderr)
                break
    bare = next(run for run in runs if run["page"] == "bare")
    for run in runs:
        run["cpu_vs_bare"] = round(run["cpu_ms"] / bare["cpu_ms"], 2)
        run["rps_vs_bare"] = round(run["rps"] / bare["rps"], 2)
    return runs


def _run(school: Served, page: str, state: str, seconds: float) -> dict[str, Any]:
    tally, cpu = _warm(school, page, seconds) if state == "warm" else _one_by_one(school, page, state)
    count = len(tally.seconds)
    return {
        "queries": _queries(school, page, state),
        "cpu_ms": round((cpu * 1000 - tally.own_ms) / count, 2),
        "rps": round(count / tally.elapsed, 1),
        "p50_ms": round(tally.quantile(0.5), 1),
        "p99_ms": round(tally.quantile(0.99), 1),
        "bytes": tally.bytes,
    }


def _warm(school: Served, page: str, seconds: float) -> tuple[Tally, float]:
    """Ask eight at a time, all users in turn, after rounds in which each process has most likely met every page."""
    turn = cycle(school.made["people"])
    asks = (page_ask(page, person) for person in turn)
    many(school.port, asks, connections=CONNECTIONS, seconds=seconds / 2, least=WARMING * len(school.made["people"]))
    before = cpu_seconds(school.processes)
    tally = many(school.port, asks, connections=CONNECTIONS, seconds=seconds, least=LEAST)
    return tally, cpu_seconds(school.processes) - before


def _one_by_one(school: Served, page: str, state: str) -> tuple[Tally, float]:
    """Ask one at a time: with every cache emptied, or each time after a write that changes the page."""
    client, tally, cpu = Client(school.port), Tally(), 0.0
    for person in school.made["people"][:ALONE]:
        if state != "cold":
            client.send(write_ask(page, person))
        before = cpu_seconds(school.processes)
        client.send(page_ask(page, person, bench="cold" if state == "cold" else ""), tally)
        cpu += cpu_seconds(school.processes) - before
    tally.elapsed = sum(tally.seconds)
    return tally, cpu


def _queries(school: Served, page: str, state: str) -> int:
    """Count the queries of a few requests in this state; the most counts."""
    client, tally = Client(school.port), Tally()
    for person in school.made["people"][:5]:
        if state == "after a write":
            client.send(write_ask(page, person))
        elif state == "warm":
            client.send(page_ask(page, person))
        client.send(page_ask(page, person, bench="queries cold" if state == "cold" else "queries"), tally)
    return tally.queries


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def _write(runs: list[dict[str, Any]], loading: dict[str, dict[str, float]]) -> None:
    date = datetime.now(UTC).isoformat(timespec="seconds")
    results = {"machine": _machine(), "date": date, "commit": _commit(), "loading": loading, "runs": runs}
    RESULTS.mkdir(exist_ok=True)
    latest = RESULTS / "latest.json"
    if latest.exists():  # what bench.plugins measured stays until it is measured again
        results |= {"plugins": found} if (found := json.loads(latest.read_text()).get("plugins")) else {}
    latest.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _print(runs: list[dict[str, Any]]) -> None:
    columns = (
        "db",
        "page",
        "state",
        "queries",
        "cpu_ms",
        "rps",
        "p50_ms",
        "p99_ms",
        "bytes",
        "cpu_vs_bare",
        "rps_vs_bare",
    )
    rows = [columns, *([str(run[column]) for column in columns] for run in runs)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    for row in rows:
        cells = [cell.ljust(w) if i < 3 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))]
        print("  ".join(cells))


if __name__ == "__main__":
    sys.exit(main())
