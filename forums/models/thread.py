"""Threads and posts."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.models.parts.anonymity import shown_name
from forums.writing.rendering import words_of

BODY_LENGTH = 20_000
"""The most characters that one post may have."""


class Thread(models.Model):
    """A line of discussion. Counters are kept by ``forums.actions.post`` in the transaction that posts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey("forums.ForumPage", on_delete=models.PROTECT, related_name="threads")
    prompt = models.OneToOneField(
        "forums.ForumPrompt", null=True, blank=True, on_delete=models.SET_NULL, related_name="thread"
    )
    prompt_key = models.UUIDField(
        null=True, editable=False, help_text=_("The prompt that opened it, also when that was taken out since.")
    )
    title = models.CharField(_("title"), max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="forum_threads"
    )
    is_anonymous = models.BooleanField(default=False, help_text=_("Whether its first post does not name its author."))
    is_pinned = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    post_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True, blank=True)
    best_answer = models.ForeignKey("forums.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    best_answer_at = models.DateTimeField(null=True, blank=True, help_text=_("When the best answer was chosen."))
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [models.UniqueConstraint(fields=["forum", "prompt_key"], name="forums_thread_once_a_prompt")]
        indexes = [models.Index(fields=["forum", "-is_pinned", "-last_post_at", "-id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def author_name(self) -> str:
        """The name that peers read, "" where nobody opened it."""
        return shown_name(self.author.full_name, is_anonymous=self.is_anonymous) if self.author else ""


class Post(models.Model):
    """What one person says. Markdown, rendered once and stored with the renderer's version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="forum_posts")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    body = models.TextField(_("text of the post"))
    body_html = models.TextField(editable=False)
    renderer_version = models.PositiveSmallIntegerField(editable=False)
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text=_("Chosen by the sender: sending twice makes one post.")
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=_("Counts the edits; who edits names the one seen."))
    edited_at = models.DateTimeField(null=True, blank=True)
    thanks_count = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    has_poll = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(
        default=False, help_text=_("Peers are not told who wrote it; moderators may ask.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("forum post")
        verbose_name_plural = _("forum posts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="forums_post_number_once"),
            models.UniqueConstraint(fields=["author", "client_key"], name="forums_post_sent_once"),
        ]
        indexes = [models.Index(fields=["author", "-created_at"])]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def author_name(self) -> str:
        """The name that peers read."""
        return shown_name(self.author.full_name, is_anonymous=self.is_anonymous)

    @property
    def words(self) -> str:
        """The text in one line without any marks, for a short quotation."""
        return words_of(self.body_html)
