"""Uploads in pieces, the form that takes them over, and who is given what was made of them."""

import base64
import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtailmedia.forms import get_media_form

from foundation.jobs import drain
from people.actions.media_jobs import sweep_media
from people.models import MediaState, MediaUpload, MediaUploadPart, SchoolMedia
from tests.factories.recordings import make_film, make_sound

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def _own_work(settings, tmp_path):
    settings.MEDIA_WORK_ROOT = tmp_path / "work"


def begin(client, size, *, key="one", kind="video", **headers):
    about = {"key": key, "type": kind, "filename": "课.mp4"}
    pairs = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in about.items())
    sent = {**TUS, "Upload-Length": str(size), "Upload-Metadata": pairs, **headers}
    return client.post(reverse("people_media_uploads"), headers=sent)


def send(client, address, data, start, **headers):
    kind = "application/offset+octet-stream"
    return client.patch(address, data, content_type=kind, headers={**TUS, "Upload-Offset": str(start), **headers})


def stored():
    """Return the names of all stored files."""
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        if not default_storage.exists(folder or "."):
            continue
        below, files = default_storage.listdir(folder or ".")
        found += [f"{folder}/{name}" for name in files]
        folders += [f"{folder}/{name}".lstrip("/") for name in below if name != "work"]
    return sorted(name for name in found)


def form(county, **fields):
    collection = county.media.collection_id
    return {"title": "Lathe", "collection": collection, "audience": "", "license": "", "language": "", **fields}


def upload_all(client, data, *, kind="video", key="one", piece=20_000):
    address = begin(client, len(data), kind=kind, key=key)["Location"]
    for start in range(0, len(data), piece):
        answer = send(client, address, data[start : start + piece], start)
        assert answer.status_code == 204
    return address.rstrip("/").split("/")[-1]


def add(client, county, data, *, kind="video"):
    upload = upload_all(client, data, kind=kind)
    answer = client.post(reverse("wagtailmedia:add", args=[kind]), form(county, upload=upload))
    assert answer.status_code == 302
    return SchoolMedia.objects.get(title="Lathe")


def test_upload_goes_on_where_it_broke_off(counties, client):
    film = make_film()
    client.force_login(counties.east.editor)
    address = begin(client, len(film))["Location"]
    assert send(client, address, film[:5000], 0)["Upload-Offset"] == "5000"

    again = begin(client, len(film))
    assert (again["Location"], again["Upload-Offset"]) == (address, "5000")
    assert client.head(address, headers=TUS)["Upload-Offset"] == "5000"
    assert send(client, address, film[4000:], 4000).status_code == 409
    assert send(client, address, film[6000:], 6000).status_code == 409
    checksum = base64.b64encode(hashlib.sha256(film[5000:9000]).digest()).decode()
    wrong = {"Upload-Checksum": f"sha256 {checksum}"}
    assert send(client, address, film[5000:8999], 5000, **wrong).status_code == 460
    assert send(client, address, film[5000:9000], 5000, **wrong).status_code == 204
    assert send(client, address, film[9000:], 9000)["Upload-Offset"] == str(len(film))

    upload = MediaUpload.objects.get()
    with upload.file.open() as whole:
        assert whole.read() == film
    assert MediaUploadPart.objects.count() == 0
    assert SchoolMedia.objects.filter(type="video").count() == 0


def test_media_from_an_upload_is_converted_and_played_by_those_it_is_for(
    counties, client, django_capture_on_commit_callbacks
):
    client.force_login(counties.east.editor)
    with django_capture_on_commit_callbacks(execute=True):
        media = add(client, counties.east, make_film(size="1280x720"))
    assert (media.state, media.organization, MediaUpload.objects.count()) == ("queued", counties.east.organization, 0)
    assert not [name for name in stored() if "uploads/" in name]

    assert drain() >= 1

    media.refresh_from_db()
    assert (media.state, media.width, media.height, round(media.duration)) == ("ready", 1280, 720, 2)
    assert [source.height for source in media.play_sources] == [720, 480]
    assert media.thumbnail.name.endswith(".jpg")
    for address in [source.url for source in media.play_sources] + [media.url, media.thumbnail.url]:
        client.force_login(counties.east.editor)
        part = client.get(address, headers={"Range": "bytes=0-99"})
        assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 100)
        assert client.head(address).status_code == 200
        for stranger in (counties.west.editor, counties.east.learner, None):
            client.logout() if stranger is None else client.force_login(stranger)
            answers = [client.get(address, headers={"Range": "bytes=0-9"}), client.head(address), client.get(address)]
            assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_sound_is_converted(counties, client, django_capture_on_commit_callbacks):
    client.force_login(counties.east.editor)
    with django_capture_on_commit_callbacks(execute=True):
        media = add(client, counties.east, make_sound(suffix="wav"), kind="audio")
    drain()
    media.refresh_from_db()
    assert media.state == "ready"
    assert [source.content_type for source in media.play_sources] == ["audio/mp4"]


