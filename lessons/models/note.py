"""What a learner writes for themselves beside a lesson."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BODY_LENGTH = 5_000
"""The most characters that one note may have."""
QUOTE_LENGTH = 1_000
"""The longest passage that a note can stand at."""
AROUND = 64
"""So many characters before and after a passage are kept to find it again."""
LONGEST = 48 * 3600
"""The last second of a film at which a note can stand."""


class NoteKind(models.TextChoices):
    """Where a note stands."""

    LESSON = "lesson", _("On the lesson")
    PASSAGE = "passage", _("On a passage")
    MOMENT = "moment", _("At a second of a film")


class LessonNote(models.Model):
    """A private note of one person on a lesson. Nobody else reads it: no view, list, export or log shows it to them.

    ``block`` is the id of a block of the body. A passage keeps its words with what stood around them and its place in
    the block's text, so that it is found again after the text was edited, and can still be read when it is not.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_notes")
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    translation_key = models.UUIDField(help_text=_("The lesson in all its languages."))
    language = models.CharField(max_length=12, help_text=_("The language in which the lesson was read."))
    lesson_title = models.CharField(max_length=255, help_text=_("As it was when the note was written."))
    kind = models.CharField(max_length=10, choices=NoteKind.choices, default=NoteKind.LESSON)
    block = models.CharField(max_length=64, blank=True)
    quote = models.CharField(max_length=QUOTE_LENGTH, blank=True)
    before = models.CharField(max_length=AROUND, blank=True)
    after = models.CharField(max_length=AROUND, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True, help_text=_("Characters of the block before it."))
    second = models.PositiveIntegerField(null=True, blank=True)
    body = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, help_text=_("Counts the changes; who changes it names it."))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="lessons_note_once"),
            models.CheckConstraint(
                condition=Q(kind="lesson", block="", quote="", start__isnull=True, second__isnull=True)
                | (Q(kind="passage", start__isnull=False, second__isnull=True) & ~Q(block="") & ~Q(quote=""))
                | (Q(kind="moment", quote="", start__isnull=True, second__isnull=False) & ~Q(block="")),
                name="lessons_note_place",
            ),
            models.CheckConstraint(condition=~Q(body="") | Q(kind="passage"), name="lessons_note_says_something"),
            models.CheckConstraint(condition=Q(version__gte=1), name="lessons_note_version"),
        ]
        indexes = [
            models.Index(fields=["author", "translation_key"], name="lessons_note_by_lesson"),
            models.Index(fields=["author", "-updated_at"], name="lessons_note_latest"),
            models.Index(fields=["deleted_at"], name="lessons_note_deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.public_id}"

    @property
    def clock(self) -> str:
        """The second as players write it: ``4:12``, ``1:04:12``."""
        minutes, seconds = divmod(self.second or 0, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
