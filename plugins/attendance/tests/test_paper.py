"""The sheet on paper: printed, signed, photographed and read back."""

import io
import math
import uuid

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFilter

from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.jobs import read_photo
from plugins.attendance.models import Mark, SheetPhoto
from plugins.attendance.paper import layout
from plugins.attendance.paper.printing import sheet_pdf
from plugins.attendance.paper.reading import read
from plugins.attendance.paper.tokens import row_word
from plugins.attendance.queries.rolls import learners_of, rows_of
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db
POINTS = 7.5
"""Points to a millimeter: a page that fills a photo of 1,575 by 2,228, which any phone takes."""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def roll(school):
    return make_roll(school)


@pytest.fixture
def people(school, roll):
    return [school.enrollment(roll.training_class) for _number in range(6)]


@pytest.fixture
def client(school, roll):
    return school.client(roll.training_class.class_teacher)


def address(name, thing):
    return reverse(f"plugins:attendance:{name}", args=[thing.public_id])


def page_of(roll, signed=(), *, direction="in"):
    """Print the first page of the sheet and sign it, with a blue pen, in the boxes of ``signed``."""
    pdf = sheet_pdf(roll, direction=direction, language="zh-hans", school="School")
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=POINTS * 25.4 / 72).to_pil().convert("RGB")
    words = {row_word(roll, direction, one.public_id) for one in signed}
    draw = ImageDraw.Draw(image)
    for seen in read(image).seen:
        if seen.word in words:
            x, y = seen.x * image.width, seen.y * image.height
            line = [
                (x + (layout.LEFT + 6 + step) * POINTS, y + (layout.SYMBOL / 2 + 2.5 * math.sin(step)) * POINTS)
                for step in range(24)
            ]
            draw.line(line, fill=(30, 40, 140), width=3)
    return image


def photo_of(image, *, angle=0.0, name="sheet.jpg", shadow=False):
    """Photograph a page lying on a table."""
    if shadow:
        dark = Image.linear_gradient("L").resize(image.size).point(lambda level: 110 + level // 2)
        image = Image.composite(image, Image.new("RGB", image.size, "black"), dark)
    taken = image.rotate(angle, expand=True, fillcolor=(120, 105, 90), resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    taken.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=80)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def send(client, roll, photo):
    return client.post(address("upload_sheet", roll), {"photo": photo}, follow=True)


def proposed(sheet):
    return {uuid.UUID(row["who"]) for row in sheet.found if row["signed"]}


@pytest.mark.parametrize("angle", [0, 4, -7, 90, 180, 270, 186])
def test_photo_is_read_whichever_way_it_lies(client, roll, people, angle):
    signed = people[::2]

    text = send(client, roll, photo_of(page_of(roll, signed), angle=angle)).content.decode()

    sheet = SheetPhoto.objects.get()
    in_order = [one.public_id for one in learners_of(roll.training_class)]
    assert [uuid.UUID(row["who"]) for row in sheet.found] == in_order
    assert proposed(sheet) == {one.public_id for one in signed}
    assert "6 rows were read; 3 seem to be signed" in text
    assert text.count('name="signed"') == 6
    assert text.count(" checked>") == 3
    # What is shown stands upright.
    with Image.open(sheet.file) as shown:
        assert (shown.width, shown.height) == (sheet.width, sheet.height)
        assert read(shown).turn == 0


def test_shadow_is_no_ink(client, roll, people):
    send(client, roll, photo_of(page_of(roll, people[:1]), shadow=True))

    assert len(SheetPhoto.objects.get().found) == 6
    assert proposed(SheetPhoto.objects.get()) == {people[0].public_id}


def test_nothing_counts_before_it_is_confirmed(client, roll, people):
    send(client, roll, photo_of(page_of(roll, people[:2])))
    sheet = SheetPhoto.objects.get()
    assert not Mark.objects.exists()

    answer = client.post(address("sheet", sheet), {"signed": [people[1].public_id, people[3].public_id]}, follow=True)

    assert "2 marks recorded." in answer.content.decode()
    states = {row.enrollment: str(row.standing.state) for row in rows_of(roll)}
    assert [states[one] for one in people] == [*["unverified", "present"] * 2, "unverified", "unverified"]
    assert set(Mark.objects.values_list("source", flat=True)) == {"paper"}


def test_sheet_photographed_twice_counts_once(client, roll, people):
    page = page_of(roll, people[:2])
    for angle in (0, 0, 180):
        send(client, roll, photo_of(page, angle=angle))

    # The very same file is one photo, another one of the same page is another.
    assert SheetPhoto.objects.count() == 2
    for sheet in SheetPhoto.objects.all():
        client.post(address("sheet", sheet), {"signed": [one.public_id for one in people[:2]]})
    assert Mark.objects.count() == 2


def test_teacher_who_said_otherwise_after_the_sheet_is_not_overruled_by_it(client, roll, people):
    send(client, roll, photo_of(page_of(roll, people[:1])))
    sheet, signed = SheetPhoto.objects.get(), {"signed": [people[0].public_id]}
    client.post(address("sheet", sheet), signed)
    say_of(roll, people[0], "absent")

    client.post(address("sheet", sheet), signed)

    assert str(next(row for row in rows_of(roll) if row.enrollment == people[0]).standing.state) == "absent"


def test_sheet_of_another_roll_is_not_taken_for_this_one(school, client, roll, people):
    other = make_roll(school, roll.training_class, minutes_ago=300, minutes=60)

    text = send(client, roll, photo_of(page_of(other, people))).content.decode()

    assert "6 rows belong to another roll" in text
    assert SheetPhoto.objects.get().found == []
    client.post(address("sheet", SheetPhoto.objects.get()), {"signed": [people[0].public_id]})
    assert not Mark.objects.exists()


def test_who_has_left_the_class_is_no_longer_offered(client, roll, people):
    photo = photo_of(page_of(roll, people))
    people[0].state = "withdrawn"
    people[0].save()

    assert send(client, roll, photo).content.decode().count('name="signed"') == 5


def test_sheet_of_the_sign_out_records_who_stayed(school, client):
    roll = make_roll(school, asks_out=True)
    enrollment = school.enrollment(roll.training_class)
    say_of(roll, enrollment, "present")
    send(client_of(school, roll), roll, photo_of(page_of(roll, [enrollment], direction="out")))
    client = client_of(school, roll)

    client.post(address("sheet", SheetPhoto.objects.get()), {"signed": [enrollment.public_id]})

    assert list(Mark.objects.values_list("says", "source")) == [("in", "teacher"), ("out", "paper")]


def client_of(school, roll):
    return school.client(roll.training_class.class_teacher)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"no photo"), "is no photo"),
        (SimpleUploadedFile("a.jpg", b""), "is no photo"),
        (SimpleUploadedFile("sheet.pdf", b"%PDF-1.7"), "is no photo"),
        ("", "Choose a photo"),
    ],
)
def test_file_that_is_no_photo_is_refused_in_words(client, roll, file, words):
    assert words in send(client, roll, file).content.decode()
    assert not SheetPhoto.objects.exists()


