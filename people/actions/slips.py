"""Sign-in slips to print: name, address, code and QR, eight to an A4 page."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

import segno
import typst
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.actions.one_time_codes import IssuedCode

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "people" / "slips.typ"


def slip_address(base: str) -> str:
    """Give the address that stands on slips, below ``base`` (``https://school.example/``)."""
    return base.rstrip("/") + reverse("people:use_code")


def qr_svg(text: str) -> str:
    """Draw ``text`` as a QR code: an SVG of dark on white, to stand inline in a page or a slip."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        border=2,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode()


def slips_pdf(*, codes: Iterable[IssuedCode], address: str, language: str, school: str) -> bytes:
    """Typeset slips for ``codes`` in ``language`` (``en`` or ``zh-hans``), in their order.

    ``address`` is what ``slip_address`` gives: people type it, and the QR adds the code to it. Takes plain codes
    because nothing else knows them; a reprint needs new ones. ``school`` stands at the head of each.
    """
    with translation.override(language):
        words = {
            "school": school,
            "code": pgettext("slip", "Your code"),
            "address": pgettext("slip", "Open this address, or scan the picture"),
            "help": _("The code works once. Choose a password right after; keep the slip to yourself."),
        }
        slips = [
            {
                "name": one.user.full_name,
                "code": one.printed,
                "until": _("Valid until %(date)s") % {"date": date_format(timezone.localtime(one.expires_at))},
                "qr": qr_svg(f"{address}{one.code}/"),
            }
            for one in codes
        ]
    lang = "zh" if language.startswith("zh") else "en"
    data = {"words": words, "slips": slips, "address": address, "lang": lang}
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")
