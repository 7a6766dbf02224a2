"""Naming people in a post."""

from collections.abc import Iterable
from typing import NamedTuple

from forums.events import mentioned
from forums.models import ForumPage, Post, PostMention
from forums.queries.parts.people import LEAST_KEY, people_named, place_of
from forums.writing.names import AT, beginnings, qualifier_at, signs_in
from forums.writing.rendering import texts_in
from people.models import User

MOST_MENTIONS = 20
"""So many people are named in one post; further names stay text."""


class Named(NamedTuple):
    """Somebody whom a text names, and what is written behind the ``@``."""

    person: User
    written: str


def people_in(body: str, forum: ForumPage, *, by: User) -> list[Named]:
    """Return whom Markdown ``body`` names, each once: a name that means exactly one person of ``forum`` but ``by``.

    A name that several have stays text, unless the place that they come from, or the beginning of the public id,
    follows in brackets. No query where there is no ``@``.
    """
    if not any(sign in body for sign in AT):
        return []
    signs = [(text, place) for text in texts_in(body) for place in signs_in(text)][: 5 * MOST_MENTIONS]
    names = {name for text, place in signs for name in beginnings(text, place)}
    if not names:
        return []
    known: dict[str, list[User]] = {}
    for person in people_named(forum, names):
        known.setdefault(person.full_name, []).append(person)
    found = (_at(text, place, known) for text, place in signs)
    once = {one.person.pk: one for one in found if one is not None and one.person.pk != by.pk}
    return list(once.values())[:MOST_MENTIONS]


def _at(text: str, place: int, known: dict[str, list[User]]) -> Named | None:
    name = next((one for one in beginnings(text, place) if one in known), None)
    if name is None:
        return None
    people = known[name]
    if (found := qualifier_at(text, place + 1 + len(name))) is not None:
        meant = [person for person in people if _is_meant(person, found[1])]
        if len(meant) == 1:
            return Named(meant[0], name + found[0])
    return Named(people[0], name) if len(people) == 1 else None


def _is_meant(person: User, said: str) -> bool:
    key = said.lower()
    return said == place_of(person) or (len(key) >= LEAST_KEY and person.public_id.hex.startswith(key))


def keep_mentions(post: Post, forum: ForumPage, named: Iterable[Named]) -> None:
    """Write down whom ``post`` names now, in the transaction that writes it; whoever is new hears of it, once."""
    now = {one.person.pk: one for one in named}
    before = {row.person_id: row for row in PostMention.objects.filter(post=post)} if post.version > 1 else {}
    changed = []
    for person, row in before.items():
        stands, written = person in now, now[person].written if person in now else row.written
        if (row.stands, row.written) != (stands, written):
            row.stands, row.written = stands, written
            changed.append(row)
    if changed:
        PostMention.objects.bulk_update(changed, ["stands", "written"])
    new = [one for person, one in now.items() if person not in before]
    if not new:
        return
    at = post.edited_at or post.created_at
    PostMention.objects.bulk_create(
        [PostMention(post=post, person=one.person, written=one.written, at=at) for one in new]
    )
    training_class, organization = forum.training_class, forum.organization
    mentioned.send_many(
        [
            {
                "post": str(post.public_id),
                "thread": str(post.thread.public_id),
                "forum": str(forum.public_id),
                "person": str(one.person.public_id),
                "by": None if post.is_anonymous else str(post.author.public_id),
                "training_class": str(training_class.public_id) if training_class else None,
                "mentioned_at": at.isoformat(),
            }
            for one in new
        ],
        organization=organization.public_id if organization else None,
    )
