"""What somebody has begun to write."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PostDraft(models.Model):
    """Words that are not posted yet: one draft for each person and place, on whatever device they write.

    ``key`` names the place: a thread, a post that is answered, or a forum in which a thread is begun. ``version``
    counts the changes, so that a device that did not see the last one overwrites nothing.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    thread = models.ForeignKey("forums.Thread", null=True, on_delete=models.CASCADE, related_name="+")
    forum = models.ForeignKey("forums.ForumPage", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    is_anonymous = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft of a post")
        verbose_name_plural = _("drafts of posts")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="forums_draft_once_a_place"),
            models.CheckConstraint(
                condition=Q(thread__isnull=True, forum__isnull=False) | Q(thread__isnull=False, forum__isnull=True),
                name="forums_draft_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.key
