"""Counts queries and empties caches for the bench, when a request asks for it."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse


class MeasuringMiddleware:
    """Stands outermost. ``X-Bench: queries`` counts, ``X-Bench: cold`` empties every cache before the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Do what the header says; tell the count, and the CPU milliseconds that emptying took."""
        asked = request.META.get("HTTP_X_BENCH", "")
        if not asked:
            return self.get_response(request)
        started = time.thread_time()
        if "cold" in asked:
            for alias in settings.CACHES:
                caches[alias].clear()
        emptied = time.thread_time() - started
        response, count = self._counted(request) if "queries" in asked else (self.get_response(request), 0)
        response["X-Bench"] = f"{count} {emptied * 1000:.3f}"
        return response

    def _counted(self, request: HttpRequest) -> tuple[HttpResponse, int]:
        count = 0

        def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        return response, count
