"""Blocks of a lesson's body."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from schoolhouse.content import ContentField, StreamBlock, StructBlock

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class ImageBlock(StructBlock):
    """A picture with a caption."""

    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "lessons/blocks/image.html"
        place = "lessons.image"


class VideoBlock(StructBlock):
    """A film of the school, or the address of one that the school's network reaches."""

    media = VideoChooserBlock(label=_("Film"), required=False)
    address = blocks.URLBlock(label=_("Or its address"), required=False, help_text=_("Of an .mp4 or .webm file."))
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        """Ask for a film or an address."""
        value = super().clean(value)
        if not value.get("media") and not value.get("address"):
            message = ValidationError(_("Choose a film or give its address."))
            raise StructBlockValidationError(block_errors={"media": message})
        return value

    class Meta:
        icon = "media"
        label = _("Video")
        template = "lessons/blocks/video.html"
        place = "lessons.video"


class QuotationBlock(StructBlock):
    """Someone's words and who said them."""

    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "lessons/blocks/quotation.html"
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
        template = "lessons/blocks/callout.html"
        place = "lessons.callout"


class LessonBodyBlock(StreamBlock):
    """Everything that a lesson's body may hold."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="lessons/blocks/heading.html", max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=RICH_TEXT_FEATURES)
    image = ImageBlock()
    document = DocumentChooserBlock(label=_("Document"), template="lessons/blocks/document.html")
    video = VideoBlock()
    quotation = QuotationBlock()
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), icon="list-ol", template="lessons/blocks/steps.html")
    callout = CalloutBlock()

    class Meta:
        place = "lessons.body"


class LessonBodyField(ContentField):
    """The body's field. Historical models call it without blocks and get those of today."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(LessonBodyBlock(), **kwargs)
