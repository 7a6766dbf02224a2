"""Blocks of a lesson's body: one class, one template and one test for each type."""

from lessons.blocks.basic import CalloutBlock, QuotationBlock, StepBlock
from lessons.blocks.body import RICH_TEXT_FEATURES, LessonBodyBlock, LessonBodyField
from lessons.blocks.picture import ImageBlock

__all__ = [
    "RICH_TEXT_FEATURES",
    "CalloutBlock",
    "ImageBlock",
    "LessonBodyBlock",
    "LessonBodyField",
    "QuotationBlock",
    "StepBlock",
]
