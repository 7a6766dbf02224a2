"""Which plugins the site can start with: tried once, then remembered until a plugin or the house changes."""

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schoolhouse.discovery import candidates, trial
from schoolhouse.discovery.candidates import Candidate
from schoolhouse.discovery.turns import queued_seconds

HOUSE = Path(__file__).resolve().parents[2]
TRIAL_SECONDS = float(os.environ.get("PLUGINS_TRIAL_SECONDS", "120"))
"""How long a trial may take, its waits for a processor not counted; whatever it does then counts as stuck."""
STEP_SECONDS = float(os.environ.get("PLUGINS_STEP_SECONDS", "60"))
"""How long one plugin may take for one step of a trial, such as loading its ``models.py``."""

PAUSE = 0.1
"""In seconds, between two looks at a trial that is going on."""


@dataclass
class Verdict:
    """The dotted paths of the plugins that work, and the reason of each that does not, by name."""

    apps: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def verdict_on(found: list[Candidate], keep: Path | None = None) -> Verdict:
    """Return which of ``found`` the site can start with; ``keep`` is the file in which the answer is remembered."""
    if not found:
        return Verdict()
    keep = keep or default_place()
    mark = fingerprint(found)
    kept = _read(keep, mark)
    if kept is None:
        with _alone(keep):
            kept = _read(keep, mark)  # another process may have tried meanwhile
            if kept is None:
                kept = _try(found)
                _write(keep, mark, kept)
    return _as_verdict(found, kept)


def condemn(name: str, reason: str, found: Iterable[Candidate], keep: Path | None = None) -> None:
    """Remember that a plugin passed its trial and failed all the same, so that the next start leaves it out."""
    keep = keep or default_place()
    with _alone(keep):
        mark = fingerprint(list(found))
        _write(keep, mark, {**(_read(keep, mark) or {}), name: reason})


def default_place() -> Path:
    """Return where verdicts are kept: beside everything else that is local."""
    return Path(os.environ.get("SCHOOLHOUSE_VAR") or HOUSE / "var") / "plugins.json"


