"""What a watcher asks: ``/health/live`` (this process answers) and ``/health/ready`` (it can do its work)."""

from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.jobs.health import health


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process can answer at all; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations}


def _background() -> dict[str, str]:
    counts = health()
    return {
        "worker": "ok" if counts["workers"] else "missing",
        "scheduler": "ok" if counts["schedulers"] else "missing",
    }


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and all migrations are applied, else 503; the body says which failed.

    It also says whether a worker and a scheduler were heard of lately; without them pages are served all the same.
    """
    results = {}
    for name, check in CHECKS.items():
        try:
            results[name] = check()
        except Error:
            results[name] = "unavailable"
    healthy = all(result == "ok" for result in results.values())
    status = "ok" if healthy else "unavailable"
    background = _background() if healthy else {}
    return JsonResponse({"status": status, **results, **background}, status=200 if healthy else 503)
