"""The choosers of files offer a class teacher all files of the own organization, and of no other."""

import re

import pytest
from django.urls import reverse

from people.models import Role
from tests.factories.people import make_document, make_image, make_media, make_user

CHOOSERS = {
    "image": ("wagtailimages_chooser:choose", "wagtailimages_chooser:chosen", make_image),
    "document": ("wagtaildocs_chooser:choose", "wagtaildocs_chooser:chosen", make_document),
    "media": ("wagtailmedia:chooser", "wagtailmedia:media_chosen", make_media),
}


@pytest.mark.parametrize("kind", CHOOSERS)
def test_class_teacher_chooses_the_files_of_the_own_organization_alone(client, counties, kind):
    listing, chosen, make = CHOOSERS[kind]
    own = make(counties.east.organization, title="Ours")
    foreign = make(counties.west.organization, title="Theirs")
    client.force_login(make_user(role=Role.CLASS_TEACHER, organization=counties.east.organization))

    offered = client.get(reverse(listing)).json()["html"]

    assert [name for name in ("Ours", "Theirs") if name in offered] == ["Ours"]
    assert client.get(reverse(chosen, args=[own.pk])).json()["result"]["title"] == "Ours"
    assert client.get(reverse(chosen, args=[foreign.pk])).status_code == 404


def test_film_is_called_by_its_title_and_not_by_its_key(client, counties):
    media = make_media(counties.east.organization, title="Grafting")
    client.force_login(counties.east.editor)

    offered = client.get(reverse("wagtailmedia:chooser")).json()["html"]

    assert media.filename == "grafting.mp3"
    assert "grafting.mp3" in offered
    assert not re.search(r"[0-9a-f]{40}\.mp3", offered)


@pytest.mark.parametrize(("asked", "kinds"), [((), ["audio", "video"]), (("video",), ["video"])])
def test_film_is_uploaded_in_the_media_section_where_a_break_loses_nothing(client, counties, asked, kinds):
    client.force_login(counties.east.editor)

    address = reverse("wagtailmedia:chooser_typed" if asked else "wagtailmedia:chooser", args=asked)
    offered = client.get(address, headers={"accept-language": "en"}).json()

    links = re.findall(r'<a href="([^"]+)" target="_blank"', offered["html"])
    assert links == [reverse("wagtailmedia:add", args=[kind]) for kind in kinds]
    assert 'type="file"' not in offered["html"]
    assert "goes on after a break" in offered["html"]


@pytest.mark.parametrize(
    ("address", "words", "found"),
    [
        ("people_chooser:choose_results", "eastcanary l", "Eastcanary learner"),
        ("instructor_chooser:choose_results", "minna", "Minna"),
        ("wagtailsnippetchoosers_people_organization:choose_results", "eastcan", "Eastcanary"),
    ],
)
def test_chooser_finds_by_a_part_of_the_name(client, counties, address, words, found):
    make_user("Minna", role=Role.INSTRUCTOR, organization=counties.east.organization)
    make_user("Otto", role=Role.INSTRUCTOR, organization=counties.east.organization)
    client.force_login(counties.east.editor)

    everybody = client.get(reverse(address)).content.decode()
    some = client.get(reverse(address), {"q": words}).content.decode()
    nobody = client.get(reverse(address), {"q": "%_nobody"})

    rows = [page.count("data-chooser-modal-choice") for page in (everybody, some)]
    assert found in some
    assert rows[0] > rows[1] or address.startswith("wagtailsnippet")
    assert nobody.status_code == 200
    assert found not in nobody.content.decode()
