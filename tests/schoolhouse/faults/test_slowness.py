"""A plugin is no longer asked where it is slow itself, time and again, and not where the machine is."""

import threading
import time
from collections import defaultdict

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from schoolhouse import faults
from schoolhouse.actions.activation import ask_again
from schoolhouse.extension_points import Slot
from schoolhouse.faults import slowness
from schoolhouse.models import PluginFault
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

PLACE = "classes.training_class.aside"
SHOW = Template("{% load schoolhouse %}[{% slot '" + PLACE + "' page=1 %}]")


@pytest.fixture
def fill(monkeypatch):
    """Give a function that has ``try_me`` fill the place, where it may take 50 ms, as on a machine that is not busy."""
    monkeypatch.setattr(faults, "_written", {})
    monkeypatch.setattr(slowness, "_overruns", defaultdict(list))
    monkeypatch.setattr(slowness, "queued_seconds", lambda: 0.0)
    monkeypatch.setattr("schoolhouse.templatetags.schoolhouse.SLOT_SECONDS", 0.05)
    slot = Slot.named(PLACE)
    before = slot.extensions()
    slot._extensions = []
    yield lambda renderer: slot.register("try_me", "test", renderer)
    slot._extensions = before


def request():
    return RequestFactory().get("/")


def show(asked=None):
    return SHOW.render(RequestContext(asked or request(), {}))


def slow(request, **arguments):
    time.sleep(0.1)
    return "slow"


def compute(seconds):
    began = time.thread_time()
    while time.thread_time() - began < seconds:
        pass


def others_compute(monkeypatch, seconds):
    """Say, as the clock of the process would, that its other threads computed for so long at each look at it."""
    clock = time.process_time
    looks = iter(range(1000))
    monkeypatch.setattr(slowness.time, "process_time", lambda: clock() + next(looks) * seconds)


def test_slot_that_is_too_slow_in_several_requests_is_asked_no_more_until_somebody_says_so(fill):
    fill(slow)
    assert [show() for _request in range(4)] == ["[slow]", "[slow]", "[slow]", "[]"]
    fault = PluginFault.objects.get()
    assert fault.switched_off
    assert fault.message.startswith("It took 0.1 seconds, and may take 0.05.")
    ask_again(fault=fault, by=make_user())
    assert show() == "[slow]"


def test_slot_that_is_slow_once_is_named_and_asked_again(fill):
    """As the first request to a new process finds it."""
    pauses = iter([0.1])
    fill(lambda request, **arguments: time.sleep(next(pauses, 0)) or "here")
    assert [show() for _request in range(5)] == ["[here]"] * 5
    fault = PluginFault.objects.get()
    assert (fault.place, fault.count, fault.switched_off) == (PLACE, 1, False)


def test_slot_that_is_slow_many_times_in_one_request_counts_once(fill):
    fill(slow)
    asked = request()
    assert [show(asked) for _time in range(5)] == ["[slow]"] * 5
    assert not PluginFault.objects.get().switched_off


def test_requests_that_wait_together_count_once(fill):
    began = time.monotonic()
    assert not any(slowness.overran("try_me", PLACE, began, request()) for _request in range(5))
    assert not slowness.overran("try_me", PLACE, time.monotonic(), request())
    assert slowness.overran("try_me", PLACE, time.monotonic(), request())


def test_slow_requests_that_lie_far_apart_are_forgotten(monkeypatch, fill):
    monkeypatch.setattr(slowness, "WITHIN_SECONDS", 0.01)
    for _request in range(5):
        assert not slowness.overran("try_me", PLACE, time.monotonic(), request())
        time.sleep(0.02)


def test_slot_that_fails_after_too_long_is_asked_no_more(fill):
    """Such as one that waits for a server that does not answer."""
    asked = []

    def wait(request, **arguments):
        asked.append(1)
        slow(request)
        raise TimeoutError("no answer")

    fill(wait)
    assert [show() for _request in range(5)] == ["[]"] * 5
    assert len(asked) == 3
    fault = PluginFault.objects.get()
    assert fault.switched_off
    assert "TimeoutError: no answer" in fault.traceback


def test_slot_that_waits_for_the_machine_is_not_slow(fill, monkeypatch):
    """For a processor that other programs have."""
    queued = iter(range(1000))
    monkeypatch.setattr(slowness, "queued_seconds", lambda: next(queued) * 1.0)
    monkeypatch.setattr(slowness, "_here", threading.local())
    fill(slow)
    assert [show() for _request in range(5)] == ["[slow]"] * 5
    assert not PluginFault.objects.exists()


def test_slot_that_waits_for_other_threads_is_not_slow(fill, monkeypatch):
    others_compute(monkeypatch, 1.0)
    fill(slow)
    assert [show() for _request in range(5)] == ["[slow]"] * 5
    assert not PluginFault.objects.exists()


def test_slot_that_computes_too_long_is_slow_on_a_busy_machine_too(fill, monkeypatch):
    others_compute(monkeypatch, 1.0)
    fill(lambda request, **arguments: compute(0.1) or "here")
    assert [show() for _request in range(4)] == ["[here]"] * 3 + ["[]"]


def test_time_in_the_queue_is_read_from_the_system_and_not_more_often_than_is_worth_it(monkeypatch):
    """Linux counts it; where nobody does it is 0."""
    monkeypatch.setattr(slowness, "_here", threading.local())
    first = slowness._queued_of_late()
    assert 0 <= first <= slowness.queued_seconds()
    assert slowness._queued_of_late() == first