def test_pieces_that_do_not_follow_are_refused_and_harm_nothing(counties, client, django_capture_on_commit_callbacks):
    film = make_film()
    client.force_login(counties.east.editor)
    before = stored()
    address = begin(client, len(film))["Location"]
    later, gap = send(client, address, film[9000:], 9000), send(client, address, film[5000:], 4999)
    assert [(one.status_code, one.json()["code"]) for one in (later, gap)] == [(409, "offset")] * 2
    assert send(client, address, film[:5000], 0).status_code == 204
    for start in (0, 4999, 5001, len(film), 10**14):
        assert send(client, address, film[:10], start).status_code == 409
    for start in ("-1", "x", "", "1" * 16):
        assert send(client, address, film[:10], start).status_code == 400
    assert send(client, address, film[5000:] + b"more", 5000).status_code == 413
    assert client.head(address, headers=TUS)["Upload-Offset"] == "5000"
    assert len(stored()) == len(before) + 1

    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, address, film[5000:], 5000)["Upload-Offset"] == str(len(film))
    for _turn in range(2):
        assert send(client, address, film[5000:], 5000).status_code == 409
    assert (MediaUpload.objects.count(), MediaUploadPart.objects.count()) == (1, 0)
    assert len(stored()) == len(before) + 1

    # The same key with another length is another file: what was there goes.
    with django_capture_on_commit_callbacks(execute=True):
        other = begin(client, 100)
    assert other["Upload-Offset"] == "0"
    assert client.head(address, headers=TUS).status_code == 404
    assert stored() == before


def test_upload_is_nobody_elses(counties, client):
    client.force_login(counties.east.editor)
    upload = upload_all(client, make_film())
    client.force_login(counties.west.editor)
    address = reverse("people_media_upload", args=[upload])
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, address, b"x", 0).status_code == 404
    assert client.delete(address, headers=TUS).status_code == 404
    answer = client.post(reverse("wagtailmedia:add", args=["video"]), form(counties.west, upload=upload))
    assert answer.status_code == 200
    assert SchoolMedia.objects.filter(type="video").count() == 0


def test_media_is_put_only_where_one_works(counties, client):
    client.force_login(counties.east.editor)
    upload = upload_all(client, make_film())
    client.post(reverse("wagtailmedia:add", args=["video"]), form(counties.west, upload=upload))
    assert SchoolMedia.objects.get(type="video").organization == counties.east.organization


