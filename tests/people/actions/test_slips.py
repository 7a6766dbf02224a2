"""Sign-in slips on paper."""

import re

import pytest

from people.actions.one_time_codes import issue_codes
from people.actions.slips import qr_svg, slips_pdf
from tests.factories.people import make_superuser, make_user

ADDRESS = "https://school.example/accounts/code/"


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "pages"), [(1, 1), (8, 1), (9, 2), (60, 8)])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_slips_pdf_puts_eight_on_a_page(people, pages, language):
    users = [make_user(f"欧阳#明[{number}] $x$ *b*") for number in range(people)]
    codes = issue_codes(users=users, by=make_superuser())

    pdf = slips_pdf(codes=codes, address=ADDRESS, language=language, school="青山学堂")

    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == pages


def test_qr_svg_stands_inline_without_scripts():
    svg = qr_svg(ADDRESS + "K7M3XP9QDT/")
    assert svg.startswith("<svg")
    assert "style=" not in svg
