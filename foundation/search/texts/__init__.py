"""Texts that are found by their words in a table of a room's own, beside Wagtail's index of pages.

Wagtail indexes what has a page or a snippet's place in the admin, one object at a time and through the queue. What a
school writes by the hundred thousand, and hides or moves at once, stands better in a table of its own that is written
in the transaction that changes it. A room declares a model of such texts, with whatever its permissions filter by::

    class ForumText(SearchText):
        forum = models.ForeignKey(...)

gives it its words in the migration that makes the table (``AddWords("forumtext")``), and writes rows with ``write``;
each row carries the plain ``title`` and ``text`` that it is found by, which become tokens here and nowhere else.
:mod:`foundation.search.matching` asks such a model and Wagtail's index alike. A row that is deleted, by whatever
way, takes its words along: on SQLite by a trigger, on PostgreSQL they are a column.

``digest`` says of what text the words were made, so that a check needs to read no index to find rows gone stale.
"""

from foundation.search.texts.models import SearchText
from foundation.search.texts.operations import AddWords
from foundation.search.texts.writing import digest_of, rows_without_words, write

__all__ = ["AddWords", "SearchText", "digest_of", "rows_without_words", "write"]
