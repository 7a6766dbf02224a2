import pytest

from people.models import SchoolMedia
from tests.factories.people import make_media, make_organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("video", "x.mp4", ["video/mp4"]),
        ("video", "x.ogv", ["video/ogg"]),
        ("audio", "x.m4a", ["audio/mp4"]),
        ("audio", "x.mp3", ["audio/mpeg"]),
        ("audio", "x.oga", ["audio/ogg"]),
        ("video", "x.avi", []),
    ],
)
def test_file_that_was_not_converted_is_played_by_a_type_that_browsers_know(kind, name, told):
    media = make_media(make_organization())
    SchoolMedia.objects.filter(pk=media.pk).update(type=kind, file=name)
    media.refresh_from_db()
    assert [source.content_type for source in media.play_sources] == told
