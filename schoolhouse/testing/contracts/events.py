"""The contract of a handler of events."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from schoolhouse.testing.contracts.base import switched_off

if TYPE_CHECKING:
    from schoolhouse.testing.school import School


class EventHandlerContract:
    """A handler does its work once however often it is called, bears what is gone by then, and is silent while off.

    ``event`` is the declared ``Event``, ``handler`` the handler's name. ``data`` makes an event's data in the school,
    ``effect`` returns what the handler has changed so far, as values that can be compared.
    """

    plugin: ClassVar[str] = ""
    event: ClassVar[Any] = None
    handler: ClassVar[str] = ""

    def data(self, school: "School") -> dict[str, Any]:
        """Return the data of an event on which the handler must act."""
        pytest.fail("data() must make the data of an event.")

    def effect(self) -> Any:
        """Return what the handler has changed so far."""
        pytest.fail("effect() must return what the handler changed.")

    def send(self, data: dict[str, Any]) -> uuid.UUID:
        """Send the event without any worker at hand; return its id."""
        sent: uuid.UUID = self.event.send(data=data)
        return sent

    def deliver(self, event_id: uuid.UUID) -> None:
        """Call the handler as a worker does."""
        from foundation.jobs.registry import jobs

        assert self.handler in jobs, f"No handler is registered as “{self.handler}”."
        jobs[self.handler].function(event=str(event_id))

    def test_it_listens_under_its_plugins_name(self) -> None:
        """The name leads administrators from a failed job to the plugin."""
        assert self.handler in self.event.handlers, f"“{self.handler}” does not listen to {self.event.name}."
        assert self.handler.partition(".")[0] == self.plugin

    def test_it_acts_once_however_often_it_is_called(self, school: "School") -> None:
        """A worker that fell silent may have done its work; another does it again."""
        data = self.data(school)
        before = self.effect()
        event_id = self.send(data)
        self.deliver(event_id)
        once = self.effect()
        assert once != before, "The handler changed nothing; data() must make an event on which it acts."
        self.deliver(event_id)
        assert self.effect() == once, "Called again with the same event, the handler acted again."

    def test_it_bears_what_is_gone(self, school: "School") -> None:
        """Between an event and its handler people may have deleted what it is about."""
        before = self.effect()
        data = {key: str(uuid.uuid4()) if _is_id(value) else value for key, value in self.data(school).items()}
        self.deliver(self.send(data))
        assert self.effect() == before, "It acted on what does not exist."

    def test_it_is_silent_while_the_plugin_is_off(self, school: "School") -> None:
        """Off means that nothing happens."""
        data = self.data(school)
        before = self.effect()
        with switched_off(self.plugin):
            self.deliver(self.send(data))
        assert self.effect() == before


def _is_id(value: Any) -> bool:
    if isinstance(value, uuid.UUID):
        return True
    try:
        uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
