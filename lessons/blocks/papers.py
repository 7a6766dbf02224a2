"""Documents in lessons: as a card with the first page, and page by page as pictures with their words."""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from foundation.fragments import late_part, register_late_part
from people.models import DocumentPage, DocumentReading, ReadingState, SchoolDocument
from people.models.audience import Audience
from people.models.paged import has_pages
from people.queries.files import may_fetch
from schoolhouse.content import StructBlock

PART = "lessons.document_pages"
SECONDS_A_PAGE = 15
"""How long one looks at a page at least."""
MOST_WORDS = 200_000
"""Letters of one document that the search index is given."""


def _as_struct(value: Any) -> Any:
    """Give a document that was chosen before there was anything beside it the shape of today."""
    return value if isinstance(value, dict) else {"document": value}


class PaperBlock(StructBlock):
    """What both have in common: the document, and what one gets when one opens it."""

    document = DocumentChooserBlock(label=_("Document"))
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template how far the document is read, and its kind."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        document = value.get("document")
        context["reading"] = DocumentReading.objects.filter(document=document).first() if document else None
        context["kind"] = PurePath(document.file.name).suffix[1:].upper() if document else ""
        return context


class DocumentBlock(PaperBlock):
    """A document to open or to keep: a card with its first page, kind, length and size."""

    def to_python(self, value: Any) -> Any:
        """Take what is stored, in the shape of today or before."""
        return super().to_python(_as_struct(value))

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Take many that are stored, in the shape of today or before."""
        return super().bulk_to_python([_as_struct(value) for value in values])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the first page."""
        context = super().get_context(value, parent_context=parent_context)
        if context["reading"] and is_for_all_readers(value["document"]):
            context["cover"] = DocumentPage.objects.filter(document=value["document"], number=1).first()
        return context

    class Meta:
        icon = "doc-full-inverse"
        label = _("Document")
        description = _("A file to open or to keep: a card with its first page, kind, length and size.")
        template = "lessons/blocks/document.html"
        preview_template = "lessons/block_previews/document.html"
        place = "lessons.document"


class DocumentPagesBlock(PaperBlock):
    """A PDF or slides, page by page. The pictures are made once the lesson is saved; their words are searched."""

    def clean(self, value: Any) -> Any:
        """Take only what has pages and can be read."""
        value = super().clean(value)
        document = value["document"]
        fault = ""
        if document and not has_pages(document):
            fault = str(_("Choose a PDF or slides (.pptx); other documents have no pages to show."))
        elif document:
            reading = DocumentReading.objects.filter(document=document).first()
            fault = reading.fault_message if reading else ""
        if fault:
            raise StructBlockValidationError(block_errors={"document": ValidationError(fault)})
        return value

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the pages, with the first line of each, once all of them are there."""
        context = super().get_context(value, parent_context=parent_context)
        reading = context["reading"]
        is_ready = bool(reading and reading.wants_pages and reading.state == ReadingState.READY)
        pages = list(value["document"].pages.order_by("number")) if is_ready else []
        for page in pages:
            page.document = value["document"]  # asked for its name by the address of each picture
            page.first_line = next(iter(page.text.split("\n")), "")[:120]
        context.update(pages=pages, is_cut=bool(pages) and len(pages) < reading.page_count)
        context["has_failed"] = bool(reading and reading.state == ReadingState.FAILED)
        return context

    def render(self, value: Any, context: Any = None) -> SafeString:
        """Show it, or where the document has readers of its own, leave a place that is filled for those alone."""
        document = value.get("document")
        if document is None or is_for_all_readers(document):
            return super().render(value, context=context)
        return late_part(context or {}, PART, json.dumps(self.get_prep_value(value)))

    def render_own(self, request: HttpRequest, argument: str) -> str:
        """Show it to a reader who may fetch the document, to others nothing."""
        value = self.to_python(json.loads(argument))
        document = value.get("document")
        if document is None or not may_fetch(request.user, document):
            return ""
        return super().render(value, context={"request": request})

    def get_searchable_content(self, value: Any) -> list[str]:
        """Add the words on the pages, unless the document has readers of its own."""
        words: list[str] = super().get_searchable_content(value)
        document = value.get("document")
        if document is not None and is_for_all_readers(document):
            texts = DocumentPage.objects.filter(document=document).order_by("number").values_list("text", flat=True)
            words.append("\n".join(texts)[:MOST_WORDS])
        return words

    def reading_seconds(self, value: Any) -> float:
        """Return how long one looks at the pages at least."""
        document = value.get("document")
        return SECONDS_A_PAGE * (DocumentPage.objects.filter(document=document).count() if document else 0)

    class Meta:
        icon = "copy"
        label = _("Document page by page")
        description = _("A PDF or slides (.pptx) as pictures of pages to leaf through, with the words of each page.")
        template = "lessons/blocks/document_pages.html"
        preview_template = "lessons/block_previews/document_pages.html"
        place = "lessons.document_pages"


register_late_part(PART, DocumentPagesBlock().render_own)


def is_for_all_readers(document: SchoolDocument) -> bool:
    """Say whether everybody who may see the lesson may see the document in it."""
    return document.audience in ("", Audience.PUBLIC)


def documents_shown(body: Any) -> list[SchoolDocument]:
    """Return the documents that a lesson's body shows page by page."""
    found = [block.value.get("document") for block in body or () if block.block_type == "document_pages"]
    return [document for document in found if document is not None]
