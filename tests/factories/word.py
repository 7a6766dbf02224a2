"""Makes Word documents for tests, as Word and WPS write them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
# WPS gives its styles numbers; what they are stands in the name and the outline level.
STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="标题 2"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="章"><w:name w:val="我的章节"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="节"><w:name w:val="我的小节"/><w:basedOn w:val="章"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="b"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def run(text: str, *looks: str) -> str:
    """Write a run; ``looks`` are ``b``, ``i``, ``u`` and so on."""
    marks = "".join(f"<w:{look}/>" if look != "u" else '<w:u w:val="single"/>' for look in looks)
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", item: tuple[int, int] | None = None, outline: int | None = None) -> str:
    """Write a paragraph of runs, or of one text; ``item`` is a list's number and the depth from 0."""
    written = "".join(one if one.startswith("<") else run(one) for one in runs)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if item:
        properties += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    if outline is not None:
        properties += f'<w:outlineLvl w:val="{outline}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"


def table(*rows: tuple[str, ...], header: bool = True) -> str:
    """Write a table of texts."""
    lines = []
    for place, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and not place else ""
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        lines.append(f"<w:tr>{mark}{cells}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def picture(relation: str, alt_text: str = "") -> str:
    """Write a run with a picture."""
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr={quoteattr(alt_text)}/>"
        f"<a:graphic><a:graphicData><a:blip r:embed='{relation}'/></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def link(relation: str, text: str) -> str:
    """Write a link."""
    return f'<w:hyperlink r:id="{relation}">{run(text)}</w:hyperlink>'


def png(width: int = 40, height: int = 30, color: tuple[int, int, int] = (200, 90, 60)) -> bytes:
    """Make a picture."""
    stream = BytesIO()
    Image.new("RGB", (width, height), color).save(stream, "PNG")
    return stream.getvalue()


def make_docx(
    *parts: str,
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
    name: str = "lesson.docx",
    types: str = "",
) -> BytesIO:
    """Make a .docx: ``media`` are files by name, with the relation ``r-<name>``; ``links`` addresses by relation."""
    relations = [
        f'<Relationship Id="s" Type="{R}/styles" Target="styles.xml"/>',
        f'<Relationship Id="n" Type="{R}/numbering" Target="numbering.xml"/>',
        *(f'<Relationship Id="r-{one}" Type="{R}/image" Target="media/{one}"/>' for one in media or {}),
        *(
            f'<Relationship Id="{key}" Type="{R}/hyperlink" Target={quoteattr(to)} TargetMode="External"/>'
            for key, to in (links or {}).items()
        ),
    ]
    package = "http://schemas.openxmlformats.org/package/2006"
    files: dict[str, Any] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override PartName="/word/document.xml" '
        f'ContentType="{types or TYPE + ".document.main+xml"}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="d" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{''.join(relations)}</Relationships>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(parts)}</w:body></w:document>",
        **{f"word/media/{one}": content for one, content in (media or {}).items()},
        **(extra or {}),
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    stream.seek(0)
    stream.name = name
    return stream
