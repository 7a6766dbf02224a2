"""A program of its own that opens one PDF: what is hostile or broken in the file ends here.

    pdf_program.py inspect FILE MEMORY
    pdf_program.py pages FILE MEMORY FOLDER LAST LARGE SMALL

It writes lines of JSON: ``{"pages": n}``, then for ``pages`` one line for each page that is made (``1.webp`` and
``1-small.webp`` in FOLDER), or ``{"fault": …}``. MEMORY is in MB, LARGE and SMALL are widths in pixels.
"""

import json
import re
import resource
import sys
import unicodedata
from typing import Any

import pypdfium2
from pypdfium2 import raw

TALLEST = 3
"""How many times higher than wide a picture becomes at most."""
MOST_PIXELS = 100_000_000
LONGEST_TEXT = 20_000
UNUSABLE = {"Cc", "Cs", "Cn", "Co"}


def say(**line: Any) -> None:
    """Write a line to the one who started us."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def cleaned(text: str) -> str:
    """Return the words of a page without what no database and no reader can use."""
    text = text.replace("\ufffe", "-").replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in UNUSABLE)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", kept)).strip()[:LONGEST_TEXT]


def flood(page: Any) -> tuple[int, int] | None:
    """Return the sides of a picture on the page that has too many pixels."""
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        width, height = picture.get_px_size()
        if width * height > MOST_PIXELS:
            return width, height
    return None


def make_page(page: Any, number: int, folder: str, large: int, small: int) -> None:
    """Write both pictures of a page, and say what is on it."""
    width, height = page.get_size()
    scale = min(large / max(width, 1), large * TALLEST / max(height, 1))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    picture.save(f"{folder}/{number}.webp", quality=78, method=3)
    width = min(small, picture.width)
    low = (width, max(1, round(width * picture.height / picture.width)))
    picture.resize(low, reducing_gap=2.0).save(f"{folder}/{number}-small.webp", quality=72, method=3)
    words = cleaned(page.get_textpage().get_text_bounded())
    say(page=number, width=picture.width, height=picture.height, text=words)


def main(order: str, path: str, memory: str, *rest: str) -> None:
    """Do what was asked."""
    limit = int(memory) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        say(fault="encrypted" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken")
        return
    say(pages=count)
    if order == "inspect":
        document[0].get_size()
        return
    folder, last, large, small = rest[0], int(rest[1]), int(rest[2]), int(rest[3])
    for number in range(1, min(last, count) + 1):
        page = document[number - 1]
        if sides := flood(page):
            say(fault="picture", page=number, width=sides[0], height=sides[1])
            return
        make_page(page, number, folder, large, small)
        page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
