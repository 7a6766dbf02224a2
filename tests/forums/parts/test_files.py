"""Pictures and files of posts: what is taken, who may fetch it, and what becomes of what nobody sent."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from forums.actions.draft import save_draft
from forums.actions.editing import edit_post
from forums.actions.moderation.gate import WaitsForReview
from forums.actions.moderation.held import decide_held, return_post
from forums.actions.parts.files import clear_unsent_files, take_file
from forums.actions.post import reply
from forums.actions.rendering import render_anew
from forums.models import ForumPage, HeldPost, Post, PostFile
from schoolhouse.refusals import Refusal
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.forums.xss import faults


@pytest.fixture
def thread(evening):
    return make_thread(evening.forum)


@pytest.fixture
def learner(client, evening):
    client.force_login(evening.people["learner"])
    return evening.people["learner"]


def picture(name="照片.png", size=(1200, 600), **saved):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, saved.pop("kind", "PNG"), **saved)
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def with_place():
    image = Image.new("RGB", (800, 400), "red")
    exif = image.getexif()
    exif[0x010F] = "Canarycamera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_2026_home.jpg", out.getvalue(), "image/jpeg")


def taken(evening, sent=None, who="learner"):
    return take_file(forum=evening.forum, sent=sent or picture(), by=evening.people[who])


def say(thread, by, body, **more):
    return reply(thread=thread, body=body, client_key=uuid.uuid4(), by=by, **more)


def codes(file, evening, *names):
    """Return what each of ``names`` is answered who asks for ``file``."""
    found = {}
    for name in names:
        client = Client()
        client.force_login(evening.people[name])
        small = client.get(f"{file.address}small/").status_code
        assert client.get(file.address).status_code == small
        found[name] = small
    return list(found.values())


def test_picture_is_made_anew_without_place_and_name(evening):
    row = taken(evening, with_place())

    stored = row.file.read()
    assert row.name == "image.jpg"
    assert b"Canarycamera" not in stored
    assert dict(Image.open(io.BytesIO(stored)).getexif()) == {}
    assert (row.width, row.height, row.is_image) == (800, 400, True)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "web_page"),
        ("a.png", b"  <!DOCTYPE html><script>alert(1)</script>", "web_page"),
        ("a.pdf", b"<html>%PDF-1.4", "web_page"),
        ("a.exe", b"MZ" + b"\0" * 400, "broken"),
        ("a.docx", b"PK\x03\x04nothing", "broken"),
        ("a.png", b"", "empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "broken"),
    ],
)
def test_what_is_not_taken_is_said(client, evening, learner, name, data, code):
    url = reverse("forums:upload", args=[evening.forum.public_id])

    answer = client.post(url, {"file": SimpleUploadedFile(name, data)})

    assert answer.status_code == 400
    assert answer.json()["code"] == code
    assert name in answer.json()["message"]
    assert not PostFile.objects.exists()


def test_script_behind_a_picture_is_not_kept(evening):
    sent = picture()
    row = taken(evening, SimpleUploadedFile("a.png", sent.read() + b"<script>alert('Canary')</script>"))

    assert b"Canary" not in row.file.read()


def test_limits_are_said(evening, settings):
    settings.FORUM_FILE_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refusal, match="1 MB"):
        taken(evening, SimpleUploadedFile("a.png", b"x" * (1024 * 1024 + 1)))
    settings.FORUM_FILES_WAITING = 1
    taken(evening)
    with pytest.raises(Refusal) as refused:
        taken(evening, picture(size=(40, 40)))
    assert refused.value.code == "too_many"


def test_post_shows_so_many_files_at_most(evening, thread, learner, settings):
    settings.FORUM_FILES_A_POST = 1
    one, other = taken(evening), taken(evening, picture(size=(50, 50)))

    with pytest.raises(Refusal) as refused:
        say(thread, learner, f"![]({one.address}) ![]({other.address})")
    assert refused.value.code == "too_many"


def test_picture_and_file_stand_in_the_post_that_is_sent(client, evening, thread, learner):
    url = reverse("forums:upload", args=[evening.forum.public_id])
    image = client.post(url, {"file": picture()}).json()
    assert image["written"] == f"![]({image['address']})"

    post = say(thread, learner, f"![渠口的照片]({image['address']})")

    page = client.get(reverse("forums:thread", args=[thread.public_id])).content.decode()
    assert f'<img src="{image["address"]}small/"' in page
    assert 'alt="渠口的照片"' in page
    assert faults(post.body_html) == []
    assert PostFile.objects.get().post == post
    assert "渠口的照片" in post.words
    answer = client.get(image["address"], headers={"Range": "bytes=0-9"})
    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (206, 10)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-cache"


def test_picture_alone_is_a_post(evening, thread, learner):
    row = taken(evening)

    assert say(thread, learner, f"![]({row.address})").pk
    with pytest.raises(Refusal):
        say(thread, learner, f"![](/forums/files/{uuid.uuid4()}/)\u200b".replace("!", "").replace("[]", "[\u200b]"))


def test_unsent_file_is_its_owners_alone(evening):
    row = taken(evening)

    assert codes(row, evening, "learner", "class teacher", "superuser", "other class's learner") == [200, 404, 404, 404]


def test_sent_file_is_for_whoever_sees_the_post(evening, thread, learner):
    row = taken(evening)
    post = say(thread, learner, f"![]({row.address})")

    everybody = ("learner", "class teacher", "instructor", "other class's learner", "withdrawn learner")
    assert codes(row, evening, *everybody) == [200, 200, 200, 404, 404]
    assert Client().get(row.address).status_code == 302
    Post.objects.filter(pk=post.pk).update(is_hidden=True)
    assert codes(row, evening, "learner", "class teacher") == [404, 200]


def test_file_waits_for_ones_own_answer(evening, learner):
    thread = make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True))
    row = taken(evening, who="instructor")
    say(thread, evening.people["instructor"], f"![]({row.address})")

    assert codes(row, evening, "learner") == [404]
    make_post(thread, learner)
    assert codes(row, evening, "learner") == [200]


def test_file_of_a_held_post_is_for_its_author_and_moderators(client, evening, thread, learner):
    ForumPage.objects.filter(pk=evening.forum.pk).update(hold_first_posts=1)
    thread.forum.refresh_from_db()
    row = taken(evening)
    with pytest.raises(WaitsForReview):
        say(thread, learner, f"![水渠]({row.address})")
    assert codes(row, evening, "learner", "class teacher", "head") == [200, 200, 404]
    client.force_login(evening.people["class teacher"])
    assert f'src="{row.address}small/"' in client.get(reverse("forums:review")).content.decode()

    decide_held(held=HeldPost.objects.get(), verdict="approve", reason="Good", by=evening.people["class teacher"])

    assert codes(row, evening, "learner", "class teacher", "head") == [200, 200, 200]
    assert f'src="{row.address}small/"' in Post.objects.get().body_html


def test_author_of_a_returned_post_still_sees_the_picture(evening, thread, learner):
    row = taken(evening)
    post = say(thread, learner, f"![]({row.address})")

    return_post(post=post, reason="Why", by=evening.people["class teacher"])

    assert codes(row, evening, "learner", "head") == [200, 404]


def test_nobody_shows_a_file_of_another_post(evening, thread, learner):
    row = taken(evening, who="instructor")

    stolen = say(thread, learner, f"![mine]({row.address})")
    assert "<img" not in stolen.body_html
    assert PostFile.objects.get().post is None
    say(thread, evening.people["instructor"], f"![]({row.address})")
    again = say(thread, learner, f"![mine too]({row.address})")
    assert "<img" not in again.body_html


def test_edit_keeps_and_adds_pictures_and_rendering_anew_too(evening, thread, learner):
    row, new = taken(evening), taken(evening, picture(size=(30, 30)))
    post = say(thread, learner, f"![]({row.address})")

    post = edit_post(post=post, body=f"![]({row.address}) ![]({new.address})", version=1, by=learner)

    assert post.body_html.count("<img") == 2
    assert set(PostFile.objects.values_list("post", flat=True)) == {post.pk}
    Post.objects.update(renderer_version=1, body_html="")
    render_anew()
    post.refresh_from_db()
    assert post.body_html.count("<img") == 2


def test_file_comes_along_with_the_form_without_scripts(client, evening, thread, learner):
    key = str(uuid.uuid4())
    data = {"body": "看图", "client_key": key, "alt": "渠[口]"}
    for _time in range(2):
        answer = client.post(
            reverse("forums:reply", args=[thread.public_id]), {**data, "files": picture(size=(60, 60))}
        )
        assert answer.status_code == 302

    post = Post.objects.get()
    assert 'alt="渠口"' in post.body_html
    assert PostFile.objects.count() == 1


def test_preview_and_fault_keep_what_came_along(client, evening, thread, learner):
    bad = SimpleUploadedFile("a.svg", b"<svg></svg>")
    data = {"body": "看图", "client_key": str(uuid.uuid4()), "files": [picture(), bad]}

    page = client.post(reverse("forums:reply", args=[thread.public_id]), data)

    assert page.status_code == 400
    text = page.content.decode()
    assert "a.svg" in text.split("message--error")[1]
    assert PostFile.objects.get().address in text
    assert not Post.objects.exists()
    data = {"body": "", "client_key": str(uuid.uuid4()), "files": [picture()], "preview": "1"}
    assert b"<img src=" in client.post(reverse("forums:reply", args=[thread.public_id]), data).content
    new = {**data, "title": "New", "files": [picture(size=(20, 20))]}
    assert b"<img src=" in client.post(reverse("forums:new_thread", args=[evening.forum.public_id]), new).content


def test_upload_is_for_those_who_may_post(client, evening):
    for name in ("other class's learner", "withdrawn learner"):
        client.force_login(evening.people[name])
        answer = client.post(reverse("forums:upload", args=[evening.forum.public_id]), {"file": picture()})
        assert answer.status_code == 404
    other = make_forum(evening.counties.city_home, live=False)
    client.force_login(evening.people["learner"])
    assert client.post(reverse("forums:upload", args=[other.public_id]), {"file": picture()}).status_code == 404


def test_unsent_files_are_cleared_and_what_a_draft_names_stays(
    evening, thread, learner, django_capture_on_commit_callbacks
):
    gone, kept = taken(evening), taken(evening, picture(size=(30, 30)))
    fresh = taken(evening, picture(size=(31, 31)))
    sent = taken(evening, picture(size=(32, 32)))
    say(thread, learner, f"![]({sent.address})")
    save_draft(place=thread, body=f"![]({kept.address})", version=0, by=learner)
    old = timezone.now() - timedelta(days=8)
    PostFile.objects.exclude(pk=fresh.pk).update(created_at=old)
    storage, key = gone.file.storage, gone.file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert clear_unsent_files(now=timezone.now()) == 1

    assert not storage.exists(key)
    assert set(PostFile.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk, sent.pk}
    assert sent.file.storage.exists(sent.file.name)
    with pytest.raises(ProtectedError):
        Post.objects.get().delete()
