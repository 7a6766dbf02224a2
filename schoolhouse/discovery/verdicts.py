"""Which plugins the site can start with: tried once, then remembered until a plugin or the house changes."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from schoolhouse.discovery import candidates, trial
from schoolhouse.discovery.candidates import Candidate

HOUSE = Path(__file__).resolve().parents[2]
TRIAL_SECONDS = float(os.environ.get("PLUGINS_TRIAL_SECONDS", "120"))
"""How long a trial may take; whatever it does then counts as stuck."""


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
        if entry.is_dir():
            if entry.name not in {"__pycache__", "node_modules", "static", "tests"}:
                yield from _files(entry.path)
        elif entry.name.endswith((".py", ".mo", ".so")):
            stat = entry.stat()
            yield f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode()


def _try(found: list[Candidate]) -> dict[str, str]:
    """Hold trials until one shows no fault; return the reason of each plugin that failed, by name."""
    refused: dict[str, str] = {}
    while True:
        left = [candidate for candidate in found if candidate.name not in refused]
        faults, stuck = _trial(left) if left else ({}, "")
        refused.update(faults)
        if stuck and not faults:
            return refused | _one_by_one(left, stuck)
        if not faults:
            return refused


def _one_by_one(left: list[Candidate], stuck: str) -> dict[str, str]:
    """Add one plugin after the other where the site does not start and no plugin's code was at work.

    Where it does not start without any either, that is no plugin's fault and shows itself in the real start.
    """
    if _trial([])[1]:
        return {}
    good: list[Candidate] = []
    refused: dict[str, str] = {}
    for candidate in left:
        faults, stuck = _trial([*good, candidate])
        if faults or stuck:
            refused[candidate.name] = faults.get(candidate.name) or f"The site does not start with it: {stuck}"
        else:
            good.append(candidate)
    return refused


def _trial(found: list[Candidate]) -> tuple[dict[str, str], str]:
    """Start the site once with ``found``; return their faults by name, and an error that points at none of them."""
    with tempfile.TemporaryDirectory(prefix="schoolhouse-trial-") as folder:
        report = Path(folder) / "report"
        environment = {
            **os.environ,
            candidates.ON_TRIAL: candidates.put_on_trial(found),
            trial.REPORT: str(report),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        command = [sys.executable, "-c", "from schoolhouse.discovery.trial import main; main()"]
        try:
            ended = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=TRIAL_SECONDS,
                check=False,
            )
            end = f"the process ended with status {ended.returncode}"
        except subprocess.TimeoutExpired:
            end = f"it did not finish within {TRIAL_SECONDS:g} seconds"
        return _read_report(report, end)


def _read_report(report: Path, end: str) -> tuple[dict[str, str], str]:
    lines = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
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
