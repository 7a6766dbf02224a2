"""The question box of a live class: what learners ask by day, and what is left for the evening."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUESTION_LENGTH = 500


class QuestionState(models.TextChoices):
    """What became of a question. The edges between them are in ``forums.actions.evening.question_edges``."""

    OPEN = "open", pgettext_lazy("question", "Open")
    ANSWERED = "answered", pgettext_lazy("question", "Answered in class")
    SET_ASIDE = "set_aside", pgettext_lazy("question", "Set aside")
    CARRIED = "carried", pgettext_lazy("question", "Left for the evening")


class QuestionBox(models.Model):
    """What the hosts of a live class chose for its box; one without a row is open, and shows questions to all."""

    live_class = models.OneToOneField("classes.LiveClassPage", on_delete=models.CASCADE, related_name="question_box")
    shows_others = models.BooleanField(_("learners see each other's questions"), default=True)
    is_closed = models.BooleanField(_("no further questions"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question box")
        verbose_name_plural = _("question boxes")

    def __str__(self) -> str:
        return str(self.live_class)


class BoxQuestion(models.Model):
    """A question that somebody inside the class put into the box of a live class. Peers see it without a name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    live_class = models.ForeignKey("classes.LiveClassPage", on_delete=models.CASCADE, related_name="box_questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="box_questions")
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    body = models.CharField(pgettext_lazy("question box", "question"), max_length=QUESTION_LENGTH)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(null=True, blank=True)
    forum = models.ForeignKey(
        "forums.ForumPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_questions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question in a box")
        verbose_name_plural = _("questions in boxes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "client_key"], name="forums_question_sent_once"),
            models.CheckConstraint(condition=~Q(body=""), name="forums_question_says_something"),
            models.CheckConstraint(
                condition=Q(state="open", moved_at__isnull=True) | (~Q(state="open") & Q(moved_at__isnull=False)),
                name="forums_question_moved_when",
            ),
        ]
        indexes = [models.Index(fields=["live_class", "state"], name="forums_question_by_state")]

    def __str__(self) -> str:
        return self.body[:60]


class QuestionSupport(models.Model):
    """Somebody else would like to know this, too."""

    question = models.ForeignKey(BoxQuestion, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("support of a question")
        verbose_name_plural = _("supports of questions")
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="forums_question_supported_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.person_id}"


class CarriedThread(models.Model):
    """The thread of a forum in which the questions of the day are talked about; one a forum."""

    forum = models.OneToOneField("forums.ForumPage", on_delete=models.CASCADE, related_name="carried_thread")
    thread = models.OneToOneField("forums.Thread", on_delete=models.CASCADE, related_name="carried")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thread of carried questions")
        verbose_name_plural = _("threads of carried questions")

    def __str__(self) -> str:
        return str(self.thread)
