"""A card that leads to another page of the school."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lessons.page_cards import page_card
from schoolhouse.content import StructBlock


class PageCardBlock(StructBlock):
    """Another lesson, class, forum or any other page, for those who may see it, as long as it is published."""

    page = blocks.PageChooserBlock(label=_("Page"))
    note = blocks.CharBlock(
        label=_("Why to go there"), required=False, max_length=250, help_text=_("In place of the page's own words.")
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template the card, or nothing."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["card"] = page_card(value.get("page"), value.get("note") or "", context)
        return context

    class Meta:
        icon = "doc-full"
        label = _("Another page")
        description = _("A card of another lesson, class or forum. Only those who may see that page see the card.")
        template = "lessons/blocks/page_card.html"
        preview_template = "lessons/block_previews/page_card.html"
        place = "lessons.page_card"