@pytest.mark.parametrize("who", ["learner", None])
def test_only_who_may_add_media_uploads(counties, client, who):
    if who:
        client.force_login(counties.east.learner)
    assert begin(client, 100).status_code in (302, 403, 404)
    assert MediaUpload.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<!doctype html><p>x</p>", "web_page"),
        (b"\0" * 3000, "unknown"),
        (lambda: make_film()[:-3000], "truncated"),
        (lambda: make_sound(suffix="m4a"), "no_video"),
    ],
)
def test_bad_upload_is_refused_and_leaves_nothing(counties, client, data, code, django_capture_on_commit_callbacks):
    data = data() if callable(data) else data
    client.force_login(counties.east.editor)
    before = stored()
    address = begin(client, len(data))["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, address, data, 0)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["message"]
    assert client.head(address, headers=TUS).status_code == 404
    assert MediaUpload.objects.count() == 0
    assert stored() == before


def test_faults_are_said_in_both_languages(counties, client):
    client.force_login(counties.east.editor)
    said = []
    for language in ("en", "zh-hans"):
        counties.east.editor.preferred_language = language
        counties.east.editor.save()
        address = begin(client, 4, key=language)["Location"]
        said.append(send(client, address, b"<svg", 0).json()["message"])
    assert said[0].startswith("This file is")
    assert "网页" in said[1]


def test_upload_that_is_described_badly_is_refused(counties, client, settings):
    client.force_login(counties.east.editor)
    address = reverse("people_media_uploads")
    assert client.post(address).status_code == 412
    assert client.post(address, headers=TUS).status_code == 400
    assert begin(client, 0).status_code == 400
    assert begin(client, "ten").status_code == 400
    assert begin(client, 5, kind="picture").status_code == 400
    assert client.post(address, headers={**TUS, "Upload-Length": "5", "Upload-Metadata": "key ???"}).status_code == 400
    assert begin(client, settings.MEDIA_MAX_UPLOAD_SIZE + 1).status_code == 413
    place = begin(client, 5)["Location"]
    assert client.patch(place, b"x", content_type="text/plain", headers=TUS).status_code == 415
    assert send(client, place, b"123456", 0).status_code == 413
    assert client.options(address)["Tus-Extension"] == "creation,termination,checksum"
    settings.MEDIA_MAX_OPEN_UPLOADS = 1
    assert begin(client, 5, key="two").status_code == 409


def test_upload_can_be_given_up_and_stale_ones_are_swept(counties, client, django_capture_on_commit_callbacks):
    client.force_login(counties.east.editor)
    before = stored()
    for key in ("one", "two"):
        address = begin(client, 100, key=key)["Location"]
        send(client, address, b"x" * 50, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(address, headers=TUS).status_code == 204
        MediaUpload.objects.update(changed_at=timezone.now() - timedelta(days=3))
        sweep_media()
    assert MediaUpload.objects.count() == 0
    assert stored() == before


def test_small_file_comes_with_the_form_itself(counties, client):
    client.force_login(counties.east.editor)
    address = reverse("wagtailmedia:add", args=["video"])
    for data, name in ((b"", "a.mp4"), (b"<html>", "a.mp4"), (make_film()[:9000], "a.mp4")):
        answer = client.post(address, form(counties.east, file=SimpleUploadedFile(name, data)))
        assert [name for name, said in answer.context["form"].errors.items() for _one in said] == ["file"]
    assert SchoolMedia.objects.filter(type="video").count() == 0
    file = SimpleUploadedFile("film.html", make_film())
    assert client.post(address, form(counties.east, file=file)).status_code == 302
    media = SchoolMedia.objects.get(type="video")
    assert (media.file.name[-4:], media.state, media.width) == (".mp4", "queued", 320)


def test_new_file_takes_the_place_of_the_old_one(counties, client, django_capture_on_commit_callbacks):
    client.force_login(counties.east.editor)
    with django_capture_on_commit_callbacks(execute=True):
        media = add(client, counties.east, make_film())
    drain()
    old = [SchoolMedia.objects.get(pk=media.pk).file.name, media.renditions.get().file.name]
    with django_capture_on_commit_callbacks(execute=True):
        upload = upload_all(client, make_film(size="640x360"), key="two")
        answer = client.post(reverse("wagtailmedia:edit", args=[media.pk]), form(counties.east, upload=upload))
    assert answer.status_code == 302
    drain()
    media.refresh_from_db()
    assert (media.state, media.width, media.renditions.get().width) == ("ready", 640, 640)
    assert not any(default_storage.exists(name) for name in old)


def test_failed_conversion_is_shown_and_tried_again(counties, client, django_capture_on_commit_callbacks):
    client.force_login(counties.east.editor)
    with django_capture_on_commit_callbacks(execute=True):
        media = add(client, counties.east, make_film())
    name = media.file.name
    with default_storage.open(name) as file:
        film = file.read()
    default_storage.delete(name)
    default_storage.save(name, SimpleUploadedFile("x", film[:100]))
    drain()
    media.refresh_from_db()
    assert (media.state, media.fault) == (MediaState.FAILED, "truncated")
    page = client.get(reverse("wagtailmedia:edit", args=[media.pk])).content.decode()
    retry = reverse("people_media_retry", args=[media.public_id])
    assert retry in page
    state = client.get(reverse("people_media_state", args=[media.public_id])).json()
    assert (state["state"], bool(state["message"])) == ("failed", True)

    default_storage.delete(name)
    default_storage.save(name, SimpleUploadedFile("x", film))
    client.force_login(counties.west.editor)
    assert client.post(retry).status_code == 404
    assert client.get(reverse("people_media_state", args=[media.public_id])).status_code == 404
    client.force_login(counties.east.editor)
    assert client.post(retry).status_code == 302
    drain()
    media.refresh_from_db()
    assert (media.state, media.fault, media.renditions.count()) == ("ready", "", 1)
    client.post(retry)
    media.refresh_from_db()
    assert media.state == "ready"


def test_index_lists_what_is_not_ready_for_who_works_there(counties, client):
    SchoolMedia.objects.filter(pk__in=[counties.east.media.pk, counties.west.media.pk]).update(
        state="failed", fault="time"
    )
    client.force_login(counties.east.editor)
    page = client.get(reverse("wagtailmedia:index")).content.decode()
    assert str(counties.east.media.public_id) in page
    assert "Westcanary" not in page


def test_form_leaves_a_conversion_that_ended_meanwhile_ended(counties):
    media = counties.east.media
    SchoolMedia.objects.filter(pk=media.pk).update(state="working")
    read_before = SchoolMedia.objects.get(pk=media.pk)
    SchoolMedia.objects.filter(pk=media.pk).update(state="ready", duration=7)
    bound = get_media_form(SchoolMedia)(
        form(counties.east, title="Renamed"), {}, instance=read_before, user=counties.east.editor
    )
    assert bound.is_valid()
    bound.save()
    media.refresh_from_db()
    assert (media.title, media.state, media.duration) == ("Renamed", "ready", 7)
