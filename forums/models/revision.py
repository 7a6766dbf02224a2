"""What a post said before."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PostRevision(models.Model):
    """One version of a post that was edited, the present one among them. Written once, never changed or deleted.

    A post that was never edited has none: it stands as it was sent. ``reason`` is a moderator's.
    """

    post = models.ForeignKey("forums.Post", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text=_("1 is what was sent first."))
    body = models.TextField(_("text of the post"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a forum post")
        verbose_name_plural = _("versions of forum posts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="forums_revision_number_once")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; raises ``TypeError`` where it stands already."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise ``TypeError``: what was said is kept."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("A version of a post is never changed or deleted.")
