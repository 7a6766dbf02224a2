"""Whom a post names."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WRITTEN_LENGTH = 320
"""A name, and in brackets what tells its bearer from others of that name."""


class PostMention(models.Model):
    """That a post names somebody who may read it: ``@name``. One row for each post and person.

    ``written`` is what stands in the text behind the ``@``. ``stands`` is false once an edit took the name out: the
    row stays, so that nobody is told of one post twice.
    """

    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    written = models.CharField(max_length=WRITTEN_LENGTH)
    stands = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mention in a post")
        verbose_name_plural = _("mentions in posts")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="forums_mention_once")]

    def __str__(self) -> str:
        return f"@{self.written}"
