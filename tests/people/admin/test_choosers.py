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
