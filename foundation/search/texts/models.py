"""The base of a room's table of texts."""

from django.db import models


class SearchText(models.Model):
    """One text to be found. A subclass adds what permission asks; ``key`` is the ``public_id`` of what the text is of.

    ``title`` and ``text`` are set before a row is written and are not stored with it.
    """

    key = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=32, editable=False)

    title: str = ""
    text: str = ""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.key)
