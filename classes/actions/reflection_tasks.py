"""Asking a class for reflections."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from classes.models import ReflectionTask, TrainingClassPage
from classes.permissions import may_run_class
from classes.wall_time import moved
from people.models import User
from schoolhouse.refusals import Refusal


@transaction.atomic
def ask_for_reflection(*, training_class: TrainingClassPage, by: User, **fields: Any) -> ReflectionTask:
    """Ask everybody in a class for a reflection. Raises ``Refusal`` for who does not run the class."""
    _require(training_class, by)
    return ReflectionTask.objects.create(training_class=training_class, created_by=by, **fields)


@transaction.atomic
def change_task(*, task: ReflectionTask, by: User, **fields: Any) -> ReflectionTask:
    """Change what is asked for; what was handed in stays as late or in time as it was."""
    _require(task.training_class, by)
    for name, value in fields.items():
        setattr(task, name, value)
    task.save()
    return task


@transaction.atomic
def withdraw_task(*, task: ReflectionTask, by: User) -> None:
    """No longer ask for a reflection. Raises ``Refusal`` where somebody has begun one already."""
    _require(task.training_class, by)
    task = ReflectionTask.objects.select_for_update().get(pk=task.pk)
    if task.reflections.exists():
        raise Refusal(_("Somebody has begun to write already. Change it instead, or leave it."), code="begun")
    task.delete()


def copy_tasks(source: TrainingClassPage, copy: TrainingClassPage, shift: datetime.timedelta, zone: ZoneInfo) -> None:
    """Ask the next period of a class for the same, as many days later."""
    for task in source.reflection_tasks.all():
        kept = {name: getattr(task, name) for name in ("lesson_key", "title", "prompt", "min_length", "created_by")}
        ReflectionTask.objects.create(training_class=copy, due_at=moved(task.due_at, shift, zone), **kept)


def _require(training_class: TrainingClassPage, by: User) -> None:
    if not may_run_class(by, training_class):
        raise Refusal(_("You do not run this class."), code="forbidden", status=403)
