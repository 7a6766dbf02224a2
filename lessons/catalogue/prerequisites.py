"""Lessons that come before another one: which, and whether it opens without them."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from lessons.catalogue.facts import Fact, facts_of
from lessons.catalogue.links import links_in, reachable
from lessons.models import LessonPage, LessonPrerequisite, PrerequisiteRule
from people.models import User
from people.queries.audience import owns


def asked_first(lesson: LessonPage) -> tuple[Fact, ...]:
    """Return the published lessons that a published one asks for first, in its language."""
    language = lesson.locale.language_code
    known = facts_of(language).by_key
    return tuple(known[key] for key in links_in(language).prerequisites.get(lesson.translation_key, ()) if key in known)


def holds_back(lesson: LessonPage, user: User | AnonymousUser, finished: Collection[uuid.UUID]) -> bool:
    """Say whether ``lesson`` stays closed to ``user``, who has finished those lessons.

    Whoever looks after it may open it. A prerequisite that asks for this lesson in turn holds nobody back: the editor
    refuses such circles, but two pages may be published at the same moment.
    """
    if lesson.prerequisite_rule != PrerequisiteRule.LOCKED:
        return False
    links = links_in(lesson.locale.language_code)
    missing = [fact for fact in asked_first(lesson) if fact.key not in finished]
    binding = [fact for fact in missing if not links.comes_round(lesson.translation_key, fact.key)]
    return bool(binding) and not (user.is_active and user.is_superuser) and not owns(user, lesson)


def asks_in_turn(needed: LessonPage, lesson: LessonPage) -> bool:
    """Say whether ``needed`` is ``lesson``, or asks for it directly or through others, in whichever language."""
    rows = LessonPrerequisite.objects.exclude(page__translation_key=lesson.translation_key)
    edges: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for page, other in rows.values_list("page__translation_key", "lesson__translation_key"):
        edges[page].append(other)
    key = lesson.translation_key
    return needed.translation_key == key or key in reachable(edges, needed.translation_key)