def test_photo_of_something_else_says_what_to_do(client, roll, people):
    text = send(client, roll, photo_of(Image.new("RGB", (800, 600), "white"))).content.decode()

    assert "No row could be read" in text


def test_large_photo_is_read_by_the_worker(client, roll, people, monkeypatch):
    monkeypatch.setattr("plugins.attendance.actions.sheets.AT_ONCE", 1000)

    text = send(client, roll, photo_of(page_of(roll, people))).content.decode()
    sheet = SheetPhoto.objects.get()
    assert "is being read" in text
    assert sheet.read_at is None
    for _time in range(2):
        read_photo(sheet=sheet.pk)

    assert len(SheetPhoto.objects.get().found) == 6


def test_closed_roll_takes_nothing_from_paper(client, roll, people):
    send(client, roll, photo_of(page_of(roll, people)))
    close_roll(roll=roll, rest_absent=True, by=roll.training_class.class_teacher)

    text = client.post(
        address("sheet", SheetPhoto.objects.get()), {"signed": [people[0].public_id]}, follow=True
    ).content.decode()

    assert "The roll is closed" in text
    assert not Mark.objects.exists()


def test_only_who_answers_for_the_roll_sees_the_sheet(school, client, roll, people):
    send(client, roll, photo_of(page_of(roll, people)))
    sheet = SheetPhoto.objects.get()
    picture = reverse("plugins:attendance:sheet_photo", args=[sheet.public_id, "large"])
    assert client.get(picture).status_code == 200

    stranger = school.client(people[0].learner)
    for at in (picture, address("sheet", sheet), address("print_sheet", roll)):
        assert stranger.get(at).status_code == 404
    assert stranger.post(address("upload_sheet", roll)).status_code == 404
    assert client.get(picture.replace("large", "huge")).status_code == 404
    assert client.get(address("print_sheet", roll)).content.startswith(b"%PDF")
