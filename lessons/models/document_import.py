"""A Word document on its way to becoming a lesson."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def document_key(instance: "DocumentImport", filename: str) -> str:
    """Return where the uploaded file waits: under a key that says nothing."""
    return f"lesson-imports/{instance.public_id}.docx"


class DocumentState(models.TextChoices):
    """How far an import is."""

    READING = "reading", pgettext_lazy("import", "Being read")
    READ = "read", pgettext_lazy("import", "Read")
    REFUSED = "refused", pgettext_lazy("import", "Refused")
    MAKING = "making", pgettext_lazy("import", "Becoming a lesson")
    MADE = "made", pgettext_lazy("import", "Made")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


EDGES: dict[str, frozenset[str]] = {
    DocumentState.READING: frozenset({DocumentState.READ, DocumentState.REFUSED, DocumentState.DISCARDED}),
    DocumentState.READ: frozenset({DocumentState.MAKING, DocumentState.DISCARDED}),
    DocumentState.MAKING: frozenset({DocumentState.MADE, DocumentState.REFUSED, DocumentState.DISCARDED}),
    DocumentState.REFUSED: frozenset(),
    DocumentState.MADE: frozenset(),
    DocumentState.DISCARDED: frozenset(),
}


class DocumentImport(models.Model):
    """One uploaded .docx, for the lesson list ``parent``.

    The file and what was read of it (``blocks``, ``pictures`` by part of the file) stay only until the import is
    closed. ``losses`` are ``[code, count or detail]``; ``fault`` is ``[code, params]`` of one that was refused.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "lessons.LessonIndexPage", verbose_name=_("lesson list"), on_delete=models.CASCADE, related_name="+"
    )
    file = models.FileField(upload_to=document_key, max_length=120, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(
        pgettext_lazy("import", "state"), max_length=10, choices=DocumentState.choices, default=DocumentState.READING
    )
    progress = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=255, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    blocks = models.JSONField(default=list)
    pictures = models.JSONField(default=dict)
    losses = models.JSONField(default=list)
    fault = models.JSONField(default=list)
    lesson = models.ForeignKey("lessons.LessonPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of a document")
        verbose_name_plural = _("imports of documents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DocumentState.values), name="lessons_document_state_known"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="lessons_document_progress"),
        ]
        indexes = [models.Index(fields=["uploaded_by", "-created_at"], name="lessons_document_own")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Whether a job is reading it, or making the lesson."""
        return self.state in (DocumentState.READING, DocumentState.MAKING)

    def may_become(self, state: str) -> bool:
        """Say whether ``state`` can follow the present one."""
        return state in EDGES[self.state]

    def close(self, state: str) -> None:
        """Go to a closing state, without saving, and forget what was read."""
        self.state, self.progress = state, 100
        self.blocks, self.pictures = [], {}
