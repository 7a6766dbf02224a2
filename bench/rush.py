"""``python -m bench.rush``: a whole school signs in by the code within a minute, through gunicorn as it is served.

Everybody comes once, at a moment drawn within ``--seconds``, over a connection of their own: they open the address that
they scanned, and the page sends itself. A share of them (``--twice``) sends twice, as people do who are not sure. What
is measured is the time from the moment at which somebody came: waiting because the server is behind counts. The asking
itself costs CPU on the same machine, which is said.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from bench.load import CSRF, FORM, cpu_seconds
from bench.school import Served, served
from tools import postgres

HANDS = 300
"""So many people are waiting for an answer at most; more come in vain and are counted as errors by their waiting."""
PERIOD = 20
MOST_MS = 1000
"""Of a hundred sign-ins ninety-nine take no longer than this."""


@dataclass
class Rush:
    """What became of everybody: seconds of each whole sign-in and of each request, and what went wrong."""

    whole: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)


def main() -> int:
    """Measure; give the exit status: 0 only if everybody has signed in exactly once, and 99 of 100 in a second."""
    parser = argparse.ArgumentParser(prog="python -m bench.rush", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--twice", type=float, default=0.05, help="share of those who send twice")
    arguments = parser.parse_args()
    made_by = ("bench.rush_class", "make", str(arguments.people))
    try:
        with served(arguments.db, 0.02, made_by=made_by, name=f"rush-{arguments.db}") as school:
            report = _measure(school, arguments)
    except (postgres.Unavailable, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(json.dumps({"db": arguments.db, **report}, indent=1))
    return verdict(report, arguments.people)


def verdict(report: dict[str, Any], people: int) -> int:
    """Return the exit status for what was measured."""
    found = report["recorded"]
    once = found["learners"] == found["marks"] == found["events"] == people
    return int(not once or bool(report["errors"]) or report["sign_in_ms"]["p99"] > MOST_MS)


def _measure(school: Served, arguments: argparse.Namespace) -> dict[str, Any]:
    drawn = random.Random(1)
    sessions = list(school.made["sessions"])
    comes = sorted((drawn.uniform(0, arguments.seconds), session) for session in sessions)
    rush, before = Rush(), cpu_seconds(school.processes)
    own, began = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(HANDS) as pool:
        for at, session in comes:
            time.sleep(max(began + at - time.perf_counter(), 0))
            times = 2 if drawn.random() < arguments.twice else 1
            pool.submit(_come, school, session, began + at, times, rush)
    elapsed = time.perf_counter() - began
    spent = cpu_seconds(school.processes) - before
    return {
        "people": arguments.people,
        "within_seconds": arguments.seconds,
        "until_all_answered": round(elapsed, 1),
        "errors": dict(rush.wrong),
        "recorded": school.ask("bench.rush_class", "count", school.made["roll"]),
        "sign_in_ms": _quantiles(rush.whole),
        "request_ms": _quantiles(rush.requests),
        "server_cpu_seconds": round(spent, 1),
        "own_cpu_seconds": round(time.process_time() - own, 1),
    }


def _come(school: Served, session: str, came: float, times: int, rush: Rush) -> None:
    """Sign one learner in: open the address, and send the page ``times``."""
    taken: list[float] = []
    problem = ""
    try:
        token = school.made["tokens"][str(int(time.time()) // PERIOD)]
        path = f"/plugins/attendance/s/{school.made['door']}/{token}/"
        connection = HTTPConnection("127.0.0.1", school.port, timeout=60)
        _ask(connection, "GET", path, session, taken)
        for _time in range(times):
            if b"big-number" not in _ask(connection, "POST", path, session, taken):
                problem = "not signed in"
        connection.close()
    except (OSError, HTTPException, RuntimeError, KeyError) as error:
        problem = f"{type(error).__name__}: {error}"[:80]
    whole = time.perf_counter() - came
    with rush.lock:
        rush.requests += taken
        if problem:
            rush.wrong[problem] += 1
        else:
            rush.whole.append(whole)


def _ask(connection: HTTPConnection, method: str, path: str, session: str, taken: list[float]) -> bytes:
    headers = {"Cookie": f"csrftoken={CSRF}; sessionid={session}"}
    body = None
    if method == "POST":
        body = urlencode({"csrfmiddlewaretoken": CSRF})
        headers |= {**FORM, "HX-Request": "true"}
    started = time.perf_counter()
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    taken.append(time.perf_counter() - started)
    if answer.status != 200:
        raise RuntimeError(f"{method} {answer.status}")
    return content


def _quantiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    picks = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {
        name: round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000, 1)
        for name, share in picks.items()
    }


if __name__ == "__main__":
    sys.exit(main())
