"""Who thanked for a post."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostThanks(models.Model):
    """One person's thanks for a post of another; ``Post.thanks_count`` counts them and changes with them."""

    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thanks for a post")
        verbose_name_plural = _("thanks for posts")
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="forums_thanks_once")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.by_id}"
