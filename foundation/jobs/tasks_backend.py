"""django-tasks on our queue: what Wagtail defers (search index, reference index, files) is run and retried as any job.

``OPTIONS["coalesce"]`` names tasks of which one waiting call stands for all equal ones, such as indexing an object.
"""

import hashlib
import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json


class JobsBackend(BaseTaskBackend):
    """Stores each task as a row of our queue; its result is not kept."""

    supports_async_task = True
    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Add a job that calls ``task``; it is seen by workers when the current transaction commits."""
        from foundation.jobs import queue  # tasks are declared while apps are still being loaded
        from foundation.jobs.models import Job

        self.validate_task(task)
        payload = {"task": task.module_path, "args": normalize_json(args), "kwargs": normalize_json(kwargs)}
        job = Job(name="jobs.django_task", payload=payload, priority=task.priority)
        if task.run_after is not None:
            job.run_after = task.run_after
        elif task.module_path in self.options.get("coalesce", ()):
            job.key = _fingerprint(payload)
        job = queue.add(job)
        result: TaskResult = TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result


def call_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call the task at ``path``. An object that was deleted since it was enqueued has nothing left to be done."""
    task: Task = import_string(path)
    try:
        task.call(*args, **kwargs)
    except ObjectDoesNotExist:
        return


def _fingerprint(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, sort_keys=True)
    return f"task:{hashlib.sha256(text.encode()).hexdigest()}"
