"""Who may open a lesson that asks for others first, confirm that a learner has studied one, or help to write one."""

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from lessons.catalogue.prerequisites import asked_first, holds_back
from lessons.models import CheckAttempt, CoAuthor, LessonPage, LessonProgress, PrerequisiteRule
from people.models import User
from people.queries.ownership import organization_of
from people.roles import EDITING_ROLES, STAFF_ROLES
from people.scope import scope_of


class Teaching(Protocol):
    """Whom somebody teaches; registered by the room of classes."""

    def __call__(self, user: User) -> QuerySet[Any, Any]:
        """Return the keys of the learners in the classes that ``user`` leads or instructs in."""


_teaching: Teaching | None = None


def register_teaching(teaching: Teaching) -> None:
    """Say who teaches whom; without it only those who look after a lesson confirm it."""
    global _teaching
    _teaching = teaching


def taught_by(user: User) -> QuerySet[Any, Any]:
    """Return the keys of those whom ``user`` teaches; nobody where no room says who that is."""
    return User.objects.none().values("pk") if _teaching is None else _teaching(user)


def may_open(user: User | AnonymousUser, lesson: LessonPage) -> bool:
    """Say whether ``lesson``, which ``user`` may see, is not held back by others to be finished first.

    No query for a lesson that only tells of them.
    """
    return not held_back_among(user, [lesson])


def held_back_among(user: User | AnonymousUser, lessons: Iterable[LessonPage]) -> list[LessonPage]:
    """Return those of ``lessons``, which ``user`` may see, that others hold back. One query where some are locked."""
    locked = [lesson for lesson in lessons if lesson.prerequisite_rule == PrerequisiteRule.LOCKED]
    finished: frozenset[uuid.UUID] = frozenset()
    if locked and user.is_authenticated:
        keys = {fact.key for lesson in locked for fact in asked_first(lesson)}
        rows = LessonProgress.objects.filter(learner_id=user.pk, translation_key__in=keys, completed_at__isnull=False)
        finished = frozenset(rows.values_list("translation_key", flat=True))
    return [lesson for lesson in locked if holds_back(lesson, user, finished)]


def may_look_after(user: User, lesson: LessonPage) -> bool:
    """Say whether ``user`` is an editor or administrator of the organization that owns ``lesson``."""
    scope = scope_of(user)
    return scope.has_role(*EDITING_ROLES) and scope.may(EDITING_ROLES, organization_of(lesson))


def may_confirm_some(user: User, lesson: LessonPage) -> bool:
    """Say whether ``user`` may open the page of the lesson's learners. No query for somebody who only learns."""
    return lesson.needs_confirmation and may_see_answers(user, lesson)


def may_see_answers(user: User, lesson: LessonPage) -> bool:
    """Say whether ``user`` may see how a lesson's quick checks were answered. No query for somebody who only learns."""
    if not scope_of(user).has_role(*STAFF_ROLES):
        return False
    return may_look_after(user, lesson) or taught_by(user).exists()


def answering(user: User, lesson: LessonPage) -> QuerySet[CheckAttempt]:
    """The attempts at a lesson's quick checks that ``user`` may see counted: of the own learners, or of everybody."""
    rows = CheckAttempt.objects.filter(translation_key=lesson.translation_key)
    if may_look_after(user, lesson):
        return rows
    return rows.filter(learner_id__in=taught_by(user))


def confirmable(user: User, lesson: LessonPage) -> QuerySet[LessonProgress]:
    """The progress in ``lesson`` of those learners of whom ``user`` may confirm it: never one's own."""
    rows = LessonProgress.objects.filter(translation_key=lesson.translation_key).exclude(learner_id=user.pk)
    if may_look_after(user, lesson):
        return rows
    return rows.filter(learner_id__in=taught_by(user))


def may_confirm(user: User, lesson: LessonPage, learner: User) -> bool:
    """Say whether ``user`` may confirm that ``learner``, who has begun it, has studied ``lesson``."""
    return confirmable(user, lesson).filter(learner_id=learner.pk).exists()


def may_name_co_authors(user: User, lesson: LessonPage) -> bool:
    """Say whether ``user`` edits ``lesson`` in the own right, not as somebody who only helps with it."""
    tester = lesson.permissions_for_user(user)
    return bool(tester.can_edit()) and not tester.only_helps


def may_suggest(user: User, lesson: LessonPage) -> bool:
    """Say whether ``user`` may read the draft of ``lesson`` and suggest changes: a co-author, or who edits it."""
    if not user.is_active:
        return False
    named = CoAuthor.objects.filter(page=lesson.pk, person=user.pk).exists()
    return (named and scope_of(user).has_role(*STAFF_ROLES)) or bool(lesson.permissions_for_user(user).can_edit())
