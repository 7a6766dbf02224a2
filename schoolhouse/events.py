"""Events: what one room tells, so that others and plugins may act on it without the room knowing them.

A room declares the events that it sends in its ``events.py`` and sends them in the transaction of what happened:

    post_published = Event(
        "forums.post_published", 1,
        fields={"post": "public_id of the post", "author": "public_id of its author"},
        doc="A learner's post can be read by the class.",
    )

    post_published.send(data={"post": post.public_id, "author": author.public_id}, organization=organization.public_id)

A handler stands in an app's ``handlers.py`` or ``jobs.py``, or in what a plugin's ``register()`` imports. It runs in a
worker, inside one transaction with the mark that the event was delivered: what it changes in the database takes effect
once. It may be called again after a failure, so what it does outside of the database must bear repeating.

    @post_published.handler("reply_points.score_post")
    def score_post(event: ReceivedEvent) -> None: ...

Rolled back, an event never happened. A handler hears of what happens after it was registered; ``manage.py events
replay`` gives it older events. Another plugin's events are heard by their name, with ``handler_of``. A change of an
event's fields is a new version, sent beside the old one for a while.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from foundation.jobs.registry import Handler, ReceivedEvent, jobs, subscriptions

__all__ = ["Event", "ReceivedEvent", "all_events", "handler_of"]

_events: dict[tuple[str, int], "Event"] = {}


class Event:
    """A declared kind of event.

    ``name`` is ``"<room>.<what happened>"``, ``fields`` says of each key of the data what it is (and its unit), ``doc``
    when the event is sent. Raises ``ImproperlyConfigured`` when this version of the name is already declared.
    """

    def __init__(self, name: str, version: int = 1, *, fields: Mapping[str, str], doc: str) -> None:
        if (name, version) in _events:
            raise ImproperlyConfigured(f"The event “{name}” is already declared in version {version}.")
        self.name = name
        self.version = version
        self.fields = dict(fields)
        self.doc = doc
        _events[name, version] = self

    def __repr__(self) -> str:
        return f"<Event {self.name} {self.version}>"

    @property
    def handlers(self) -> list[str]:
        """Names of the handlers that are owed this event."""
        return list(subscriptions.get((self.name, self.version), ()))

    def send(self, *, data: Mapping[str, Any], organization: uuid.UUID | None = None) -> uuid.UUID:
        """Write the event in the current transaction and return its id.

        ``data`` has exactly the declared keys, with values that JSON can hold (UUIDs, dates and Decimals become text);
        ``organization`` is the ``public_id`` of the organization where it happened. Raises ``TypeError`` for keys that
        are missing or unknown.
        """
        return self.send_many([data], organization=organization)[0]

    def send_many(self, rows: Iterable[Mapping[str, Any]], *, organization: uuid.UUID | None = None) -> list[uuid.UUID]:
        """Write one event for the data in each of ``rows``, as ``send`` does, in a few statements; return their ids."""
        from foundation.jobs import outbox  # models cannot be imported while rooms are declaring their events

        rows = list(rows)
        for data in rows:
            if data.keys() != self.fields.keys():
                wrong = ", ".join(sorted(data.keys() ^ self.fields.keys()))
                raise TypeError(f"The data of {self.name} must have exactly the declared keys; look at: {wrong}.")
        return [event.pk for event in outbox.publish_many(self.name, self.version, rows, organization)]

    def handler(
        self,
        name: str,
        *,
        retries: int = 8,
        backoff: timedelta = timedelta(seconds=10),
        lease: timedelta = timedelta(seconds=60),
        time_limit: timedelta = timedelta(minutes=1),
    ) -> Callable[[Handler], Handler]:
        """Have a function called with each event of this kind, as ``"<plugin or room>.<verb>"``.

        It receives a ``ReceivedEvent`` and is tried again ``retries`` times, after ``backoff`` doubled each time; after
        the last it waits among the failed background jobs for an administrator. Raises ``ImproperlyConfigured`` when
        the name is taken.
        """

        options = {"retries": retries, "backoff": backoff, "lease": lease, "time_limit": time_limit}
        return _declaring(self.name, self.version, name, options)


def handler_of(event: str, version: int, name: str, **options: Any) -> Callable[[Handler], Handler]:
    """Have a function called with each event of that name and version, which another plugin sends, as ``handler`` does.

    No plugin imports another one: where the sender is not there nothing is ever heard, and that is all. ``options`` are
    those of ``Event.handler``.
    """
    return _declaring(event, version, name, options)


def _declaring(event: str, version: int, name: str, options: Mapping[str, Any]) -> Callable[[Handler], Handler]:
    def declare(function: Handler) -> Handler:
        from foundation.jobs import outbox

        if name in jobs:
            raise ImproperlyConfigured(f"The handler “{name}” is already declared.")
        outbox.subscribe(event, version, name, function, **options)
        return function

    return declare


def all_events() -> list[Event]:
    """Return every declared event, by name and version."""
    return [_events[key] for key in sorted(_events)]
