"""Indexing once at the end instead of at every save."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from wagtail.signal_handlers import disable_reference_index_auto_update

from foundation.jobs.models import Job


@contextmanager
def index_once() -> Iterator[None]:
    """Leave indexes and Wagtail's log of every page aside while loading, then bring both indexes up to date."""
    before = set(Job.objects.values_list("pk", flat=True))
    wagtail_log = logging.getLogger("wagtail")
    level = wagtail_log.level
    wagtail_log.setLevel(logging.WARNING)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        wagtail_log.setLevel(level)
    Job.objects.exclude(pk__in=before).filter(name="jobs.django_task").delete()
    call_command("rebuild_references_index", verbosity=0)
    call_command("wagtail_update_index", verbosity=0)
    # The planner of neither database knows yet how much there is of what; until it does, it reads whole tables.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
