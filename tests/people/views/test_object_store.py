"""Files in an S3 object store: kept there, and fetched by whom they are for through short, signed addresses."""

import urllib.error
import urllib.request

import pytest
from django.core.files.storage import default_storage

from config.settings.services import object_store
from people.models import Role, SchoolDocument
from tests.factories.object_store import SECRET, running_object_store
from tests.factories.people import make_document, make_image, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings):
    with running_object_store() as store:
        settings.OBJECT_STORE = object_store(store.url)
        kept = {"BACKEND": "foundation.files.object_store.ObjectStorage"}
        settings.STORAGES = {**settings.STORAGES, "default": kept}
        yield store


@pytest.fixture
def county():
    return make_organization("County")


def fetch(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, b"", error.headers


def test_file_is_kept_in_the_store_and_fetched_by_a_signed_address(client, store, county):
    document = make_document(county, title="Well water", content=b"Boil it first.", audience="signed_in")
    assert store.objects[document.file.name][0] == b"Boil it first."

    client.force_login(make_user())
    asked = len(store.asked)
    answer = client.get(document.url)

    assert answer.status_code == 302
    assert answer["Cache-Control"] == "private, no-store"
    assert len(store.asked) == asked
    status, body, headers = fetch(answer["Location"])
    assert (status, body) == (200, b"Boil it first.")
    assert "well-water.txt" in headers["Content-Disposition"]
    assert fetch(answer["Location"], Range="bytes=5-6")[:2] == (206, b"it")


def test_store_hands_out_nothing_without_a_signature_nor_to_one_changed(client, store, county):
    document = make_document(county, audience="signed_in")
    other = make_document(county, audience="organization", audience_organization=county)
    client.force_login(make_user())
    signed = client.get(document.url)["Location"]

    assert fetch(signed.partition("?")[0])[0] == 403
    assert fetch(signed.replace(document.file.name, other.file.name))[0] == 403
    assert fetch(signed.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"))[0] == 403


def test_signed_address_ends(client, store, county, settings):
    settings.FILES_SIGNED_SECONDS = -1
    document = make_document(county, audience="signed_in")
    client.force_login(make_user())

    assert fetch(client.get(document.url)["Location"])[0] == 403


def test_whoever_may_not_see_a_file_gets_no_address(client, store, county):
    document = make_document(county, audience="organization", audience_organization=county)
    client.force_login(make_user(role=Role.LEARNER, organization=make_organization()))

    assert client.get(document.url).status_code == 404


def test_same_bytes_twice_are_two_objects_and_a_deleted_file_goes(store, county, django_capture_on_commit_callbacks):
    first, second = (make_document(county, content=b"Same") for _ in range(2))
    assert first.file.name != second.file.name

    with django_capture_on_commit_callbacks(execute=True):
        SchoolDocument.objects.get(pk=first.pk).delete()

    assert set(store.objects) == {second.file.name}
    assert SECRET not in str(default_storage.deconstruct())


def test_picture_is_made_smaller_out_of_the_store(store, county):
    rendition = make_image(county).get_rendition("width-20")

    assert rendition.width == 20
    assert store.objects[rendition.file.name][0]
