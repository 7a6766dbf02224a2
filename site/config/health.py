"""What a watcher asks: ``/health/live`` (this process answers) and ``/health/ready`` (it can do its work)."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.jobs.health import health

logger = logging.getLogger(__name__)


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


def _shared_cache() -> str:
    cache.get("health")
    return "ok"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "cache": _shared_cache}


def _background() -> dict[str, str]:
    counts = health()
    return {
        "worker": "ok" if counts["workers"] else "missing",
        "scheduler": "ok" if counts["schedulers"] else "missing",
    }


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and shared cache answer and all migrations are applied, else 503; the body says more.

    It also says whether a worker and a scheduler were heard of lately; without them pages are served all the same.
    """
    results = {}
    for name, check in CHECKS.items():
        try:
            results[name] = check()
        except Exception:  # each service has errors of its own
            logger.exception("Not ready: %s", name)
            results[name] = "unavailable"
    healthy = all(result == "ok" for result in results.values())
    status = "ok" if healthy else "unavailable"
    background = _background() if healthy else {}
    return JsonResponse({"status": status, **results, **background}, status=200 if healthy else 503)
