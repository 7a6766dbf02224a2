"""Makes reflections for tests."""

import uuid
from typing import Any

from classes.actions.reflections import start_reflection, submit_reflection
from classes.models import Enrollment, Reflection, ReflectionTask, TrainingClassPage
from tests.factories.classes import make_enrollment, make_training_class


def make_task(training_class: TrainingClassPage | None = None, **fields: Any) -> ReflectionTask:
    """Ask a class (or a new one) for a reflection."""
    fields.setdefault("title", "What will you try?")
    return ReflectionTask.objects.create(training_class=training_class or make_training_class(), **fields)


def make_reflection(
    enrollment: Enrollment | None = None, *, body: str = "I will listen first.", submitted: bool = False, **fields: Any
) -> Reflection:
    """Let a learner (or a new one, in a new class) have begun a reflection, or handed it in."""
    enrollment = enrollment or make_enrollment(make_training_class())
    if "task" not in fields:
        fields.setdefault("title", "First day")
    fields.setdefault("client_key", uuid.uuid4())
    reflection = start_reflection(enrollment=enrollment, body=body, by=enrollment.learner, **fields)
    return submit_reflection(reflection=reflection, by=enrollment.learner) if submitted else reflection
