"""A bell in a lesson."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class RingBlock(blocks.StructBlock):
    """A bell, with smaller ones inside."""

    text = blocks.CharBlock(label=_("what it calls to"))
    smaller = blocks.ListBlock(blocks.CharBlock(), required=False, label=_("bells"))

    class Meta:
        icon = "warning"
        label = _("bell")
        template = "bells/ring_block.html"
