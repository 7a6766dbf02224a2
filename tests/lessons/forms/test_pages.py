"""The rule in the lesson editor."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from lessons.models import LessonPage
from people.models import SchoolDocument
from tests.factories.lessons import make_filmed_lesson, make_lesson
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


def save(lesson, body=(), **rule):
    """Publish the lesson through the editor; return the answer."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_superuser())
    data = {
        "title": lesson.title,
        "slug": lesson.slug,
        "intro": "",
        "body": streamfield(list(body)),
        "level": "basic",
        "training_hours": "0",
        "prerequisite_rule": "told",
        "prerequisites": inline_formset([]),
        "related_lessons": inline_formset([]),
        "audience": "public",
        "finished_by": "all",
        "watched_percent": "90",
        "checks_percent": "100",
        "action-publish": "1",
        **rule,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), nested_form_data(data))


def test_editor_sets_the_rule():
    lesson = make_lesson()
    assert save(lesson, needs_minutes="20", needs_reading="on").status_code == 302
    page = LessonPage.objects.get(pk=lesson.pk)
    assert (page.needs_word, page.needs_reading, page.needs_minutes) == (False, True, 20)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "Choose at least one condition"),
        ({"needs_watching": "on"}, "There is no film or recording in this lesson."),
        ({"needs_checks": "on"}, "There is no quick check in this lesson."),
        ({"needs_word": "on", "checks_percent": "101"}, "less than or equal to 100"),
        ({"needs_word": "on", "watched_percent": "0"}, "greater than or equal to 1"),
        ({"needs_minutes": "-3"}, "greater than or equal to"),
    ],
)
def test_rule_that_cannot_be_fulfilled_is_explained(rule, said):
    lesson = make_lesson()
    answer = save(lesson, **rule)
    assert answer.status_code in (200, 400)
    assert said in answer.content.decode()
    assert LessonPage.objects.get(pk=lesson.pk).needs_word is True


def test_film_of_unknown_length_needs_minutes(settings):
    settings.MEDIA_ORIGINS = ["http://films.example.test"]
    lesson = make_lesson()
    value = {"media": "", "address": "http://films.example.test/a.mp4", "caption": "", "poster": ""}
    film = ("video", {**value, "captions": streamfield([]), "chapters": streamfield([])})
    assert "Say how long the films are" in save(lesson, [film], needs_watching="on").content.decode()
    assert save(lesson, [film], needs_watching="on", film_minutes="2.5").status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).film_minutes == 2.5


def test_film_that_only_opens_elsewhere_cannot_be_asked_for():
    lesson = make_lesson()
    value = {"media": "", "address": "http://films.example.test/a.mp4", "caption": "", "poster": ""}
    film = ("video", {**value, "captions": streamfield([]), "chapters": streamfield([])})
    answer = save(lesson, [film], needs_watching="on", film_minutes="2.5").content.decode()
    assert "Nobody can be seen to watch http://films.example.test/a.mp4" in answer
    assert not LessonPage.objects.get(pk=lesson.pk).needs_watching


def test_lesson_with_a_check_may_ask_for_it():
    lesson = make_lesson()
    said = {
        "question": rich_text("<p>True?</p>"),
        "right_feedback": "",
        "wrong_feedback": "",
        "explanation": rich_text(""),
    }
    value = {**said, "is_true": "true", "true_feedback": "", "false_feedback": "", "attempts": "0"}
    assert save(lesson, [("check_true_false", value)], needs_checks="on", checks_percent="50").status_code == 302
    page = LessonPage.objects.get(pk=lesson.pk)
    assert (page.needs_checks, page.checks_percent) == (True, 50)
    assert page.body[0].block_type == "check_true_false"
    wrongly = save(lesson, [("check_true_false", {**value, "attempts": "99"})], needs_checks="on")
    assert wrongly.status_code in (200, 400)
    assert LessonPage.objects.get(pk=lesson.pk).body[0].value["attempts"] == 0


def test_panel_is_explained_in_both_languages():
    lesson = make_filmed_lesson()
    for language, words in (("en", "When it is finished"), ("zh-hans", "何时算学完")):
        client = Client(headers={"accept-language": language})
        client.force_login(make_superuser(preferred_language=language))
        text = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
        assert words in text


def film_at(address, **fields):
    """Return a film at an address as the editor sends it."""
    value = {"media": "", "address": address, "caption": "", "poster": ""}
    return ("video", {**value, "captions": streamfield([]), "chapters": streamfield([]), **fields})


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("javascript:alert(1)//a.m3u8", "Enter a valid URL"),
        ("file:///etc/passwd.m3u8", "Enter a valid URL"),
        ("data:text/html,<script>alert(1)</script>", "Enter a valid URL"),
        ("ftp://films.example.test/a.m3u8", "must begin with https:// or http://"),
        ("http://127.0.0.1:8000/a.m3u8", "own device"),
        ("http://localhost/a.m3u8", "own device"),
        ("http://[::1]/a.m3u8", "own device"),
        ("http://169.254.169.254/a.m3u8", "own device"),
        ("http://0.0.0.0/a.m3u8", "own device"),
    ],
)
def test_address_that_leads_nowhere_is_explained(address, said):
    lesson = make_lesson()
    answer = save(lesson, [film_at(address)], needs_word="on")
    assert answer.status_code in (200, 400)
    assert said in answer.content.decode()
    assert len(LessonPage.objects.get(pk=lesson.pk).body) == 0


def test_address_of_a_server_that_is_let_in_may_be_this_one(settings):
    settings.MEDIA_ORIGINS = ["http://127.0.0.1:8000"]
    assert save(make_lesson(), [film_at("http://127.0.0.1:8000/a.m3u8")], needs_word="on").status_code == 302


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!doctype html><script>alert(1)</script>", "first line of captions must read WEBVTT"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n你好\n".encode("gb18030"), "not written in UTF-8"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"x" * 50 * 1024 * 1024, "at most 2 MB"),
        (b"WEBVTT\n\n00:05.000 --> 00:04.000\nback\n", "Line 3: the caption ends before it begins"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb\n", "Line 6: the caption begins before"),
        (b"WEBVTT\n\n00:05,000 --> 00:06,000\na\n", "Line 3: a time must read"),
        (b"", "first line"),
    ],
    ids=["page", "encoding", "large", "backwards", "order", "comma", "empty"],
)
def test_captions_that_no_player_shows_are_explained_by_their_line(content, said, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lesson = make_lesson()
    words = SchoolDocument.objects.create(title="Words", file=ContentFile(content, name="a.vtt"))
    one = {"deleted": "", "order": "0", "id": "", "value": {"language": "en", "file": words.pk}}
    film = film_at("https://films.example.test/a.mp4", captions={"count": "1", "0": one})
    answer = save(lesson, [film], needs_word="on")
    assert answer.status_code in (200, 400)
    assert said in answer.content.decode()
    assert len(LessonPage.objects.get(pk=lesson.pk).body) == 0
