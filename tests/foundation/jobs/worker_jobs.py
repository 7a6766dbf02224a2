"""Jobs for the tests with real processes: they leave lines in the file named by ``TRACE``."""

import dataclasses
import os
import time
from datetime import timedelta

from foundation.jobs import job, registry, schedule


def trace(word):
    with open(os.environ["TRACE"], "a") as file:
        file.write(f"{word}\n")


@job("test.trace")
def note(*, word):
    trace(word)


@job("test.sleep", lease=timedelta(seconds=3), backoff=timedelta(0))
def sleep(*, seconds):
    trace("start")
    time.sleep(seconds)
    trace("end")


@job("test.endless", time_limit=timedelta(seconds=1), retries=1, backoff=timedelta(0))
def endless():
    trace("start")
    while True:
        time.sleep(0.1)


@job("test.crash", retries=1, backoff=timedelta(0))
def crash():
    trace("start")
    os._exit(7)


for name in ("test.endless", "test.crash"):
    registry.jobs[name] = dataclasses.replace(registry.jobs[name], lost=lambda reason: trace(f"lost: {reason}"))


@schedule("test.tick", every=timedelta(seconds=3))
def tick():
    trace("tick")
