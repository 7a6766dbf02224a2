"""Contracts of what people are told, and of what brings it to them."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from schoolhouse.testing.contracts.base import LANGUAGES, ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from people.models import User
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class NotificationKindContract(ExtensionContract):
    """A kind says something in each language without a query, to who may see what it is about and to nobody else.

    ``make`` makes somebody who is told and the data of that. ``is_open``: whether everybody may see it.
    """

    point = "notification_kinds"
    is_open: ClassVar[bool] = False

    def make(self, school: "School") -> "tuple[User, dict[str, Any]]":
        """Make somebody who is told of something, and the data with which they are told."""
        pytest.fail("make() must make a person and the data of a notification.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """People choose by it how they hear of it."""
        from schoolhouse.notifications import NotificationKind, Way

        kind = extension.value
        assert isinstance(kind, NotificationKind), f"It must be a NotificationKind, not {type(kind).__name__}."
        assert_says_something(kind.label, "Its label")
        assert_says_something(kind.group, "Its group")
        assert kind.way in Way.values, f"“{kind.way}” is no way; there is: {', '.join(Way.values)}."

    def test_it_says_something_in_each_language(self, extension: "Extension[Any]", school: "School") -> None:
        """A list shows twenty-five at once: saying it costs no query."""
        from django.utils.translation import override

        from schoolhouse.notifications import Words

        _person, data = self.make(school)
        for language in LANGUAGES:
            with override(language), at_most(0, "words()"):
                words = extension.value.words(_stored(data))
                assert isinstance(words, Words), f"What it says must be Words, not {type(words).__name__}."
                assert str(words.subject).strip(), f"Its subject is empty in {language}."

    def test_it_is_visible_to_who_is_told(self, extension: "Extension[Any]", school: "School") -> None:
        """And, where it is not open to all, not to somebody who has nothing to do with it."""
        person, data = self.make(school)
        seen = list(extension.value.visible(person, [_stored(data)]))
        assert seen == [True], f"Who is told may not see it: visible() gave {seen}."
        others = list(extension.value.visible(school.person(), [_stored(data)]))
        assert others == [self.is_open], f"To somebody else visible() gave {others}."

    def test_it_bears_what_is_gone(self, extension: "Extension[Any]", school: "School") -> None:
        """Between being told and being sent, people may have deleted what it is about."""
        person, data = self.make(school)
        gone = {key: str(uuid.uuid4()) if _is_id(value) else value for key, value in _stored(data).items()}
        seen = list(extension.value.visible(person, [gone]))
        assert seen == [self.is_open], f"Of what is not there visible() gave {seen}."

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """A summary asks of thirty at once."""
        person, data = self.make(school)
        rows = [_stored(self.make(school)[1]) for _number in range(10)]
        extension.value.visible(person, [_stored(data)])
        with at_most(self.most_queries, "One notification"):
            list(extension.value.visible(person, [_stored(data)]))
        with at_most(_cost(extension, person, [_stored(data)]), "Eleven notifications"):
            seen = list(extension.value.visible(person, [_stored(data), *rows]))
        assert len(seen) == 11, f"Of eleven notifications visible() gave {len(seen)} answers."


class NotificationChannelContract(ExtensionContract):
    """A channel knows without a query whom it reaches, and brings a message of one thing or of several.

    ``reached`` makes somebody whom it reaches, ``sent`` returns what it has handed over so far. A channel that asks
    another server answers for it in a fixture of the plugin's own tests.
    """

    point = "notification_channels"

    def reached(self, school: "School") -> "User":
        """Make somebody whom the channel reaches."""
        pytest.fail("reached() must make somebody whom the channel reaches.")

    def sent(self) -> Any:
        """Return what was handed over so far, as values that can be compared."""
        pytest.fail("sent() must return what was handed over.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """People choose it by its name."""
        from schoolhouse.notifications import NotificationChannel

        channel = extension.value
        assert isinstance(channel, NotificationChannel), f"It must be a NotificationChannel, not {type(channel)}."
        assert_says_something(channel.label, "Its label")

    def test_it_knows_whom_it_reaches_without_a_query(self, extension: "Extension[Any]", school: "School") -> None:
        """It is asked for each of sixty learners."""
        person = self.reached(school)
        with at_most(0, "reaches()"):
            assert extension.value.reaches(person) is True, "It does not reach the person of reached()."

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_brings_messages(self, extension: "Extension[Any]", school: "School", count: int) -> None:
        """Of one thing, and of several at once."""
        before = self.sent()
        extension.value.send(message_to(self.reached(school), count))
        assert self.sent() != before, f"A message of {count} was not handed over."


def message_to(person: Any, count: int = 1, *, is_digest: bool = False) -> Any:
    """Return a message of ``count`` things to ``person``, as the worker gives it to a channel."""
    from django.utils import timezone

    from schoolhouse.notifications import Item, Message

    url = "https://school.example/learn/notifications/"
    items = [
        Item("kit.kind", "A kind", f"Thing {number} <b>", "Said & done", url, timezone.now()) for number in range(count)
    ]
    return Message(person, items, f"{url}stop/", is_digest=is_digest, key=str(count))


def _stored(data: dict[str, Any]) -> dict[str, Any]:
    """Return data as it comes out of JSON."""
    import json

    from django.core.serializers.json import DjangoJSONEncoder

    found: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return found


def _is_id(value: Any) -> bool:
    try:
        uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def _cost(extension: "Extension[Any]", person: Any, rows: list[Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        list(extension.value.visible(person, rows))
    return len(queries)