def fingerprint(found: list[Candidate]) -> str:
    """Return a mark that changes with the plugins' files, the house's, the installed packages and the settings."""
    digest = hashlib.sha256(repr((found, sys.version, os.environ.get("DJANGO_SETTINGS_MODULE"))).encode())
    rooms = [path for path in sorted(HOUSE.iterdir()) if (path / "__init__.py").exists() or path.name == "site"]
    for folder in [*rooms, *(candidate.location() for candidate in found)]:
        if folder:
            for line in _files(str(folder)):
                digest.update(line)
    packages = os.stat(sysconfig.get_path("purelib"))
    digest.update(str(packages.st_mtime_ns).encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[bytes]:
    """Give name, size and time of change of everything in a folder that Python or gettext would load."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir():
                if entry.name not in {"__pycache__", "node_modules", "static", "tests"}:
                    yield from _files(entry.path)
            elif entry.name.endswith((".py", ".mo", ".so")):
                stat = entry.stat()
                yield f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode(errors="replace")
        except OSError:
            continue  # a link that leads nowhere, such as an editor's lock, or a file that has just gone


def _try(found: list[Candidate]) -> dict[str, str]:
    """Hold trials until one shows no fault; return the reason of each plugin that failed, by name."""
    refused: dict[str, str] = {}
    while True:
        left = [candidate for candidate in found if candidate.name not in refused]
        faults, stuck = _trial(left) if left else ({}, "")
        refused.update(faults)
        if stuck and not faults:
            return refused | _whose_fault(left, stuck)
        if not faults:
            return refused


def _whose_fault(left: list[Candidate], stuck: str) -> dict[str, str]:
    """Find whose fault it is where the site does not start and no plugin's code was at work.

    Where it does not start without any either, that is no plugin's fault and shows itself in the real start.
    """
    if _trial([])[1]:
        return {}
    return _halves([], left, stuck)


def _halves(good: list[Candidate], doubtful: list[Candidate], stuck: str) -> dict[str, str]:
    """Find those of ``doubtful`` that do not go together with ``good`` by halves: few of many are at fault."""
    if len(doubtful) == 1:
        return {doubtful[0].name: f"The site does not start with it: {stuck}"}
    refused: dict[str, str] = {}
    middle = len(doubtful) // 2
    for half in (doubtful[:middle], doubtful[middle:]):
        faults, stuck = _trial([*good, *half])
        while faults:
            refused |= faults
            good, half = ([candidate for candidate in some if candidate.name not in faults] for some in (good, half))
            faults, stuck = _trial([*good, *half]) if half else ({}, "")
        if stuck:
            found = _halves(good, half, stuck)
            refused |= found
            half = [candidate for candidate in half if candidate.name not in found]
        good = [*good, *half]
    return refused


def _trial(found: list[Candidate]) -> tuple[dict[str, str], str]:
    """Start the site once with ``found``; return their faults by name, and an error that points at none of them."""
    with tempfile.TemporaryDirectory(prefix="schoolhouse-trial-") as folder:
        report = Path(folder) / "report"
        environment = {
            **os.environ,
            candidates.ON_TRIAL: candidates.put_on_trial(found),
            trial.REPORT: str(report),
            "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        }
        # Without -P the folder where somebody stands would come first, and its ``plugins`` before those asked for.
        command = [sys.executable, "-P", "-c", "from schoolhouse.discovery.trial import main; main()"]
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            end = _end_of(process, report)
        finally:
            # Together with whatever a plugin has started meanwhile.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return _read_report(report, end)


def _end_of(process: subprocess.Popen[bytes], report: Path) -> str:
    """Wait until a trial ends, or it or a plugin's step in it has taken too long; return how it ended, in words.

    What it waits for a processor, on a busy machine, is not counted: that would be laid at a sound plugin's door.
    """
    began = changed = _clock(process.pid)
    lines: list[dict[str, Any]] = []
    while True:
        with suppress(subprocess.TimeoutExpired):
            return f"the process ended with status {process.wait(PAUSE)}"
        before, lines = lines, _lines(report)
        if lines != before:
            changed = _clock(process.pid)
        in_a_step = bool(lines and lines[-1].get("at"))
        for seconds, since in ((TRIAL_SECONDS, began), *([(STEP_SECONDS, changed)] if in_a_step else [])):
            if _clock(process.pid) - since > seconds:
                return f"it did not finish within {seconds:g} seconds"


def _clock(pid: int) -> float:
    """Return a clock that stands still while a process waits for its turn."""
    return time.monotonic() - queued_seconds(pid)


def _lines(report: Path) -> list[dict[str, Any]]:
    """Read a report; its last line may be on its way."""
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _read_report(report: Path, end: str) -> tuple[dict[str, str], str]:
    lines = _lines(report)
    faults = {line["fault"][0]: line["fault"][1] for line in lines if "fault" in line}
    stuck = next((line["stuck"] for line in lines if "stuck" in line), "")
    if not any("done" in line for line in lines):
        at = [line["at"] for line in lines if "at" in line]
        if at and at[-1] and at[-1][0] not in faults:
            faults[at[-1][0]] = f"{at[-1][1]}: {end}"
        elif not faults:
            stuck = end
    return faults, stuck


def _as_verdict(found: list[Candidate], refused: dict[str, str]) -> Verdict:
    """Import the ``apps.py`` of those that passed; one that fails now, unlike in its trial, is left out as well."""
    verdict = Verdict(refused=dict(refused))
    for candidate in found:
        if candidate.name not in refused:
            try:
                verdict.apps.append(candidates.examine(candidate))
            except Exception as error:
                verdict.refused[candidate.name] = f"apps.py: {type(error).__name__}: {error}"
    return verdict


def _read(keep: Path, mark: str) -> dict[str, str] | None:
    try:
        kept = json.loads(keep.read_text())
    except (OSError, ValueError):
        return None
    return kept["refused"] if kept.get("mark") == mark else None


def _write(keep: Path, mark: str, refused: dict[str, str]) -> None:
    """Replace the file in one step; a folder that cannot be written to only costs the next start another trial."""
    try:
        with tempfile.NamedTemporaryFile("w", dir=keep.parent, delete=False) as new:
            json.dump({"mark": mark, "refused": refused}, new)
        os.replace(new.name, keep)
    except OSError:
        return


@contextmanager
def _alone(keep: Path) -> Iterator[None]:
    """Let one process at a time hold a trial, so that those that start together wait for one verdict."""
    try:
        keep.parent.mkdir(parents=True, exist_ok=True)
        handle = keep.with_suffix(".lock").open("w")
    except OSError:
        yield
        return
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
