from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.jobs import drain, outbox, registry
from foundation.jobs.models import Delivery


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "jobs", dict(registry.jobs))
    yield
    registry.forget("test.hear")


def run(*arguments):
    output = StringIO()
    call_command("events", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_replay_gives_a_new_handler_the_older_events():
    outbox.publish("test.happened", 1, {"turn": 1})
    heard = []
    outbox.subscribe("test.happened", 1, "test.hear", lambda event: heard.append(event.data))
    assert "test.happened 1: test.hear" in run("list")
    assert run("replay", "test.hear").startswith("1 events")
    drain()
    assert heard == [{"turn": 1}]
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_replay_refuses_a_handler_that_is_not_there():
    with pytest.raises(CommandError, match=r"test\.typo"):
        run("replay", "test.typo")
