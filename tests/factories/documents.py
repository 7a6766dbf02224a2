"""Real PDFs and slides for tests, and broken and hostile ones."""

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile

from people.models import Organization, SchoolDocument

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMES = f'xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}" xmlns:p="{_SLIDES}"'


def make_pdf(
    *texts: str, size: tuple[float, float] = (595, 842), extra: Iterable[bytes] = (), trailer: bytes = b""
) -> bytes:
    """Return a PDF with one page for each of ``texts`` (Latin); ``extra`` are further objects, from number 4 on."""
    extra = list(extra)
    first = 4 + len(extra)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(texts)))
    resources = b"<< /Font << /F 3 0 R >>" + (b" /XObject << /I 4 0 R >>" if extra else b"") + b" >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    for number, text in enumerate(texts):
        draw = f"BT /F 24 Tf 60 {size[1] - 90} Td ({text}) Tj ET".encode()
        draw += b" q 100 0 0 100 60 60 cm /I Do Q" if extra else b""
        box = f"[0 0 {size[0]} {size[1]}]".encode()
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Resources " + resources
        objects.append(page + f" /Contents {first + 2 * number + 1} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream")
    return _joined(objects, trailer)


def _joined(objects: list[bytes], trailer: bytes) -> bytes:
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def make_flooding_pdf(side: int = 30_000) -> bytes:
    """Return a small PDF with one picture of very many pixels."""
    data = zlib.compress(bytes(side // 8) * 100, 9)
    head = f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray "
    head += f"/BitsPerComponent 1 /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    return make_pdf("Flood", extra=[head.encode() + data + b"\nendstream"])


def make_encrypted_pdf() -> bytes:
    """Return a PDF that asks for a password."""
    key = "ab" * 32
    trailer = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -44 >> /ID [<{key}> <{key}>]"
    return make_pdf("Secret", trailer=trailer.encode())


def make_pptx(*titles: str, extra: dict[str, bytes] | None = None) -> bytes:
    """Return slides with one line of text each, as small as LibreOffice takes them; ``extra`` are further parts."""
    numbers = range(1, len(titles) + 1)
    overrides = "".join(
        f'<Override PartName="/ppt/slides/slide{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.presentationml.slide+xml"/>'
        for n in numbers
    )
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{main}"/>{overrides}</Types>',
        "_rels/.rels": _relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
        + '</p:sldIdLst><p:sldSz cx="9144000" cy="5143500"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _relations(*(("slide", f"slides/slide{n}.xml") for n in numbers)),
    }
    parts |= {f"ppt/slides/slide{n}.xml": _slide(title) for n, title in zip(numbers, titles, strict=True)}
    return make_archive({**parts, **(extra or {})})


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _slide(title: str) -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="T"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="500000" y="500000"/><a:ext cx="8000000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    return f"<p:sld {_NAMES}><p:cSld><p:spTree>{group}{shape}</p:spTree></p:cSld></p:sld>"


def make_linking_pptx(*addresses: str) -> bytes:
    """Return one slide with pictures that are not in the file but only linked to."""
    pictures = "".join(
        f'<p:pic><p:nvPicPr><p:cNvPr id="{n + 2}" name="p{n}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:link="rId{n}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
        f'<a:off x="{n * 2_500_000}" y="500000"/><a:ext cx="2000000" cy="2000000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        for n in range(1, len(addresses) + 1)
    )
    slide = _slide("Linked").replace("</p:spTree>", f"{pictures}</p:spTree>")
    links = _relations(*(("image", address) for address in addresses)).replace("/>", ' TargetMode="External"/>')
    return make_pptx("", extra={"ppt/slides/slide1.xml": slide, "ppt/slides/_rels/slide1.xml.rels": links})


def make_archive(parts: dict[str, Any]) -> bytes:
    """Return a ZIP of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def make_bomb(megabytes: int = 600) -> bytes:
    """Return slides that would fill the disk: a little file with a very large part."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", "<p/>")
        with archive.open("ppt/media/image1.bin", "w") as part:
            for _count in range(megabytes):
                part.write(bytes(1024 * 1024))
    return stream.getvalue()


def make_paper(
    organization: Organization | None = None, *, content: bytes = b"", suffix: str = "pdf", **fields: Any
) -> SchoolDocument:
    """Make a document with pages, of ``organization``; it is not read yet."""
    fields.setdefault("title", "Paper")
    file = ContentFile(content or make_pdf("Hello orchard", "Second page"), name=f"paper.{suffix}")
    document = SchoolDocument(file=file, organization=organization, **fields)
    document._set_document_file_metadata()  # as the form does
    document.save()
    return document
