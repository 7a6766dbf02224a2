"""Blocks as a plugin writes them, with Wagtail's own classes."""

from wagtail import blocks


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock()
    back = blocks.CharBlock(required=False)


class DeckBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    parts = blocks.StreamBlock([("card", CardBlock()), ("note", blocks.CharBlock())], required=False)
    rows = blocks.ListBlock(blocks.StreamBlock([("card", CardBlock())]), default=[])


class VoiceBlock(blocks.CharBlock):
    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
