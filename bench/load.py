"""Asks a server for pages over kept connections, and reads what its processes spent."""

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CSRF = "b" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Ask:
    """One request: as whom, what, and with which form."""

    path: str
    session: str = ""
    form: dict[str, str] | None = None
    bench: str = ""


@dataclass
class Tally:
    """What came back: seconds of each answer, bytes of the last, own CPU of the bench, query counts."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    own_ms: float = 0.0
    queries: int = 0
    elapsed: float = 0.0

    def quantile(self, share: float) -> float:
        """Return the milliseconds within which ``share`` of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, ask: Ask, tally: Tally | None = None) -> None:
        """Send a request and take the whole answer; raises RuntimeError for any status but 200, 204 and 302."""
        headers = {"Cookie": f"csrftoken={CSRF}" + (f"; sessionid={ask.session}" if ask.session else "")}
        body = None
        if ask.form is not None:
            body = urlencode({**ask.form, "csrfmiddlewaretoken": CSRF})
            headers |= FORM
        if ask.bench:
            headers["X-Bench"] = ask.bench
        started = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", ask.path, body=body, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        taken = time.perf_counter() - started
        wanted = (200,) if body is None else (204, 302)
        if response.status not in wanted:
            raise RuntimeError(f"{ask.path} answered {response.status}, expected {wanted[-1]}: {content[:200]!r}")
        if tally is not None:
            tally.seconds.append(taken)
            tally.bytes = len(content)
            queries, own = (response.getheader("X-Bench") or "0 0").split()
            tally.own_ms += float(own)
            tally.queries = max(tally.queries, int(queries))


def page_ask(page: str, person: dict[str, Any], *, bench: str = "") -> Ask:
    """Make the request of one person for one kind of page; a reply says something new each time."""
    form = {"body": "今天的课很实用，谢谢老师。", "client_key": str(uuid.uuid4())} if page == "reply" else None
    return Ask(person["pages"][page], "" if page == "hello" else person["session"], form, bench)


def write_ask(page: str, person: dict[str, Any]) -> Ask:
    """Make the write that changes what ``page`` shows to this person."""
    if page == "dashboard":
        return Ask("/bench/write/", person["session"], {"begin": str(person["writes"]["lesson"])})
    if page in {"lesson", "class"}:
        return Ask("/bench/write/", person["session"], {"page": str(person["writes"][page])})
    return Ask("/bench/write/", person["session"], {"thread": person["writes"]["thread"]})


def many(port: int, asks: Iterator[Ask], *, connections: int, seconds: float, least: int) -> Tally:
    """Ask over several connections at once for ``seconds``, and at least ``least`` times."""
    tally, lock, number = Tally(), threading.Lock(), count(1)
    errors: list[Exception] = []
    started = time.perf_counter()

    def work() -> None:
        client, own = Client(port), Tally()
        try:
            while not errors:
                with lock:
                    if next(number) > least and time.perf_counter() - started > seconds:
                        break
                    ask = next(asks)
                client.send(ask, own)
        except Exception as error:
            errors.append(error)
        with lock:
            tally.seconds += own.seconds
            tally.own_ms += own.own_ms
            tally.bytes, tally.queries = own.bytes or tally.bytes, max(tally.queries, own.queries)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    tally.elapsed = time.perf_counter() - started
    return tally


def _family(roots: set[int]) -> set[int]:
    """Return the processes ``roots`` and all below them."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(fields[1])
    family, grown = set(roots), True
    while grown:
        below = {child for child, parent in parents.items() if parent in family} - family
        family, grown = family | below, bool(below)
    return family


def cpu_seconds(roots: set[int]) -> float:
    """Return the CPU seconds that the processes ``roots`` and all below them have spent, to the nanosecond."""
    total = 0
    for process in _family(roots):
        for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e9
