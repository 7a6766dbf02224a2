"""Reflections as their authors and those who run the class read them."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, When
from django.http import QueryDict
from django.utils import timezone, translation

from classes.models import Enrollment, LiveClassPage, Reflection, ReflectionState, ReflectionTask, TrainingClassPage
from classes.permissions import INSIDE_STATES
from classes.queries.roster import BY_GROUP
from lessons.models import LessonPage
from people.audience import visible_to
from people.models import User


@dataclass(frozen=True)
class DeskFilter:
    """What was asked for in the address; values that do not exist are dropped."""

    task: str = ""
    state: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "DeskFilter":
        """Read ``?task=`` and ``?state=``."""
        try:
            task = str(uuid.UUID(query.get("task", "")))
        except ValueError:
            task = ""
        state = query.get("state", "")
        return cls(task, state if state in (*ReflectionState.values, "missing") and state != "draft" else "")


@dataclass(frozen=True)
class TaskFigures:
    """What was asked for, how many learners handed it in, and how many of those wait to be read."""

    task: ReflectionTask
    handed_in: int
    unread: int
    learners: int

    @property
    def missing(self) -> int:
        """How many have not handed it in."""
        return max(self.learners - self.handed_in, 0)

    @property
    def is_overdue(self) -> bool:
        """Whether somebody is late."""
        return bool(self.task.due_at and self.task.due_at < timezone.now() and self.missing)


def handed_in(training_class: TrainingClassPage) -> QuerySet[Reflection]:
    """What was handed in in a class: unread first, then what waits, then the latest. Drafts are nobody else's."""
    rows = Reflection.objects.filter(enrollment__training_class=training_class)
    rows = rows.exclude(state=ReflectionState.DRAFT).select_related("enrollment__learner", "enrollment__group", "task")
    waits = Case(When(state=ReflectionState.SUBMITTED, then=0), default=1, output_field=IntegerField())
    return rows.annotate(waits=waits).order_by("-is_unread", "waits", "-submitted_at", "pk")


def figures_of(training_class: TrainingClassPage) -> list[TaskFigures]:
    """Count what was handed in for each task. Three queries."""
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES)
    learners, counts, unread = seats.count(), Counter[int](), Counter[int]()
    rows = handed_in(training_class).filter(task__isnull=False, enrollment__state__in=INSIDE_STATES)
    for task, is_unread in rows.order_by().values_list("task_id", "is_unread"):
        counts[task] += 1
        unread[task] += is_unread
    return [TaskFigures(one, counts[one.pk], unread[one.pk], learners) for one in training_class.reflection_tasks.all()]


def learners_without(training_class: TrainingClassPage, task: ReflectionTask) -> QuerySet[Enrollment]:
    """The learners of a class who have not handed in what was asked for, by group and name."""
    done = Reflection.objects.filter(enrollment=OuterRef("pk"), task=task).exclude(state=ReflectionState.DRAFT)
    seats = training_class.enrollments.filter(~Exists(done), state__in=INSIDE_STATES)
    return seats.select_related("learner", "group").order_by(*BY_GROUP)


def own_reflections(enrollment: Enrollment) -> QuerySet[Reflection]:
    """Everything that a learner has written in a class, the latest first."""
    return enrollment.reflections.select_related("task").order_by("-updated_at", "-pk")


def reflections_by(user: User) -> QuerySet[Reflection]:
    """Everything that ``user`` has written, in all classes, the latest first."""
    rows = Reflection.objects.filter(enrollment__learner_id=user.pk)
    return rows.select_related("task", "enrollment__training_class").order_by("-updated_at", "-pk")


def lessons_of(training_class: TrainingClassPage) -> dict[str, str]:
    """Return the lessons of a class, by translation key: those its timetable and its live classes lead to."""
    pages = set(training_class.timetable_items.filter(page__isnull=False).values_list("page_id", flat=True))
    sessions = LiveClassPage.objects.live().child_of(training_class)
    pages |= set(sessions.filter(lesson__isnull=False).values_list("lesson_id", flat=True))
    lessons = LessonPage.objects.live().filter(pk__in=pages).order_by("title", "pk").defer("body")
    return {str(lesson.translation_key): lesson.title for lesson in lessons}


def lesson_about(key: uuid.UUID | None, user: User) -> LessonPage | None:
    """Return the lesson that a reflection is about, if ``user`` may see it, in their language where there is one."""
    if key is None:
        return None
    rows = visible_to(user, LessonPage.objects.live().filter(translation_key=key))
    lessons = list(rows.select_related("locale").defer("body"))
    language = translation.get_language()
    return min(lessons, key=lambda one: one.locale.language_code != language, default=None)


def reflections_due(
    learner: int, since: datetime.datetime, today: datetime.date
) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    """Return what waits for a learner, for ``classes.queries.life.waiting``: what came back, and what is asked for in
    the learner's classes and not handed in, with a time after ``since`` and, until a class is over, without one."""
    seats = Enrollment.objects.filter(learner_id=learner, state__in=INSIDE_STATES)
    handed = Reflection.objects.filter(task=OuterRef("pk"), enrollment__learner_id=learner)
    asked = ReflectionTask.objects.filter(
        ~Exists(handed.exclude(state=ReflectionState.DRAFT)), training_class__in=seats.values("training_class_id")
    )
    running = asked.filter(due_at__isnull=True, training_class__ends_on__gte=today)
    back = Reflection.objects.filter(enrollment__in=seats, state=ReflectionState.RETURNED)
    return back, asked.filter(due_at__gt=since), running
