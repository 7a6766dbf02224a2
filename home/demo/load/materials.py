"""Pictures and documents of the demo's lessons, owned by the city."""

import json
from pathlib import Path

import typst
from django.core.files.base import ContentFile

from home.demo.load.school import CHINESE, DemoSchool
from home.demo.pictures import picture
from home.demo.shapes import Block
from people.models import SchoolDocument, SchoolImage

SHEETS = Path(__file__).resolve().parent.parent / "content" / "sheets.typ"


def image_of(school: DemoSchool, name: str) -> SchoolImage:
    """Return the drawing of this name, made once for the school."""
    if name not in school.pictures:
        image = SchoolImage(title=name, organization=school.city, public_id=school.uuid())
        image.file = ContentFile(picture(name), name=f"{name}.png")  # type: ignore[assignment]  # as any file field
        image.uploaded_by_user = school.accounts["editor"]
        image._set_image_file_metadata()
        image.save()
        school.pictures[name] = image
    return school.pictures[name]


def sheets_of(school: DemoSchool, block: Block, language: str) -> SchoolDocument:
    """Make the sheets of a block a PDF, one page each."""
    data = {
        "lang": "zh" if language == CHINESE else "en",
        "title": block.text,
        "sheets": [{"title": step.title, "lines": step.text.split("\n")} for step in block.steps],
    }
    made = typst.compile(SHEETS.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")
    document = SchoolDocument(title=block.text, organization=school.city, language=language, public_id=school.uuid())
    document.file = ContentFile(made, name="sheets.pdf")
    document.uploaded_by_user = school.accounts["editor"]
    document._set_document_file_metadata()
    document.save()
    return document
