"""Pictures that are broken off, bombs, or two things at once, in each place of the admin that takes pictures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import SchoolImage, SchoolMedia
from tests.factories.people import make_media, make_superuser
from tests.factories.pictures import make_picture, make_picture_bombs, make_png, make_script_gif

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
DAMAGED = "This picture is damaged or broken off"
NO_PICTURE = "This is no picture"
CASES = {
    "page": ("a.jpg", b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
    "drawing": ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PICTURE),
    "cut JPEG": ("a.jpg", make_picture("JPEG")[:30_000], DAMAGED),
    "cut PNG": ("a.png", make_picture("PNG")[:30_000], DAMAGED),
    "cut GIF": ("a.gif", make_picture("GIF")[:3_000], DAMAGED),
    "cut WebP": ("a.webp", make_picture("WEBP")[:3_000], NO_PICTURE),
    "no points": ("a.png", make_png(points=b"\xff" * 300), DAMAGED),
    **{
        f"bomb: {name}": ("a.png", data, "60 million points" if name == "points" else "This")
        for name, data in make_picture_bombs().items()
    },
}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_WORK_ROOT = tmp_path / "work"
    client.force_login(make_superuser())


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("case", CASES)
def test_picture_that_is_damaged_is_refused_wherever_it_comes_and_nothing_is_kept(client, case, tmp_path):
    name, content, words = CASES[case]

    def file():
        return SimpleUploadedFile(name, content, "image/jpeg")

    alone = client.post(reverse("wagtailimages:add"), {"title": "P", "file": file()}, headers=ENGLISH)
    several = client.post(
        reverse("wagtailimages:add_multiple"), {"title": "P", "files[]": file(), "collection": 1}, headers=ENGLISH
    )
    field = "image-chooser-upload"
    chosen = client.post(
        reverse("wagtailimages_chooser:create"), {f"{field}-title": "P", f"{field}-file": file()}, headers=ENGLISH
    )

    assert words in alone.context["form"].errors["file"][0]
    assert words in several.json()["error_message"]
    assert words in chosen.json()["htmlFragment"]
    assert not SchoolImage.objects.exists()
    assert stored(tmp_path) == []


@pytest.mark.parametrize("case", CASES)
def test_still_of_a_film_is_looked_at_as_pictures_are(client, case, tmp_path):
    name, content, words = CASES[case]
    media = make_media(title="Sound")
    before = stored(tmp_path)
    sent = {"title": "Sound", "collection": 1, "audience": "", "thumbnail": SimpleUploadedFile(name, content)}

    answer = client.post(reverse("wagtailmedia:edit", args=[media.pk]), sent, headers=ENGLISH)

    assert words in answer.context["form"].errors["thumbnail"][0]
    assert SchoolMedia.objects.get().thumbnail.name == ""
    assert stored(tmp_path) == before


def test_still_that_is_replaced_or_cleared_leaves_no_file(client, tmp_path, django_capture_on_commit_callbacks):
    media = make_media(title="Sound")
    before = stored(tmp_path)

    def save(**changed):
        with django_capture_on_commit_callbacks(execute=True):
            sent = {"title": "Sound", "collection": 1, "audience": "", **changed}
            assert client.post(reverse("wagtailmedia:edit", args=[media.pk]), sent).status_code == 302
        media.refresh_from_db()

    for color in range(2):
        size = (40 + color, 30)
        save(thumbnail=SimpleUploadedFile("a.png", make_picture(size=size)))
        assert len(stored(tmp_path)) == len(before) + 1
        assert client.get(media.thumbnail.url)["Content-Type"] == "image/png"
    save(**{"thumbnail-clear": "on"})

    assert media.thumbnail.name == ""
    assert stored(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.gif", make_script_gif(), "image/gif"),
        ("a.jpg", make_picture("JPEG") + b"<script>alert(1)</script>", "image/jpeg"),
    ],
)
def test_picture_that_is_a_program_as_well_is_a_picture_to_every_browser(client, name, content, kind):
    client.post(reverse("wagtailimages:add"), {"title": "P", "file": SimpleUploadedFile(name, content, "text/html")})

    image = SchoolImage.objects.get()
    answer = client.get(image.file.url)
    made = client.get(image.get_rendition("width-20").url)

    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert made["X-Content-Type-Options"] == "nosniff"
    assert b"alert" not in b"".join(made.streaming_content)
