"""The stream of blocks that a lesson's body is made of."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from lessons.blocks.accordion import AccordionBlock
from lessons.blocks.basic import CalloutBlock, QuotationBlock, StepBlock, heading_anchors
from lessons.blocks.code import CodeBlock
from lessons.blocks.examples import example
from lessons.blocks.page_card import PageCardBlock
from lessons.blocks.papers import DocumentBlock, DocumentPagesBlock
from lessons.blocks.picture import GalleryBlock, ImageBlock
from lessons.blocks.table import TableBlock
from lessons.checks.arranging import MatchingBlock, OrderingBlock
from lessons.checks.choices import MultipleChoiceBlock, SingleChoiceBlock, TrueFalseBlock
from lessons.checks.words import ShortAnswerBlock
from lessons.recordings.blocks import AudioBlock, VideoBlock
from schoolhouse.content import ContentField, StreamBlock, UnknownBlock

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
TEXTS, PICTURES, FILES = _("Text"), _("Pictures, film and sound"), _("Files and links")
STEPS_SHOWN = [
    {"title": _("Look"), "text": _("<p>Is it safe to go near?</p>")},
    {"title": _("Call"), "text": _("<p>Say where you are.</p>")},
]


class LessonBodyBlock(StreamBlock):
    """Everything that a lesson's body may hold."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        description=_("Begins a section; headings make up the contents of the lesson."),
        icon="title",
        template="lessons/blocks/heading.html",
        preview_value=example(_("What you need")),
        max_length=150,
        group=TEXTS,
    )
    text = blocks.RichTextBlock(
        label=_("Text"),
        description=_("Paragraphs with lists, links and bold words."),
        icon="pilcrow",
        preview_value=example(_("<p>Look first, <b>then</b> act.</p><ul><li>Gloves</li><li>A clean cloth</li></ul>")),
        features=RICH_TEXT_FEATURES,
        group=TEXTS,
    )
    quotation = QuotationBlock(group=TEXTS)
    steps = blocks.ListBlock(
        StepBlock(),
        label=_("Steps"),
        description=_("What to do, one numbered step after the other."),
        icon="list-ol",
        template="lessons/blocks/steps.html",
        preview_value=example(STEPS_SHOWN),
        group=TEXTS,
    )
    callout = CalloutBlock(group=TEXTS)
    accordion = AccordionBlock(group=TEXTS)
    table = TableBlock(group=TEXTS)
    code = CodeBlock(group=TEXTS)
    image = ImageBlock(group=PICTURES)
    gallery = GalleryBlock(group=PICTURES)
    video = VideoBlock(group=PICTURES)
    audio = AudioBlock(group=PICTURES)
    document = DocumentBlock(group=FILES)
    document_pages = DocumentPagesBlock(group=FILES)
    page_card = PageCardBlock(group=FILES)
    check_single = SingleChoiceBlock()
    check_multiple = MultipleChoiceBlock()
    check_true_false = TrueFalseBlock()
    check_short = ShortAnswerBlock()
    check_ordering = OrderingBlock()
    check_matching = MatchingBlock()

    def render_basic(self, value: StreamValue, context: Any = None) -> SafeString:
        """Name each block, so that the page can say which film was played, and which question was answered."""
        known = [child for child in value if not isinstance(child.block, UnknownBlock)]
        anchors = iter(heading_anchors([str(child.value) for child in known if child.block_type == "heading"]))
        rows = []
        for child in known:
            around = {**(context or {}), "block_id": child.id}
            if child.block_type == "heading":
                around["anchor"] = next(anchors)
            rows.append((child.render(around), child.block_type, child.id or ""))
        return format_html_join("\n", '<div class="w-block-{1} block-{1}" data-block="{2}">{0}</div>', rows)

    class Meta:
        place = "lessons.body"


class LessonBodyField(ContentField):
    """The body's field. Historical models call it without blocks and get those of today."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(LessonBodyBlock(), **kwargs)
