"""Content that outlives the plugin it was written with: the StreamField of every room, and its blocks.

    class LessonBodyBlock(StreamBlock):
        text = RichTextBlock()

        class Meta:
            place = "lessons.body"  # plugins add blocks here, by extension_points.content_blocks

    body = ContentField(LessonBodyBlock())

Blocks and fields that nobody knows any more stay in the data, in the editor as a notice that can be moved and deleted,
for readers as nothing. See ``docs/decisions/0014-unknown-blocks.md``.
"""

from schoolhouse.content import adapters  # noqa: F401  # the editor's client is registered by importing it
from schoolhouse.content.blocks import StreamBlock, StructBlock, keeping
from schoolhouse.content.field import ContentField
from schoolhouse.content.unknown import UnknownBlock, UnknownValue

__all__ = ["ContentField", "StreamBlock", "StructBlock", "UnknownBlock", "UnknownValue", "keeping"]
