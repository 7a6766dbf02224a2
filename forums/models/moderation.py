"""What moderators did and why, who is told of it, and where threads and posts went that they moved."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.models.forum import ForumPage
from forums.models.thread import Post, Thread

REASON_LENGTH = 250


class ModerationAct(models.TextChoices):
    """What can be done to keep order. The part before the dot is what it is done to."""

    HIDE = "post.hide", _("Post hidden")
    SHOW = "post.show", _("Post shown again")
    EDIT = "post.edit", _("Post edited by a moderator")
    LOCK = "thread.lock", _("Thread locked")
    UNLOCK = "thread.unlock", _("Thread unlocked")
    PIN = "thread.pin", _("Thread pinned")
    UNPIN = "thread.unpin", _("Thread no longer pinned")
    RENAME = "thread.rename", _("Thread renamed")
    MOVE = "thread.move", _("Thread moved to another forum")
    MERGE = "thread.merge", _("Thread merged into another one")
    SPLIT = "thread.split", _("Posts moved to a thread of their own")
    WARN = "post.warn", _("Author of a post admonished")
    RETURN = "post.return", _("Post returned to its author for revision")
    HELD_PUBLISHED = "held.publish", _("Held post published")
    HELD_RETURNED = "held.return", _("Held post returned for revision")
    HELD_REFUSED = "held.refuse", _("Held post not published")
    REVEAL = "post.reveal", _("Asked who wrote an anonymous post")
    REPORT_KEPT = "report.kept", _("Reported post stays")
    REPORT_HIDDEN = "report.hidden", _("Reported post hidden")
    REPORT_RETURNED = "report.returned", _("Reported post returned to its author")
    REPORT_WARNED = "report.warned", _("Author of a reported post admonished")


class ModerationEntry(models.Model):
    """One act of a moderator. Never changed and never deleted, which triggers of the database hold.

    ``forum`` is where it was done. What may follow later: ``thread`` to the thread that it was merged into, ``by`` to
    the account that two became. ``details`` keeps public ids, titles and numbers as they were.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey(ForumPage, on_delete=models.PROTECT, related_name="moderation_entries")
    act = models.CharField(max_length=20, choices=ModerationAct.choices)
    thread = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="moderation_entries")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="moderation_entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("act of a moderator")
        verbose_name_plural = _("acts of moderators")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="forums_moderation_has_reason")]
        indexes = [models.Index(fields=["forum", "-id"], name="forums_moderation_log")]

    def __str__(self) -> str:
        return str(self.get_act_display())


class ModerationNotice(models.Model):
    """That somebody whom an act concerns is told of it; ``seen_at`` is when they opened it."""

    entry = models.ForeignKey(ModerationEntry, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice of an act")
        verbose_name_plural = _("notices of acts")
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="forums_moderation_told_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.person_id}"


class ThreadMove(models.Model):
    """Where a thread went that was merged: its old address leads there for ever."""

    key = models.UUIDField(unique=True)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("old address of a thread")
        verbose_name_plural = _("old addresses of threads")

    def __str__(self) -> str:
        return str(self.key)


class PostMove(models.Model):
    """Which post had a number in a thread that it does not stand in any more."""

    thread_key = models.UUIDField()
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="moves")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("old number of a post")
        verbose_name_plural = _("old numbers of posts")
        constraints = [models.UniqueConstraint(fields=["thread_key", "number"], name="forums_post_move_number_once")]

    def __str__(self) -> str:
        return f"{self.thread_key} #{self.number}"
