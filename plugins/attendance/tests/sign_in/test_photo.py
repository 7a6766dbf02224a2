"""A photo of the code on the screen, read by the server; and the worker that lets pages open without a network."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from plugins.attendance.codes import Code
from plugins.attendance.models import Mark
from plugins.attendance.tests.rolls import make_roll

pytestmark = pytest.mark.django_db

ENTER = "/plugins/attendance/enter/photo/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stop the clock, so that no code ends on a slow machine."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def roll(school):
    return make_roll(school, minutes_ago=2)


@pytest.fixture
def client(school, roll):
    return school.client(school.learner(roll.training_class))


def address_of(roll):
    token = Code.at(roll.door, "in", timezone.now(), 20).token
    return reverse("plugins:attendance:scan", args=[roll.door, token])


def photo_of(text, *, turned=0, size=(1200, 900)):
    """A screen with a code on it, photographed at an angle."""
    code, out = io.BytesIO(), io.BytesIO()
    segno.make(text).save(code, kind="png", scale=9, border=4)
    picture = Image.new("RGB", size, (70, 80, 90))
    picture.paste(Image.open(code).convert("RGB"), (300, 150))
    picture.rotate(turned, fillcolor=(70, 80, 90)).save(out, "JPEG", quality=70)
    return SimpleUploadedFile("code.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize("turned", [0, 17, 180])
def test_photo_leads_to_the_page_that_signs_in(roll, client, turned):
    """The name of the server is whatever the screen's computer knows it by."""
    photo = photo_of(f"http://school.example:8000{address_of(roll)}", turned=turned)

    answer = client.post(ENTER, {"photo": photo}, follow=True)

    assert answer.redirect_chain == [(address_of(roll), 302)]
    assert not Mark.objects.exists()
    assert "You have signed in" in client.post(address_of(roll)).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://elsewhere.example/plugins/attendance/", "not one of ours"),
        ("http://[broken", "not one of ours"),
        ("WIFI:S:guests;;", "not one of ours"),
        (None, "No code can be read"),
    ],
)
def test_photo_of_something_else_is_refused_in_words(client, text, words):
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "gray").save(out, "JPEG")
    photo = photo_of(text) if text else SimpleUploadedFile("gray.jpg", out.getvalue(), content_type="image/jpeg")

    answer = client.post(ENTER, {"photo": photo})

    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert 'name="digits"' in answer.content.decode()


def test_what_is_no_photo_is_refused_in_words(client):
    assert "Choose a photo" in client.post(ENTER).content.decode()
    broken = SimpleUploadedFile("a.jpg", b"GIF89a broken", content_type="image/jpeg")
    answer = client.post(ENTER, {"photo": broken})
    assert (answer.status_code, "no photo that can be shown" in answer.content.decode()) == (400, True)


def test_old_code_on_a_photo_is_too_old(roll, client):
    token = Code.at(roll.door, "in", timezone.now(), 20).later(-3).token
    address = reverse("plugins:attendance:scan", args=[roll.door, token])

    answer = client.post(ENTER, {"photo": photo_of(f"https://school.example{address}")}, follow=True)

    assert (answer.status_code, "no longer shown" in answer.content.decode()) == (409, True)


def test_worker_keeps_to_the_addresses_of_the_plugin(school, client):
    answer = school.client().get("/plugins/attendance/worker.js")

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer
    assert 'const BASE = "/plugins/attendance/"' in text
    assert "/plugins/attendance/worker.js" in client.get("/plugins/attendance/enter/").content.decode()
