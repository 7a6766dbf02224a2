"""Who helps to write a lesson, and what they suggest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CoAuthor(models.Model):
    """A person named at a lesson: reads its draft and suggests, and edits it where ``may_edit``; never publishes.

    Not a part of the page's revisions: naming somebody holds at once, and taking the name back as well.
    """

    page = models.ForeignKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="co_authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    may_edit = models.BooleanField(_("may edit the draft"), default=False)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    named_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="lessons_co_author_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.page_id}"


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", pgettext_lazy("suggestion", "Open")
    ACCEPTED = "accepted", pgettext_lazy("suggestion", "Accepted")
    DECLINED = "declined", pgettext_lazy("suggestion", "Declined")


class LessonSuggestion(models.Model):
    """A new text for a passage, beside the Wagtail comment that gives the reason and stands in the editor.

    ``passage`` is the place as Wagtail's comments name it (``intro``, ``body.<block>``); ``before`` is the text that
    its author saw, so that a passage which was changed meanwhile is never written over.
    """

    # Without a way back: Wagtail's comment takes every relation that it finds on itself for a column when it is saved.
    comment = models.OneToOneField("wagtailcore.Comment", on_delete=models.CASCADE, related_name="+")
    passage = models.CharField(max_length=100)
    before = models.TextField(_("text of before"))
    proposed = models.TextField(_("new text"), blank=True)
    state = models.CharField(
        pgettext_lazy("suggestion", "state"),
        max_length=10,
        choices=SuggestionState.choices,
        default=SuggestionState.OPEN,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | models.Q(state__in=["accepted", "declined"], decided_at__isnull=False),
                name="lessons_suggestion_decided",
            )
        ]

    def __str__(self) -> str:
        return self.passage

    @property
    def reason(self) -> str:
        """Why, as its author wrote it: what the comment says before the new text and the line that announces it."""
        said: str = self.comment.text
        if not self.proposed or not said.endswith(self.proposed):
            return said
        return said.removesuffix(self.proposed).rstrip().rpartition("\n")[0]
