"""Blocks of text."""

from collections.abc import Sequence
from itertools import chain, count

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lessons.blocks.examples import example
from schoolhouse.content import StructBlock


def heading_anchors(titles: Sequence[str]) -> list[str]:
    """Return the names to which the contents of a lesson lead: in whatever script a heading is, and each but once."""
    anchors: list[str] = []
    for title in titles:
        name = slugify(title, allow_unicode=True) or "section"
        numbered = (f"{name}-{number}" for number in count(2))
        anchors.append(next(one for one in chain((name,), numbered) if one not in anchors))
    return anchors


class QuotationBlock(StructBlock):
    """Someone's words and who said them."""

    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Someone's words, set off from the text, and who said them.")
        template = "lessons/blocks/quotation.html"
        preview_value = example({"text": _("One who asks is a fool for a moment."), "source": _("A proverb")})
        place = "lessons.quotation"


class StepBlock(StructBlock):
    """One step of a procedure."""

    title = blocks.CharBlock(label=_("Step"), max_length=150)
    text = blocks.RichTextBlock(label=_("What to do"), required=False, features=["bold", "italic", "ul", "ol", "link"])


class CalloutBlock(StructBlock):
    """A remark that stands out of the text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))], default="note"
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A note, a tip or a warning that nobody should miss.")
        template = "lessons/blocks/callout.html"
        preview_value = example({"kind": "warning", "text": _("<p>Switch off the power first.</p>")})
        place = "lessons.callout"
