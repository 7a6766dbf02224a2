"""A bell in a lesson, and a quick check about it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lessons.checks.base import BadAnswer, CheckBlock, Outcome, text_of


class RingBlock(blocks.StructBlock):
    """A bell, with smaller ones inside."""

    text = blocks.CharBlock(label=_("what it calls to"))
    smaller = blocks.ListBlock(blocks.CharBlock(), required=False, label=_("bells"))

    class Meta:
        icon = "warning"
        label = _("bell")
        description = _("Calls to something, with smaller bells inside.")
        preview_value = {"text": "Tea now", "smaller": ["Cake"]}
        template = "bells/ring_block.html"


class StrokesBlock(CheckBlock):
    """A quick check: how often the bell rings."""

    strokes = blocks.IntegerBlock(label=_("strokes"), min_value=1, max_value=1000)

    def asks(self, value):
        """Keep the number."""
        return {"strokes": value["strokes"]}

    def read(self, asked, form):
        """Read the field."""
        return form.get("answer", "")

    def accepted(self, asked, answer):
        """Take a number."""
        text = text_of(answer, most=6).strip()
        if not text.isdecimal():
            raise BadAnswer(str(_("Give a number.")))
        return int(text)

    def judge(self, asked, answer):
        """Compare the numbers."""
        return Outcome(answer == asked["strokes"])

    def parts(self, check, shown):
        """Show the last answer, and the number once it is decided."""
        return {"number": shown.answer or "", "right": check.asked["strokes"] if shown.is_solved else ""}

    def public(self, check, seed):
        """There is nothing to choose from."""
        return {}

    def in_words(self, asked, answer):
        """Give the number."""
        return str(answer)

    class Meta:
        label = _("strokes of a bell")
        template = "bells/strokes_block.html"
