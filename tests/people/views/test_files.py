"""The one address of every file."""

import pytest
from django.core.files.storage import default_storage
from wagtail.models import ReferenceIndex

from people.models import SchoolImage
from tests.factories.people import make_document, make_image, make_superuser

pytestmark = pytest.mark.django_db


def _body(response):
    return b"".join(response.streaming_content)


def _audience(file, audience, organization=None):
    file.audience, file.audience_organization = audience, organization
    file.save()


def test_file_without_audience_is_for_its_own_admin_only(counties, client):
    file = counties.east.document
    found = {}
    for person in (counties.east.editor, counties.west.editor, counties.east.learner, make_superuser()):
        client.force_login(person)
        found[person.full_name] = client.get(file.url).status_code
    assert list(found.values()) == [200, 404, 404, 200]


def test_stranger_is_sent_to_sign_in_for_a_document_and_finds_no_image(counties, client):
    assert client.get(counties.east.image.file.url).status_code == 404
    response = client.get(counties.east.document.url)
    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize(
    ("audience", "stranger", "east", "west"),
    [
        ("public", 200, 200, 200),
        ("signed_in", 404, 200, 200),
        ("organization", 404, 200, 404),
        ("class", 404, 404, 404),
    ],
)
def test_file_with_audience_is_for_that_audience(counties, client, audience, stranger, east, west):
    image = counties.east.image
    _audience(image, audience, counties.east.organization if audience == "organization" else None)

    assert client.get(image.file.url).status_code == stranger
    client.force_login(counties.east.learner)
    assert client.get(image.file.url).status_code == east
    client.force_login(counties.west.learner)
    assert client.get(image.file.url).status_code == west


def test_file_is_seen_by_who_sees_a_page_that_uses_it(counties, client):
    page, image = counties.east.page, counties.east.image
    _refer(page, image)
    assert client.get(image.file.url).status_code == 200

    page.unpublish()

    assert client.get(image.file.url).status_code == 404


def _refer(page, file):
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    page_type = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.create(
        base_content_type=page_type, content_type=page_type, object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(file), to_object_id=str(file.pk),
        model_path="body", content_path="body", content_path_hash=ReferenceIndex._get_content_path_hash("body"),
    )  # fmt: skip


def test_rendition_is_as_visible_as_its_image(counties, client):
    rendition = counties.east.image.get_rendition("width-20")
    assert rendition.url.startswith("/files/rendition/")
    assert client.get(rendition.url).status_code == 404

    client.force_login(counties.east.editor)
    response = client.get(rendition.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"


def test_addresses_say_nothing_about_the_storage(counties):
    image, document = counties.east.image, counties.east.document
    for file in (image.file, document.file, image.get_rendition("width-20").file):
        assert file.name not in file.url
        assert file.url.startswith("/files/")
    assert str(counties.east.organization.public_id) in image.file.name
    assert "Eastcanary" not in image.file.name


def test_storage_key_is_no_address(counties, client):
    client.force_login(make_superuser())
    assert client.get(f"/files/{counties.east.image.file.name}").status_code == 404


def test_file_is_handed_out_in_ranges(counties, client):
    file = make_document(counties.east.organization, content=b"0123456789")
    client.force_login(counties.east.editor)

    response = client.get(file.url, headers={"Range": "bytes=2-4"})

    assert response.status_code == 206
    assert _body(response) == b"234"


def test_missing_file_is_not_found(counties, client):
    client.force_login(counties.east.editor)
    default_storage.delete(counties.east.document.file.name)
    assert client.get(counties.east.document.url).status_code == 404


@pytest.mark.parametrize("kind", ["nothing", "media-thumbnail", "image"])
def test_unknown_kind_or_file_is_not_found(counties, client, kind):
    client.force_login(make_superuser())
    assert client.get(f"/files/{kind}/{counties.east.media.public_id}/x").status_code == 404


def test_organization_follows_the_collection(counties):
    image = make_image(counties.east.organization)
    image.collection = counties.west.image.collection
    image.save()
    assert SchoolImage.objects.get(pk=image.pk).organization == counties.west.organization
