"""Reading a PDF in a process of its own: how many pages, pictures of them, and their words."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.documents.faults import BadDocument

PROGRAM = Path(__file__).with_name("pdf_program.py")
MEMORY = 1536
"""MB that reading one PDF may take."""
LARGE, SMALL = 1280, 640
"""Widths of the two pictures of a page, in pixels."""
INSPECT_SECONDS = 30

Report = Callable[[float], None]


@dataclass(frozen=True)
class PageMade:
    """A page: its number, the sides of its large picture in pixels, and its words."""

    number: int
    width: int
    height: int
    text: str


def inspect(path: Path, *, most_pages: int) -> int:
    """Return how many pages the PDF at ``path`` has; raises ``BadDocument`` where it cannot be read or has too many."""
    with _program(["inspect", str(path), str(MEMORY)], INSPECT_SECONDS) as lines:
        pages = _count(lines)
        for _line in lines:
            pass
    if pages > most_pages:
        raise BadDocument("too_many_pages", pages=pages, limit=most_pages)
    return pages


def make_pages(
    path: Path, folder: Path, *, last: int, most_pages: int, seconds: float, report: Report
) -> tuple[int, list[PageMade]]:
    """Make pictures of the pages up to ``last`` in ``folder``, as ``1.webp`` and ``1-small.webp``.

    Returns how many pages there are in all, and those made. Raises as ``inspect``, and where it takes longer than
    ``seconds``; ``report`` is told the part done, from 0 to 1.
    """
    made: list[PageMade] = []
    order = ["pages", str(path), str(MEMORY), str(folder), str(last), str(LARGE), str(SMALL)]
    with _program(order, seconds, lambda: len(made) + 1) as lines:
        pages = _count(lines)
        if pages > most_pages:
            raise BadDocument("too_many_pages", pages=pages, limit=most_pages)
        for line in lines:
            if "fault" in line:
                place = f"{line['page']}"
                raise BadDocument("picture", place=place, width=line["width"], height=line["height"])
            made.append(PageMade(line["page"], line["width"], line["height"], line["text"]))
            report(len(made) / min(last, pages))
    return pages, made


def _count(lines: Iterator[dict[str, Any]]) -> int:
    first = next(lines, {"fault": "broken"})
    if "fault" in first:
        raise BadDocument(first["fault"])
    return int(first["pages"])


@contextmanager
def _program(order: list[str], seconds: float, at_page: Callable[[], int] | None = None) -> Iterator[Any]:
    """Run the program and give its lines as they come; it never stays behind.

    It stands in our own process group, so that a killed worker takes it along.
    """
    command = ["nice", "-n", "10", sys.executable, "-I", str(PROGRAM), *order]
    late = threading.Event()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def stop() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(max(seconds, 0.01), stop)
    clock.start()
    try:
        yield (json.loads(line) for line in process.stdout or () if line.endswith("\n"))
        process.wait()
    except BadDocument as fault:
        # What it did not say any more is no fault of the file.
        raise (BadDocument("time") if late.is_set() else fault) from None
    finally:
        clock.cancel()
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
    if late.is_set():
        raise BadDocument("time")
    if process.returncode:
        raise BadDocument("page", page=at_page()) if at_page else BadDocument("broken")
