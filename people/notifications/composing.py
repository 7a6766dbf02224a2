"""Putting notifications into words, for who may still see what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from foundation.prepared.once import one_question
from people.models import Notification, User
from schoolhouse.extension_points import notification_kinds
from schoolhouse.faults import shielded
from schoolhouse.notifications import Words


@dataclass(frozen=True)
class Told:
    """A notification as its person reads it; ``words`` is ``None`` where they may not see any more what it is about."""

    row: Notification
    label: str | Promise
    words: Words | None


def composed(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Return ``rows``, all of them told to ``person``, in the language that is active.

    Each kind is asked once what of it may still be seen. A kind whose plugin is off or fails has no words.
    """
    active = {extension.name: extension for extension in notification_kinds.active()}
    words: dict[int, Words] = {}
    for name in sorted({row.kind for row in rows} & active.keys()):
        extension, those = active[name], [row for row in rows if row.kind == name]
        # Kinds of one room ask the same of the person: which classes, which forums.
        with shielded(extension.plugin, notification_kinds.name), one_question():
            seen = list(extension.value.visible(person, [row.data for row in those]))
            words |= {
                row.pk: _words(extension.value.words(row.data))
                for row, is_visible in zip(those, seen, strict=True)
                if is_visible
            }
    labels = {name: extension.value.label for name, extension in active.items()}
    return [Told(row, labels.get(row.kind, ""), words.get(row.pk)) for row in rows]


def _words(words: Any) -> Words:
    """Return what a kind says, as text of now: a lazy translation would be said in another language later."""
    if not isinstance(words, Words):
        raise TypeError(f"What a kind says must be Words, and is {words!r}.")
    return Words(str(words.subject), str(words.text))
