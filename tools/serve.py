"""A small supervisor: starts the web server, the worker and the scheduler, and leaves nothing running when it stops.

Each child has its own process group and asks the kernel for a signal when the supervisor dies. A child that ends by
itself is started again a few times; then everything stops and its log is named.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
RESTARTS, WITHIN_SECONDS = 3, 60.0
STOP_SECONDS, HURRY_SECONDS = 15.0, 1.5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent process dies, so that even ``kill -9`` on it leaves nothing behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Tell whether a server could listen on ``host:port`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/health/live") -> bool:
    """Tell whether a web server answers 200 at ``path``."""
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Child:
    """One supervised program, its log, and how often it was started."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name, self.command, self.log, self.environment = name, command, log, environment
        self.started: list[float] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program in a process group of its own, its output going to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started.append(time.monotonic())

    def has_ended(self) -> bool:
        """Tell whether the program ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def may_restart(self) -> bool:
        """Tell whether it was not yet started too often in the last minute."""
        recent = [moment for moment in self.started if time.monotonic() - moment < WITHIN_SECONDS]
        return len(recent) <= RESTARTS

    def signal(self, number: int) -> None:
        """Send a signal to the program and everything it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def wait(self, seconds: float) -> bool:
        """Wait for the program's end, at most ``seconds``; tell whether it came."""
        try:
            if self.process is not None:
                self.process.wait(timeout=max(seconds, 0.01))
        except subprocess.TimeoutExpired:
            return False
        return True


class Supervisor:
    """Runs children until it is told to stop or one of them cannot be kept alive."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self.stopping = False

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], ready_seconds: float = 60) -> int:
        """Start all, call ``on_ready`` once they serve, keep them alive; give the exit status."""
        before = {number: signal.signal(number, self._stop) for number in STOP_SIGNALS}
        try:
            for child in self.children:
                child.start()
            deadline = time.monotonic() + ready_seconds
            ready = False
            while not self.stopping:
                failed = self._revive()
                if failed:
                    return self._report(failed, "keeps ending")
                if not ready and is_ready():
                    ready = True
                    on_ready()
                elif not ready and time.monotonic() > deadline:
                    return self._report(self.children[0], f"did not answer within {ready_seconds:.0f} seconds")
                time.sleep(0.5 if ready else 0.1)
            return 0
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _revive(self) -> Child | None:
        """Start ended children again; give one that ended too often."""
        for child in self.children:
            if child.has_ended() and not self.stopping:
                if not child.may_restart():
                    return child
                child.signal(signal.SIGKILL)
                child.start()
        return None

    def _report(self, child: Child, trouble: str) -> int:
        last = child.log.read_text(errors="replace").splitlines()[-15:] if child.log.exists() else []
        print(f"The {child.name} {trouble}; stopping. Its log is {child.log}:", *last, sep="\n  ", file=sys.stderr)
        return 1

    def stop(self) -> None:
        """Stop every child: politely, then for good."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            if child.name == "web" and not child.wait(HURRY_SECONDS):
                child.signal(signal.SIGQUIT)  # gunicorn lingers for idle browsers unless hurried
        for child in self.children:
            child.wait(deadline - time.monotonic())
        for child in self.children:
            child.signal(signal.SIGKILL)
            child.wait(1)


def school_children(root: Path, logs: Path, environment: Mapping[str, str]) -> list[Child]:
    """List what a school runs: gunicorn, the worker and the scheduler. ``BIND`` in the environment says where."""
    python = sys.executable
    programs = {
        "web": [python, "-m", "gunicorn", "--config", str(root / "gunicorn.conf.py")],
        "worker": [python, str(root / "manage.py"), "worker"],
        "scheduler": [python, str(root / "manage.py"), "scheduler"],
    }
    jobs = root / "foundation" / "jobs" / "management" / "commands"
    programs = {name: command for name, command in programs.items() if name == "web" or (jobs / f"{name}.py").exists()}
    return [Child(name, command, logs / f"{name}.log", environment) for name, command in programs.items()]
