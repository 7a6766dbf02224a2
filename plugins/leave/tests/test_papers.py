"""Papers that go with leave: which are taken, and who may open them."""

import io
import random

import pytest
from PIL import Image

from people.roles import Role
from plugins.leave.models import Leave, LeaveAttachment
from plugins.leave.tests.leave_things import PDF, ask, configure, form, of_class, paper, seat_in, signed_in, text
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def cut_off() -> bytes:
    """Return the first half of a photo."""
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))
    out = io.BytesIO()
    noise.save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 2]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (paper("note.exe", b"MZ"), "Only PDF files and pictures"),
        (paper("note.pdf", b"<html>"), "web page"),
        (paper("note.png", b"\x89PNG broken"), "no picture that can be read"),
        (paper("note.jpg", cut_off()), "no picture that can be read"),
        (paper("note.pdf", PDF + b" " * (10 * 1024 * 1024)), "too big"),
        (paper("note.pdf", b""), "empty"),
    ],
)
def test_wrong_papers_are_refused_with_a_word(learner, training_class, sent, said):
    page = learner.post(of_class(training_class, "ask/"), {**form(training_class), "papers": sent})
    assert page.status_code == 400
    assert said in text(page)
    assert not Leave.objects.exists()


def test_papers_are_for_the_learner_and_who_decides(learner, teacher, seat, training_class, client):
    sent = [paper("一.pdf"), paper("b.pdf", PDF + b"%")]
    learner.post(of_class(training_class, "ask/"), {**form(training_class), "papers": sent})
    first, _second = LeaveAttachment.objects.order_by("pk")
    address = first.file.url
    part = learner.get(address, headers={"range": "bytes=0-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"%PDF")
    assert b"".join(teacher.get(address).streaming_content) == PDF
    configure(training_class, needs_endorsement=True)
    unit = make_organization()
    seat.organization = unit
    seat.save()
    others = [
        seat_in(training_class).learner,
        make_user(),
        make_user(role=Role.COORDINATOR, organization=unit),
        make_user(role=Role.EDITOR, organization=training_class.organization),
        make_user(role=Role.HEAD, organization=training_class.organization),
        make_user(role=Role.CLASS_TEACHER, organization=make_organization()),
    ]
    for other in others:
        assert signed_in(client, other).get(address).status_code == 404
    configure(training_class, "off")
    assert teacher.get(address).status_code == 404


def test_papers_are_added_later_and_the_same_one_once(learner, seat):
    leave = ask(seat)
    for _number in range(2):
        learner.post(f"/plugins/leave/{leave.public_id}/papers/", {"papers": paper()})
    assert leave.attachments.count() == 1
    many = [paper(f"{number}.pdf", PDF + b"%" * number) for number in range(1, 7)]
    page = learner.post(f"/plugins/leave/{leave.public_id}/papers/", {"papers": many})
    assert page.status_code == 400
    assert "At most 6 papers" in text(page)
    assert leave.attachments.count() == 1


def test_deleted_paper_takes_its_file_along(learner, seat, django_capture_on_commit_callbacks):
    leave = ask(seat)
    learner.post(f"/plugins/leave/{leave.public_id}/papers/", {"papers": paper()})
    row = leave.attachments.get()
    storage, name = row.file.storage, row.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert not storage.exists(name)


def photo(megabytes):
    """Make a picture as a phone does: of about so many megabytes, with its coordinates left in it."""
    side = int((megabytes * 1_200_000) ** 0.5)
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    stored = io.BytesIO()
    noise = Image.frombytes("RGB", (side, side), random.Random(5).randbytes(side * side * 3))
    noise.save(stored, "JPEG", quality=90, exif=exif)
    return stored.getvalue()


def test_photos_of_a_phone_are_taken(learner, training_class):
    content = photo(5)
    assert 4_500_000 < len(content) < 10 * 1024 * 1024
    sent = [paper("IMG_1.JPG", content), paper("病假条.jpeg", content[:-2] + b"\xff\xd9\x00")]
    answer = learner.post(of_class(training_class, "ask/"), {**form(training_class), "papers": sent})
    assert answer.status_code == 302
    assert [row.size for row in LeaveAttachment.objects.order_by("pk")] == [len(content), len(content) + 1]
    assert "病假条.jpeg" in text(learner.get(answer.url))
