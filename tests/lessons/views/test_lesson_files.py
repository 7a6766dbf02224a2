"""Each file that a lesson shows is for the readers of the lesson alone, at each of its addresses."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from foundation.jobs import drain
from people.models import MediaRendition, Role, SchoolDocument, SchoolMedia
from tests.factories.classes import make_enrollment, make_timetable_item, make_training_class
from tests.factories.documents import make_paper
from tests.factories.people import make_image, make_media, make_organization, make_user
from tests.lessons.blocks.pages import item, published

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n"
SHOWN = [200, 200, 206, 304]
PARTS = {"Range": "bytes=0-1"}
ADDRESSES = (
    "image", "image's rendition", "gallery's rendition", "poster", "poster's rendition", "still of the film", "film",
    "film's rendition", "sound", "captions", "document", "page", "small page", "document page", "paged document",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_WORK_ROOT = tmp_path / "work"


@pytest.fixture
def school():
    return make_organization("East county")


@pytest.fixture
def shown(school):
    """Return a private lesson that shows one of each kind of file, and the addresses by name."""
    image, first, second, poster = (make_image(school) for _number in range(4))
    still = ContentFile(image.file.read(), name="still.png")
    film, sound = make_media(school, thumbnail=still), make_media(school)
    SchoolMedia.objects.filter(pk=film.pk).update(type="video")
    film.refresh_from_db()
    made = MediaRendition.objects.create(media=film, name="480p", width=640, height=480, file=_file("x.mp4"))
    words = SchoolDocument.objects.create(title="Words", organization=school, file=_file("a.vtt", VTT))
    paper, paged = make_paper(school), make_paper(school, title="Paged")
    captions = [item({"language": "en", "file": words.pk})]
    pictures = [item({"image": one.pk, "alt_text": "Branch", "caption": ""}) for one in (first, second)]
    lesson = published(
        ("image", {"image": image.pk, "alt_text": "Branch", "caption": "Cut"}),
        ("gallery", {"pictures": pictures}),
        ("video", {"media": film.pk, "poster": poster.pk, "captions": captions}),
        ("audio", {"media": sound.pk}),
        ("document", {"document": paper.pk, "caption": ""}),
        ("document_pages", {"document": paged.pk, "caption": ""}),
        organization=school, audience="organization", audience_organization=school,
    )  # fmt: skip
    lesson.save_revision().publish()
    drain()
    page, other = paged.pages.get(number=2), paper.pages.get(number=1)
    addresses = (
        image.file.url, image.get_rendition("width-20").url, first.get_rendition("width-30").url, poster.file.url,
        poster.get_rendition("width-20").url, film.thumbnail.url, film.file.url, made.file.url, sound.file.url,
        words.url, paper.url, page.file.url, page.small.url, other.small.url, paged.url,
    )  # fmt: skip
    return lesson, dict(zip(ADDRESSES, addresses, strict=True)), image


def _file(name, content=b"0123456789"):
    return ContentFile(content, name=name)


def all_of(found):
    """Return what is expected where every address answers alike."""
    return dict.fromkeys(ADDRESSES, found)


def answers(address, person=None):
    """Return what one gets: the whole, its head alone, two bytes, and the whole where it has not changed."""
    client = Client()
    if person:
        client.force_login(person)
    asked = (
        client.get(address),
        client.head(address),
        client.get(address, headers=PARTS),
        client.get(address, headers={"If-None-Match": "*"}),
    )
    return [answer.status_code for answer in asked]


def test_each_file_is_for_the_readers_of_its_lesson(shown, school):
    _lesson, addresses, _image = shown
    reader = make_user(role=Role.LEARNER, organization=school)
    assert {name: answers(address, reader) for name, address in addresses.items()} == all_of(SHOWN)
    other = make_organization("West county")
    for role in (Role.LEARNER, Role.EDITOR, Role.ADMINISTRATOR, Role.INSTRUCTOR, Role.CLASS_TEACHER):
        person = make_user(role=role, organization=other)
        found = {name: answers(address, person) for name, address in addresses.items()}
        assert found == all_of([404] * 4)
    strangers = {name: answers(address) for name, address in addresses.items()}
    signs_in = {"captions", "document", "paged document"}
    assert strangers == {name: [302 if name in signs_in else 404] * 4 for name in ADDRESSES}


def test_address_that_was_changed_leads_to_nothing(shown, school):
    _lesson, addresses, _image = shown
    reader = make_user(role=Role.LEARNER, organization=school)
    for name, address in addresses.items():
        start, kind, key, shown_as = address.rsplit("/", 3)
        others = [
            f"{start}/{kind}/{key[:-1]}{'0' if key[-1] != '0' else '1'}/{shown_as}",
            f"{start}/{'document' if kind != 'document' else 'image'}/{key}/{shown_as}",
            f"{start}/{kind}-file/{key}/{shown_as}",
        ]
        assert [status(reader, one) for one in others] == [404] * 3, name
        # The name is for the reader alone: neither it nor a signature in the address decides anything.
        assert answers(f"{start}/{kind}/{key}/x.html?Signature=x&Expires=1", reader)[0] == 200


def status(person, address):
    client = Client()
    client.force_login(person)
    return client.get(address).status_code


def test_files_go_with_their_lesson(shown, school):
    lesson, addresses, _image = shown
    reader = make_user(role=Role.LEARNER, organization=school)
    lesson.unpublish()
    assert {name: answers(address, reader) for name, address in addresses.items()} == all_of([404] * 4)


def test_files_of_a_lesson_of_a_class_are_for_its_members(shown, school):
    lesson, addresses, _image = shown
    lesson.audience, lesson.audience_organization = "class", None
    lesson.save_revision().publish()
    member, other = (make_user(role=Role.LEARNER, organization=school) for _number in range(2))
    one, another = make_training_class(), make_training_class()
    make_timetable_item(one, page=lesson)
    make_enrollment(one, member)
    make_enrollment(another, other)

    assert {name: answers(address, member) for name, address in addresses.items()} == all_of(SHOWN)
    assert {name: answers(address, other) for name, address in addresses.items()} == all_of([404] * 4)


def test_admin_shows_a_picture_only_to_those_who_work_with_it(shown, school):
    _lesson, _addresses, image = shown
    asked = [
        reverse("wagtailimages:preview", args=[image.pk, "width-100"]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtailimages_chooser:chosen_multiple") + f"?id={image.pk}",
        reverse("wagtailimages_chooser:select_format", args=[image.pk]),
    ]
    own = make_user(role=Role.EDITOR, organization=school)
    assert [status(own, address) for address in asked] == [200] * 5
    other = make_user(role=Role.EDITOR, organization=make_organization("West county"))
    found = [status(other, address) for address in asked]
    assert found[:3] + found[4:] == [404] * 4
    client = Client()
    client.force_login(other)
    assert image.title not in client.get(asked[3]).content.decode()
    listed = client.get(reverse("wagtailimages_chooser:choose"), headers={"accept-language": "en"})
    assert image.title not in listed.json()["html"]
