"""What learners write for their class teacher after a lesson or a class."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BODY_LENGTH = 20_000
"""The most characters that a reflection may have."""
COMMENT_LENGTH = 2_000
LONGEST_MINIMUM = 10_000


class ReflectionState(models.TextChoices):
    """Where a reflection stands. The edges between them are in ``classes.actions.reflection_edges``."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


class ReflectionTask(models.Model):
    """A reflection that everybody in a class is asked for, on one of its lessons or on the class."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="reflection_tasks"
    )
    lesson_key = models.UUIDField(null=True, blank=True, help_text=_("The lesson in all its languages."))
    title = models.CharField(_("title"), max_length=200)
    prompt = models.TextField(_("what to think about"), blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    min_length = models.PositiveIntegerField(_("least characters"), default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reflection asked for")
        verbose_name_plural = _("reflections asked for")
        ordering = [models.F("due_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_length__lte=LONGEST_MINIMUM), name="classes_reflection_task_min_length"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Reflection(models.Model):
    """A learner's reflection in a class: ``body`` is what is being written, ``versions`` what was handed in.

    A draft is its author's alone; what was handed in is read by those who run the class. ``version`` counts changes of
    the text, so that one device does not overwrite what another one saved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey("classes.Enrollment", on_delete=models.PROTECT, related_name="reflections")
    task = models.ForeignKey(
        ReflectionTask, null=True, blank=True, on_delete=models.PROTECT, related_name="reflections"
    )
    lesson_key = models.UUIDField(null=True, blank=True)
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("reflection"), blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=ReflectionState.choices, default=ReflectionState.DRAFT)
    submissions = models.PositiveIntegerField(default=0)
    is_unread = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "task"], condition=Q(task__isnull=False), name="classes_reflection_once"
            ),
            models.UniqueConstraint(fields=["enrollment", "client_key"], name="classes_reflection_sent_once"),
            models.CheckConstraint(
                condition=Q(state="draft", submissions=0, submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submissions__gte=1, submitted_at__isnull=False)),
                name="classes_reflection_submissions",
            ),
            models.CheckConstraint(
                condition=Q(is_unread=False) | Q(state="submitted"), name="classes_reflection_unread_is_handed_in"
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="classes_reflection_by_state")]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether its author may still write."""
        return self.state in (ReflectionState.DRAFT, ReflectionState.RETURNED)


class ReflectionVersion(models.Model):
    """What was handed in at one time, and what the class's teacher said to it. The text never changes."""

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    verdict = models.CharField(
        max_length=12,
        blank=True,
        choices=[("returned", ReflectionState.RETURNED.label), ("accepted", ReflectionState.ACCEPTED.label)],
    )
    comment = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a reflection")
        verbose_name_plural = _("versions of reflections")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reflection", "number"], name="classes_reflection_version_once"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True, judged_by__isnull=True)
                | (~Q(verdict="") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="classes_reflection_version_judged",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(comment=""), name="classes_reflection_returned_with_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reflection_id}: {self.number}"
