"""Tags on what was said in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase


class FeedbackTag(TagBase):
    """A word under which readers gather answers; apart from the tags of pages and files, which everybody sees."""

    class Meta:
        verbose_name = _("tag of answers")
        verbose_name_plural = _("tags of answers")


class TaggedAnswer(ItemBase):
    """That an answer bears a tag. Carries neither who set it nor when: it says nothing of who answered."""

    tag = models.ForeignKey(FeedbackTag, on_delete=models.CASCADE, related_name="items")
    content_object = models.ForeignKey("evaluations.FeedbackAnswer", on_delete=models.CASCADE, related_name="tagged")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tagged answer")
        verbose_name_plural = _("tagged answers")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="evaluations_answer_tag_once")]
