"""Scans that are not as they should be: of two devices, of another time, from far too good a camera."""

import io
import os

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from plugins.attendance.codes import Code
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll
from plugins.attendance.tests.sign_in.test_kept import (  # noqa: F401
    HOUR,
    MINUTE,
    Phone,
    clock,
    learner,
    roll,
    shown,
    state,
    token,
)
from plugins.attendance.tests.sign_in.test_photo import ENTER, photo_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("first", [0, 1])
def test_two_devices_without_a_network_count_once_and_from_the_earlier(school, clock, roll, learner, first):  # noqa: F811
    Roll.objects.update(asks_out=False)
    phones, notes = [Phone(school, clock, learner) for _number in range(2)], []
    for phone in phones:
        notes.append((phone, phone.note(token(roll, clock))))
        clock.pass_by(20 * MINUTE)
    clock.pass_by(HOUR)

    answers = [phone.send(noted) for phone, noted in (notes if first == 0 else reversed(notes))]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert state(roll) == ["present"]
    (row,) = rows_of(roll)
    assert row.standing.minutes == 120


@pytest.mark.parametrize("periods", [-3, -1, 2])
def test_digits_of_another_moment_are_taken_only_in_their_grace(school, clock, roll, learner, periods):  # noqa: F811
    digits = shown(roll, clock, periods=periods).digits

    answer = school.client(learner).post(reverse("plugins:attendance:enter"), {"digits": digits})

    assert (answer.status_code, Mark.objects.count()) == ((200, 1) if periods == -1 else (409, 0))
    assert ("None of your classes shows this code now" in answer.content.decode()) == (periods != -1)


@pytest.mark.parametrize("kind", ["12 megapixels", "HEIC of 12 megapixels"])
def test_photo_of_the_code_by_a_good_camera_is_read(school, clock, roll, learner, kind):  # noqa: F811
    code = Code.at(roll.door, "in", timezone.now(), 20)
    address = reverse("plugins:attendance:scan", args=[roll.door, code.token])
    small = photo_of(f"https://school.example{address}")
    picture = Image.open(small).resize((4032, 3024))
    out = io.BytesIO()
    if kind.startswith("HEIC"):
        pillow_heif.from_pillow(picture).save(out, quality=60)
    else:
        picture.save(out, "JPEG", quality=90)

    answer = school.client(learner).post(ENTER, {"photo": SimpleUploadedFile("IMG_1.HEIC", out.getvalue())})

    assert (answer.status_code, answer.url) == (302, address)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: _blank(9000, 7000), "too many pixels"),
        (lambda: b"\xff\xd8" + os.urandom(21 * 1024 * 1024), "too large"),
    ],
)
def test_photo_that_is_too_much_is_refused_in_words(school, roll, learner, make, words):  # noqa: F811
    answer = school.client(learner).post(ENTER, {"photo": SimpleUploadedFile("a.jpg", make())})

    assert (answer.status_code, words in answer.content.decode()) == (400, True)


def _blank(width, height):
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_code_of_another_class_says_so_and_signs_nobody_in(school, clock, roll, learner):  # noqa: F811
    other = make_roll(school, minutes_ago=2)
    code = Code.at(other.door, "in", timezone.now(), 20)

    answer = school.client(learner).post(reverse("plugins:attendance:scan", args=[other.door, code.token]))

    assert (answer.status_code, "This code is for another class" in answer.content.decode()) == (403, True)
    assert not Mark.objects.exists()
