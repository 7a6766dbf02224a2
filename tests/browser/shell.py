"""A prompt beside a served school: it runs what tests hand it on the school's database.

One process answers all of them, since starting Django takes seconds. ``python -m tests.browser.shell`` is that process.
"""

import json
import os
import subprocess
import sys
import traceback
from typing import Any, TextIO

from tools.school import ROOT


class Shell:
    """The process and the two pipes to it: a line of JSON each way for each piece of code."""

    def __init__(self, environment: dict[str, str]) -> None:
        paths = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.shell"],
            cwd=ROOT,
            env={**os.environ, **environment, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> Any:
        """Return what ``code`` leaves in ``result``; raises AssertionError with its traceback when it fails."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(code), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "The prompt has ended."
        told = json.loads(answer)
        assert "result" in told, told["failed"]
        return told["result"]

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def answer(code: str) -> dict[str, Any]:
    """Run ``code`` as a request of its own, so that nothing that is kept for a request outlives it."""
    from django.core.signals import request_finished, request_started
    from django.utils import translation

    names: dict[str, Any] = {"__name__": "__main__"}
    request_started.send(sender=Shell)
    translation.deactivate()
    try:
        exec(code, names)
        told = {"result": names["result"]}
        json.dumps(told)
        return told
    except Exception:
        return {"failed": traceback.format_exc()}
    finally:
        request_finished.send(sender=Shell)


def serve(asked: TextIO, told: TextIO) -> None:
    """Answer line by line until there are no more."""
    for line in asked:
        print(json.dumps(answer(json.loads(line))), file=told, flush=True)


if __name__ == "__main__":
    import django

    answers, sys.stdout = sys.stdout, sys.stderr
    django.setup()
    serve(sys.stdin, answers)
