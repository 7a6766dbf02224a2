"""The supervisor under ``make demo``: it revives, gives up, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tools.serve import Child, Supervisor, port_is_free

SUPERVISED = """
import sys
from pathlib import Path
from tools.serve import Child, Supervisor, die_with_parent
die_with_parent()
child = Child("sleeper", ["sh", "-c", "sleep 60 & echo $!; wait"], Path(sys.argv[1]), {})
sys.exit(Supervisor([child]).run(is_ready=lambda: True, on_ready=lambda: print("ready", flush=True)))
"""


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def supervised(tmp_path):
    log = tmp_path / "sleeper.log"
    process = subprocess.Popen([sys.executable, "-c", SUPERVISED, str(log)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    assert wait_until(lambda: log.exists() and log.read_text().endswith("\n"))
    yield process, int(log.read_text())
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_leaves_nothing_running(supervised, number):
    process, grandchild = supervised

    process.send_signal(number)

    assert process.wait(timeout=20) == 0
    assert wait_until(lambda: not is_running(grandchild))


def test_supervisor_revives_a_child_and_gives_up_in_the_end(tmp_path, capsys):
    child = Child("stumbler", ["sh", "-c", "echo so it ended; exit 3"], tmp_path / "stumbler.log", {})

    status = Supervisor([child]).run(is_ready=lambda: False, on_ready=lambda: None)

    assert status == 1
    assert len(child.started) == 4
    said = capsys.readouterr().err
    assert "The stumbler keeps ending" in said
    assert "so it ended" in said


def test_taken_port_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not port_is_free(taken.getsockname()[1])
