"""What can be found of the discussion."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.search.texts.models import SearchText


class ForumText(SearchText):
    """A post, or a thread's title and question (``post`` is ``None``), with what permission asks of it.

    Written in the transaction that writes, hides or renames; see ``forums.actions.search``.
    """

    forum = models.ForeignKey("forums.ForumPage", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("forums.Thread", on_delete=models.CASCADE, related_name="+")
    post = models.OneToOneField("forums.Post", null=True, on_delete=models.CASCADE, related_name="+")
    is_hidden = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text to be found in a forum")
        verbose_name_plural = _("texts to be found in forums")
