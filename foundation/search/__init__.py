"""Search that finds Chinese: a Wagtail search backend for SQLite and PostgreSQL, and its parts for other tables.

Choose it in the settings, whatever the database::

    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "foundation.search"}}

Then ``Page.objects.search("培训班")``, ``.autocomplete("手机支")``, the search boxes of Wagtail's admin and every
model with ``search_fields`` find any run of Chinese characters wherever it stands in a clause, and nothing else.
Latin text is found as the database finds it (stems on PostgreSQL, whole words on SQLite; unfinished last words
in autocompletion). Run ``manage.py wagtail_update_index`` after choosing it. A saved object enters the index
through the task queue, as in stock Wagtail: without a worker, search goes stale; a deleted one leaves at once.

* :mod:`foundation.search.tokens` explains how text becomes tokens. A table of your own is filled with
  ``index_text(text)``; ask it with ``fts5_match(words)`` or ``tsquery(words)``
  of :mod:`foundation.search.expressions`.
* :func:`foundation.search.excerpts.highlight` shows where in a text a question was found.
* :mod:`~foundation.search.sqlite` and :mod:`~foundation.search.postgres` are the backends.

Limits: PostgreSQL keeps word positions up to 16,383 and 255 of each word for one page, so the far end of a page
longer than that is found by single characters only. ``fields=["title"]`` works, other fields are not told apart.
Boosted and fuzzy questions are answered as plain ones. A question of English stop words alone finds
nothing on PostgreSQL, nor does its negation. On SQLite, results that the queryset groups come newest
first. On SQLite built without FTS5, and before the first ``migrate``, Wagtail's own slow substring search answers.
"""

from functools import cache
from typing import Any


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (the name that modelsearch looks for)
    """Give the search backend for the default database.

    Raises ``ImproperlyConfigured`` on a database that is neither SQLite nor PostgreSQL.
    """
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connection

    if connection.vendor == "postgresql":
        from foundation.search import postgres

        return postgres.SearchBackend(params)
    if connection.vendor != "sqlite":
        raise ImproperlyConfigured(f"foundation.search knows SQLite and PostgreSQL, not {connection.vendor}.")

    if not _fts5_is_available() or not _fts5_table_exists():
        from modelsearch.backends.database.fallback import DatabaseSearchBackend

        return DatabaseSearchBackend(params)
    from foundation.search import sqlite

    return sqlite.SearchBackend(params)


@cache
def _fts5_is_available() -> bool:
    from modelsearch.backends.database.sqlite.utils import fts5_available

    return fts5_available()


_seen: set[str] = set()


def _fts5_table_exists() -> bool:
    """Tell whether the database is migrated; asked again until it is, then remembered."""
    from modelsearch.backends.database.sqlite.utils import fts_table_exists

    if not _seen and fts_table_exists():
        _seen.add("fts5")
    return bool(_seen)
