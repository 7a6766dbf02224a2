"""Pages that were open once open again without a network, for the same person alone; and the camera within the page."""

import contextlib
import re
import socket
import threading
import uuid

import pytest
from playwright.sync_api import expect

from plugins.attendance.tests.browser.test_offline import DIGITS, MARKS
from plugins.attendance.tests.browser.test_offline import MAKE as MAKE_ONE
from plugins.attendance.tests.browser.test_place import SCANNED
from plugins.attendance.tests.browser.test_roll import COUNT, GONE, MAKE
from tests.browser.server import run

pytestmark = pytest.mark.browser

NAMES = "caches.keys().then(names => names.length)"
FAKE_CAMERA = """
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect() {
    const seen = window.shown ? ["https://elsewhere.example", window.shown] : [];
    return Promise.resolve(seen.map((text) => ({ rawValue: text })));
  }
};
Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  return Promise.resolve(canvas.captureStream(5));
} } });
"""


class Wire:
    """A wire to the server that can be cut: also a service worker has no other."""

    def __init__(self, port):
        self.port, self.is_cut, self.open = port, False, set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                here, _address = self.server.accept()
                if self.is_cut:
                    here.close()
                    continue
                there = socket.create_connection(("127.0.0.1", self.port))
                self.open |= {here, there}
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.is_cut = True
        for end in list(self.open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def mend(self):
        self.is_cut = False


@pytest.fixture
def wire(school):
    wire = Wire(school.port)
    yield wire
    wire.cut()
    wire.server.close()


@pytest.fixture
def roll(school):
    page, roll = run(school, MAKE.replace("range(60)", "range(6)").replace("roll-", f"again-{uuid.uuid4().hex[:8]}-"))
    yield roll
    run(school, GONE.format(page=page))


@pytest.fixture
def one_roll(school):
    page, roll = run(school, MAKE_ONE.replace("offline-class", f"again-{uuid.uuid4().hex}"))
    yield roll
    run(school, GONE.format(page=page))


def opened(page, wire, address):
    """Open a page through the wire and wait until it is kept."""
    page.goto(wire.url + address)
    expect(page.locator("[data-controller=offline][data-kept=yes]")).to_be_attached()


def quiet(page):
    page.troubles[:] = [line for line in page.troubles if not re.search("ERR_|status of 503|htmx:|fetch", line)]


def test_teacher_opens_the_roll_again_without_a_network_and_it_is_sent_once(school, roll, wire, page_for, screenshot):
    page = page_for("teacher", width=390)
    opened(page, wire, f"/plugins/attendance/rolls/{roll}/")
    wire.cut()

    page.goto(wire.url + f"/plugins/attendance/rolls/{roll}/")
    page.locator(".roll__tap", has_text="缺勤").first.click()
    page.get_by_role("button", name="其余全部已到").click()
    expect(page.locator("[data-roll-target=news]")).to_contain_text("6")
    screenshot(page, "attendance-roll-reopened")
    page.goto(wire.url + f"/plugins/attendance/rolls/{roll}/")
    expect(page.locator("[data-roll-target=news]")).to_contain_text("6")
    assert run(school, COUNT.format(roll=roll)) == [{"unverified": 6}, 0]
    page.goto(wire.url + f"/plugins/attendance/rolls/{uuid.uuid4()}/")
    expect(page.get_by_role("heading")).to_contain_text("没有网络")

    wire.mend()
    page.goto(wire.url + f"/plugins/attendance/rolls/{roll}/")
    expect(page.locator(".stat--ok .stat__number")).to_have_text("5")
    assert run(school, COUNT.format(roll=roll)) == [{"present": 5, "absent": 1}, 6]
    quiet(page)


def test_learner_opens_the_page_to_sign_in_again_and_it_is_sent_once(school, one_roll, wire, page_for):
    page = page_for("learner", width=390)
    opened(page, wire, "/plugins/attendance/enter/")
    digits = run(school, DIGITS.format(roll=one_roll))
    wire.cut()

    page.goto(wire.url + "/plugins/attendance/enter/")
    page.get_by_label("六位数字").fill(digits)
    page.get_by_role("button", name="签到", exact=True).click()
    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    wire.mend()

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    assert [mark[0] for mark in run(school, MARKS.format(roll=one_roll))] == ["in"]
    quiet(page)


def test_code_that_the_phone_s_own_camera_opens_without_a_network_is_noted_and_sent_once(
    school, one_roll, wire, page_for, screenshot
):
    page = page_for("learner", width=390)
    opened(page, wire, "/plugins/attendance/enter/")
    address = run(school, SCANNED.format(roll=one_roll))
    wire.cut()

    page.goto(wire.url + address)
    expect(page.locator("[data-kept-target=news]")).to_contain_text("暂时没有网络")
    screenshot(page, "attendance-scan-offline")
    page.reload()
    assert page.url == f"{wire.url}/plugins/attendance/enter/"
    assert run(school, MARKS.format(roll=one_roll)) == []
    wire.mend()

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    assert [mark[0] for mark in run(school, MARKS.format(roll=one_roll))] == ["in"]
    quiet(page)


def test_nothing_is_kept_once_its_person_signs_out(school, roll, wire, page_for):
    page = page_for("teacher", width=390)
    opened(page, wire, f"/plugins/attendance/rolls/{roll}/")
    assert page.evaluate(NAMES) == 1
    page.evaluate("document.querySelector('.menu form[action$=\"/accounts/logout/\"]').submit()")
    page.wait_for_url(lambda url: "rolls" not in url)
    page.wait_for_function(f"() => {NAMES}.then(count => count === 0)")
    wire.cut()

    page.goto(wire.url + f"/plugins/attendance/rolls/{roll}/")

    expect(page.get_by_role("heading")).to_contain_text("没有网络")
    quiet(page)


def test_another_person_on_the_device_finds_nothing_of_the_one_before(school, roll, wire, page_for):
    """Also where nobody signed out: a session that ended, or another one in its place."""
    page = page_for("teacher", width=390)
    opened(page, wire, f"/plugins/attendance/rolls/{roll}/")
    other = page_for("learner", width=390)
    page.context.clear_cookies()
    page.context.add_cookies(other.context.cookies())
    opened(page, wire, "/plugins/attendance/enter/")
    wire.cut()

    page.goto(wire.url + f"/plugins/attendance/rolls/{roll}/")

    expect(page.get_by_role("heading")).to_contain_text("没有网络")
    quiet(page)


def test_camera_scans_without_leaving_the_page(school, one_roll, page_for, screenshot, axe):
    page = page_for("learner", width=390)
    page.add_init_script(FAKE_CAMERA)
    page.goto("/plugins/attendance/enter/")
    page.get_by_role("button", name="用摄像头扫码").click()
    expect(page.get_by_label("摄像头画面")).to_be_visible()
    axe(page)
    screenshot(page, "attendance-camera")
    address = run(school, SCANNED.format(roll=one_roll))
    page.evaluate(f"window.shown = 'https://school.example{address}'")

    expect(page.locator("[data-kept-target=done]")).to_contain_text("已签到")
    expect(page.get_by_label("摄像头画面")).to_be_hidden()
    assert [mark[0] for mark in run(school, MARKS.format(roll=one_roll))] == ["in"]
