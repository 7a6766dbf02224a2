"""The photo of a room of people at a learning point."""

import io
import os
import uuid

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from people.actions.roles import grant_role
from people.models import Organization
from plugins.attendance.models import Mark, PointPhoto
from plugins.attendance.tests.rolls import make_roll

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def roll(school):
    return make_roll(school, minutes_ago=5)


def point_client(school, name):
    village = school.organization.add_child(instance=Organization(name=name, kind="point"))
    screen = school.person(f"{name} screen")
    grant_role(user=screen, role="point", organization=village, by=school.superuser())
    return village, school.client(screen)


@pytest.fixture
def village(school):
    return point_client(school, "Village")


@pytest.fixture
def people(school, roll, village):
    return [school.enrollment(roll.training_class, organization=village[0]) for _number in range(3)]


@pytest.fixture
def client(village):
    return village[1]


def address(roll):
    return reverse("plugins:attendance:point_roll", args=[roll.public_id])


def old_phone(kind="JPEG", size=(3000, 2250)):
    """A photo of 5 MB, lying on its side as phones write it, with a place and a camera in it."""
    image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    exif = Image.Exif()
    exif[0x0110] = "Canary phone"
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, kind, quality=85, exif=exif)
    return out.getvalue()


def upload(data, name="photo.jpg"):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def send(client, roll, people, **fields):
    return client.post(
        address(roll), {"key": str(uuid.uuid4()), "people": [one.public_id for one in people], **fields}, follow=True
    )


def test_photo_of_an_old_phone_is_kept_upright_and_without_its_camera(roll, people, client):
    data = old_phone()
    assert len(data) > 4_500_000

    answer = send(client, roll, people[:2], photo=upload(data))

    photo = PointPhoto.objects.get()
    assert "2 signed in." in answer.content.decode()
    assert photo.small.url in answer.content.decode()
    assert (photo.width, photo.height) == (1200, 1600)
    assert b"Canary phone" not in photo.file.read()
    assert (photo.organization.name, Mark.objects.count()) == ("Village", 2)


def test_photo_of_an_iphone_is_taken(roll, people, client):
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (400, 300), "green")).save(out)

    send(client, roll, people[:1], photo=upload(out.getvalue(), "IMG_1.HEIC"))

    with Image.open(PointPhoto.objects.get().file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (400, 300))


@pytest.mark.parametrize(
    "data",
    [b"", b"no photo", b"%PDF-1.7", b"<svg/>", b"\xff\xd8\xff\xe0" + b"x" * 100, b"\0\0\0\x18ftypheic" + b"x" * 99],
)
def test_wrong_file_signs_nobody_in_and_keeps_the_taps(roll, people, client, data):
    answer = send(client, roll, people[:2], photo=upload(data))

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "is no photo that can be shown" in text
    assert text.count(" checked>") == 2
    assert not Mark.objects.exists()
    assert not PointPhoto.objects.exists()


def test_class_may_require_the_photo(roll, people, client, switch):
    assert "2 signed in." in send(client, roll, people[:2]).content.decode()
    switch(roll.training_class, point_photo=True)

    refused = send(client, roll, people[2:])
    assert "asks for a photo" in refused.content.decode()
    assert Mark.objects.count() == 2
    send(client, roll, people[2:], photo=upload(old_phone(size=(64, 48))))

    assert (Mark.objects.count(), PointPhoto.objects.count()) == (3, 1)


def test_sent_twice_it_is_one_photo(roll, people, client):
    sent = {"key": str(uuid.uuid4()), "people": [people[0].public_id]}

    for _time in range(2):
        client.post(address(roll), {**sent, "photo": upload(old_phone(size=(64, 48)))})

    assert (Mark.objects.count(), PointPhoto.objects.count()) == (1, 1)


def test_photo_is_for_that_point_and_for_who_answers_for_the_roll(school, roll, people, client):
    _other, other_client = point_client(school, "Hamlet")
    send(client, roll, people[:1], photo=upload(old_phone(size=(64, 48))))
    photo = PointPhoto.objects.get()
    pictures = [reverse("plugins:attendance:point_photo", args=[photo.public_id, size]) for size in ("large", "small")]

    teacher = school.client(roll.training_class.class_teacher)
    for reader, status in ((client, 200), (teacher, 200), (other_client, 404), (school.client(people[0].learner), 404)):
        assert {reader.get(picture).status_code for picture in pictures} == {status}
    assert school.client().get(pictures[0]).status_code == 302
    assert photo.small.url in teacher.get(reverse("plugins:attendance:sheets", args=[roll.public_id])).content.decode()
