"""Feedback forms as editors write them."""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from evaluations.questions.blocks import FormContentBlock
from schoolhouse.content import ContentField
from schoolhouse.feedback import said


class FeedbackForm(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):  # type: ignore[misc]
    """A form that learners fill in about teaching (授课评价意见反馈表).

    What stands here may be changed at any time. Publishing it freezes a version, which is what learners answer.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="feedback_forms"
    )
    title = models.CharField(_("title"), max_length=150)
    title_zh = models.CharField(
        _("title in Chinese"), max_length=150, blank=True, help_text=_("Empty: the title stands in both languages.")
    )
    intro = models.TextField(_("introduction"), blank=True)
    intro_zh = models.TextField(_("introduction in Chinese"), blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous"), default=True, help_text=_("Who answered is kept apart from what was answered.")
    )
    is_template = models.BooleanField(
        _("template"),
        default=False,
        help_text=_("Editors of this organization and of those below it may begin their own forms with it."),
    )
    content = ContentField(FormContentBlock(), verbose_name=_("questions"), blank=True)

    _revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="base_content_type", object_id_field="object_id"
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="feedback_form",
    )

    panels = [
        FieldPanel("organization"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh")]),
        FieldRowPanel([FieldPanel("intro"), FieldPanel("intro_zh")]),
        MultiFieldPanel([FieldPanel("is_anonymous"), FieldPanel("is_template")], heading=_("What it is for")),
        FieldPanel("content"),
    ]

    class Meta:
        verbose_name = _("feedback form")
        verbose_name_plural = _("feedback forms")

    def __str__(self) -> str:
        return said({"en": self.title, "zh": self.title_zh})

    @property
    def newest_version(self) -> "FeedbackFormVersion | None":
        """The version that was published last; it is what is attached from now on."""
        return self.versions.order_by("-number").first()

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """A preview in each language."""
        return [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]

    @property
    def default_preview_mode(self) -> str:
        """The editor's own language."""
        return "zh-hans" if (get_language() or "").startswith("zh") else "en"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show what a learner sees."""
        return "evaluations/survey.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give what the learner's page shows."""
        from evaluations.previewing import preview_context

        return {"request": request, **preview_context(self)}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Render it in the language that was chosen."""
        with override(mode_name if mode_name in dict(self.preview_modes) else self.default_preview_mode):
            response = super().serve_preview(request, mode_name)
            return response.render()


class FeedbackFormVersion(models.Model):
    """A form as it was published: what surveys ask and what answers are of. Never changed, which the database holds.

    ``content`` is what ``evaluations.questions.freezing`` makes, with ``title`` and ``intro`` in both languages.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(FeedbackForm, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a feedback form")
        verbose_name_plural = _("versions of feedback forms")
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="evaluations_version_number_once")]

    def __str__(self) -> str:
        return f"{said(self.content.get('title'))} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was published. Raises ``ValidationError``."""
        _refuse_change(self)
        super().save(*args, **kwargs)


class QuestionKind(models.TextChoices):
    """The house's own kinds of questions, registered at ``question_kinds``; a plugin's have other names."""

    SCALE = "scale", _("Scale")
    STARS = "stars", _("Stars")
    SINGLE = "single", _("One of several")
    MULTIPLE = "multiple", _("Several of several")
    MATRIX = "matrix", _("Matrix")
    NUMBER = "number", _("Number")
    LINE = "line", _("A short answer in words")
    TEXT = "text", _("In words")
    FILE = "file", _("Picture or file")


class FeedbackQuestion(models.Model):
    """One question of a version, for answers to point at; what it says stands in the version's ``content``.

    ``key`` names it there, ``levels`` is how many there are where its numbers count for means, else 0.
    """

    version = models.ForeignKey(FeedbackFormVersion, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    levels = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="evaluations_question_key_once")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was published. Raises ``ValidationError``."""
        _refuse_change(self)
        super().save(*args, **kwargs)


def _refuse_change(row: models.Model) -> None:
    if not row._state.adding:
        raise ValidationError(_("What was published is never changed: publish a new version."))
