"""What waits for a moderator: posts that readers reported, and posts that are not shown before somebody has looked."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forums.models.forum import ForumPage
from forums.models.thread import Post, Thread


class ReportReason(models.TextChoices):
    """Why a reader reports a post."""

    RUDE = "rude", _("It insults or threatens somebody")
    PRIVATE = "private", _("It says something private of somebody")
    HARMFUL = "harmful", _("Who follows it may come to harm")
    ADVERTISING = "advertising", _("It advertises")
    OFF_TOPIC = "off_topic", _("It does not belong here")
    OTHER = "other", _("Something else")


class CaseState(models.TextChoices):
    """Where the case of a reported post stands; ``forums.actions.moderation.edges`` says who moves it."""

    OPEN = "open", pgettext_lazy("case", "Open")
    KEPT = "kept", pgettext_lazy("case", "The post stays")
    HIDDEN = "hidden", pgettext_lazy("case", "The post is hidden")
    RETURNED = "returned", pgettext_lazy("case", "The post went back to its author")
    WARNED = "warned", pgettext_lazy("case", "The author was admonished")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "The reports were taken back")


class ReportCase(models.Model):
    """All reports of one post until somebody decides."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    hidden_by_software = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case of a reported post")
        verbose_name_plural = _("cases of reported posts")
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(state="open"), name="forums_case_open_once"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="forums_case_decided_at",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="open"), name="forums_cases_open")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.get_state_display()}"


class PostReport(models.Model):
    """That a reader finds something wrong with a post; once each. Moderators alone learn who."""

    case = models.ForeignKey(ReportCase, on_delete=models.CASCADE, related_name="reports")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason.choices)
    words = models.CharField(_("in your own words"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report of a post")
        verbose_name_plural = _("reports of posts")
        constraints = [models.UniqueConstraint(fields=["post", "reporter"], name="forums_report_once")]

    def __str__(self) -> str:
        return str(self.get_reason_display())


class HeldState(models.TextChoices):
    """Where a post stands that is not shown; ``forums.actions.moderation.edges`` says who moves it."""

    HELD = "held", pgettext_lazy("post", "Waits for a moderator")
    RETURNED = "returned", pgettext_lazy("post", "Came back to its author")
    PUBLISHED = "published", pgettext_lazy("post", "Published")
    REFUSED = "refused", pgettext_lazy("post", "Not published")
    WITHDRAWN = "withdrawn", pgettext_lazy("post", "Taken back by its author")


class HeldPost(models.Model):
    """A post that its author and moderators alone see: it has no number before it is published.

    ``post`` is set where it was published already and went back to its author, and once it is published; without
    ``thread`` it opens one, with ``title``. ``comment`` is the moderator's last word to the author.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey(ForumPage, on_delete=models.PROTECT, related_name="held_posts")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="held_posts")
    title = models.CharField(_("title"), max_length=200, blank=True)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="held_posts")
    reply_to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="held_posts")
    body = models.TextField(_("text of the post"))
    is_anonymous = models.BooleanField(default=False)
    poll = models.JSONField(null=True, help_text=_("The poll that it opens when it is published."))
    client_key = models.UUIDField(default=uuid.uuid4)
    why = models.CharField(max_length=200, blank=True)
    comment = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=HeldState.choices, default=HeldState.HELD)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("post held for review")
        verbose_name_plural = _("posts held for review")
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="forums_held_sent_once"),
            models.UniqueConstraint(
                fields=["post"], condition=Q(state__in=["held", "returned"]), name="forums_held_once_a_post"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(post__isnull=False), name="forums_held_published_has_post"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="forums_held_by_state")]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.get_state_display()}"
