"""What a lesson's films and sounds take from the editor, and what a reader is given."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Site

from lessons.completion.opening import reader_mark
from lessons.recordings.blocks import VideoBlock, seconds_of, sources_at
from people.models import MediaRendition, Role, SchoolDocument, SchoolMedia
from tests.factories.lessons import make_lesson
from tests.factories.people import make_media, make_organization, make_user

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_captions(organization, content=VTT):
    file = ContentFile(content, name="captions.vtt")
    return SchoolDocument.objects.create(title="Captions", file=file, organization=organization)


def make_film(organization, **fields):
    media = make_media(organization)
    media.type = "video"
    media.save()
    for name, height in (("480p", 480), ("720p", 720)):
        file = ContentFile(name.encode(), name="x.mp4")
        MediaRendition.objects.create(media=media, name=name, width=height * 2, height=height, file=file)
    return media


def published(organization, body, **fields):
    page = make_lesson(organization, body=json.dumps(body), **{"audience": "public", **fields})
    Site.objects.all().delete()
    Site.objects.create(is_default_site=True, root_page=page.get_parent(), hostname="localhost")
    return page


def block_faults(**fields):
    block = VideoBlock()
    value = block.to_python({"media": None, "address": "https://x.example/a.mp4", **fields})
    try:
        block.clean(value)
    except StructBlockValidationError as fault:
        return set(fault.block_errors)
    return set()


@pytest.mark.parametrize(("moment", "seconds"), [("0:05", 5), ("12:30", 750), ("1:02:30", 3750), (" 00:00 ", 0)])
def test_moment_is_read_as_people_write_it(moment, seconds):
    assert seconds_of(moment) == seconds


@pytest.mark.parametrize("moment", ["", "12", "1:75", "a:10", "-1:10", "1:2:3:4"])
def test_moment_that_is_none_is_refused(moment):
    with pytest.raises(ValidationError):
        seconds_of(moment)


def test_film_or_address_is_asked_for():
    assert block_faults() == set()
    assert block_faults(address="") == {"media"}


def test_captions_and_chapters_are_checked():
    organization = make_organization()
    good = {"language": "en", "file": make_captions(organization).pk}
    bad = {"language": "en", "file": make_captions(organization, b"1\n00:00:01,000 --> 00:00:02,000\nx").pk}
    assert block_faults(captions=[good]) == set()
    assert block_faults(captions=[bad]) == {"captions"}
    assert block_faults(captions=[good, good]) == {"captions"}
    first, second = {"time": "0:10", "title": "A"}, {"time": "1:00", "title": "B"}
    assert block_faults(chapters=[first, second]) == set()
    assert block_faults(chapters=[second, first]) == {"chapters"}
    assert block_faults(chapters=[{"time": "ten", "title": "A"}]) == {"chapters"}


def test_addresses_play_only_from_servers_that_are_let_in(settings):
    settings.MEDIA_ORIGINS = ["https://video.example"]
    assert sources_at("https://video.example/a.m3u8?x=1")[0].content_type == "application/vnd.apple.mpegurl"
    assert sources_at("https://other.example/a.mp4") == []
    assert sources_at("https://video.example/a.html") == []


def test_lesson_hands_the_player_all_it_needs(client):
    organization = make_organization()
    film, captions = make_film(organization), make_captions(organization)
    value = {
        "media": film.pk,
        "caption": "Lathe",
        "captions": [{"type": "item", "id": "a", "value": {"language": "zh-hans", "file": captions.pk}}],
        "chapters": [{"type": "item", "id": "b", "value": {"time": "1:05", "title": "Safety"}}],
    }
    audio = {"media": make_media(organization).pk}
    body = [{"type": "video", "value": value, "id": "1"}, {"type": "audio", "value": audio, "id": "2"}]
    page = published(organization, body, audience="organization", audience_organization=organization)
    learner = make_user(role=Role.LEARNER, organization=organization)
    client.force_login(learner)

    text = client.get(page.url).content.decode()

    addresses = [one.file.url for one in film.renditions.all()]
    assert all(address in text for address in [*addresses, captions.url])
    assert 'data-player-seconds-param="65"' in text
    assert 'srclang="zh-Hans"' in text
    assert "<audio" in text
    assert f'data-person="{reader_mark(learner)}"' in text
    for address in [*addresses, captions.url]:
        assert client.get(address, headers={"Range": "bytes=0-1"}).status_code == 206
    assert client.get(captions.url)["Content-Type"].startswith("text/vtt")

    client.force_login(make_user(role=Role.LEARNER, organization=make_organization()))
    for address in [*addresses, captions.url]:
        answers = [client.get(address, headers={"Range": "bytes=0-1"}), client.head(address)]
        assert [answer.status_code for answer in answers] == [404, 404]


def test_film_that_is_not_ready_says_so(client):
    organization = make_organization()
    film = make_media(organization)
    SchoolMedia.objects.filter(pk=film.pk).update(file="x.mkv", state="queued")
    body = [{"type": "audio", "value": {"media": film.pk}, "id": "1"}]
    page = published(organization, body)
    text = client.get(page.url, headers={"Accept-Language": "en"}).content.decode()
    assert "<audio" not in text
    assert "still being prepared" in text or "还在处理中" in text


def test_film_of_an_older_lesson_still_shows(client):
    value = {"media": None, "address": "https://x.example/a.mp4", "caption": "Old"}
    body = [{"type": "video", "value": value, "id": "1"}]
    page = published(make_organization(), body)
    text = client.get(page.url).content.decode()
    assert 'href="https://x.example/a.mp4"' in text
    assert "<figcaption>Old" in text


@pytest.mark.parametrize("time", [None, "", "ten"])
def test_chapter_without_a_time_is_left_out(time):
    rows = [{"type": "item", "id": given, "value": {"time": given, "title": "Safety"}} for given in (time, "1:05")]
    block = VideoBlock()
    value = block.to_python({"media": None, "address": "", "chapters": rows})
    assert [one["seconds"] for one in block.get_context(value)["chapters"]] == [65]
