"""A teacher photographs the signed sheet with a phone, and a learning point sends a photo of its room."""

import io
import math
import uuid

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from plugins.attendance.paper import layout
from plugins.attendance.paper.reading import read
from plugins.attendance.tests.browser.test_roll import GONE, MAKE
from tests.browser.server import run

POINTS = 7.5


@pytest.fixture
def roll(school):
    # Its address and accounts are used once: the school is the same for all tests.
    page, roll = run(school, MAKE.replace("range(60)", "range(18)").replace("roll-", f"paper-{uuid.uuid4().hex[:8]}-"))
    yield roll
    run(school, GONE.format(page=page))


def photograph(pdf, path):
    """Sign every second row with a pen, and photograph the page upside down."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=POINTS * 25.4 / 72).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    for seen in read(image).seen[::2]:
        x, y = seen.x * image.width, seen.y * image.height
        steps = range(30)
        line = [(x + (layout.LEFT + 4 + one) * POINTS, y + (5 + 3 * math.sin(one * 1.3)) * POINTS) for one in steps]
        draw.line(line, fill=(25, 35, 120), width=4)
    out = io.BytesIO()
    image.rotate(176, expand=True, fillcolor=(96, 84, 72), resample=Image.Resampling.BICUBIC).save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path


def test_sheet_is_photographed_and_confirmed_on_a_phone(school, roll, page_for, screenshot, axe, tmp_path):
    page = page_for("teacher", width=390)
    page.goto(f"/plugins/attendance/rolls/{roll}/")
    page.get_by_role("link", name="纸质签到表和照片").click()
    axe(page)
    screenshot(page, "attendance-papers")
    address = page.get_by_role("link", name="打印签到表").get_attribute("href")
    photo = photograph(page.context.request.get(address).body(), tmp_path / "sheet.jpg")

    page.get_by_label("已签名页的照片").set_input_files(photo)
    page.get_by_role("button", name="识别").click()

    expect(page.locator(".roll__row")).to_have_count(18)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(9)
    axe(page)
    screenshot(page, "attendance-paper")
    page.get_by_role("button", name="确认以上人员已签名").click()

    expect(page.locator(".stat--ok .stat__number")).to_have_text("9")


def test_sheet_stands_beside_its_list_at_a_desk(school, roll, page_for, screenshot, tmp_path):
    page = page_for("teacher", width=1440)
    page.goto(f"/plugins/attendance/rolls/{roll}/sheets/")
    address = page.get_by_role("link", name="打印签到表").get_attribute("href")
    page.get_by_label("已签名页的照片").set_input_files(
        photograph(page.context.request.get(address).body(), tmp_path / "sheet.jpg")
    )
    page.get_by_role("button", name="识别").click()

    expect(page.locator(".roll__row")).to_have_count(18)
    screenshot(page, "attendance-paper-desk", full_page=False)
