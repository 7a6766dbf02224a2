"""Parts that open and close."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lessons.blocks.examples import example
from schoolhouse.content import StructBlock

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class AccordionPartBlock(StructBlock):
    """A line that opens what stands below it."""

    title = blocks.CharBlock(label=_("Line that is always shown"), max_length=200)
    text = blocks.RichTextBlock(label=_("What it opens"), features=FEATURES)


class AccordionBlock(StructBlock):
    """Several lines, each of which opens its own text; the browser does it, without a script."""

    parts = blocks.ListBlock(AccordionPartBlock(), label=_("Parts"), min_num=1, max_num=40)
    opens_first = blocks.BooleanBlock(label=_("The first part is open from the start"), required=False)

    class Meta:
        icon = "collapse-down"
        label = _("Parts to open")
        description = _("Questions and answers, or details for those who want them: each line opens its own text.")
        template = "lessons/blocks/accordion.html"
        preview_value = example(
            {
                "parts": [
                    {"title": _("What do I bring?"), "text": "<p>…</p>"},
                    {"title": _("Where do we meet?"), "text": "<p>…</p>"},
                ],
                "opens_first": False,
            }
        )
        place = "lessons.accordion"
