"""The switches in the header and the footer."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.users.models import UserProfile

from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "http:///elsewhere.example",
        "",
        "\x00",
    ],
)
def test_switch_never_leads_elsewhere(client, address):
    assert client.post("/preferences/", {"scheme": "day", "next": address}).headers["Location"] == "/"


def test_switch_leads_back_with_the_question_kept(client):
    answer = client.post("/preferences/", {"scheme": "day", "next": "/search/?q=急救&page=2"})
    assert answer.status_code == 303
    assert answer.headers["Location"] in ("/search/?q=急救&page=2", "/search/?q=%E6%80%A5%E6%95%91&page=2")


def test_strangers_language_is_kept_in_a_cookie(client):
    client.post("/preferences/", {"language": "en", "next": "/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.get("/preferences/").headers["Content-Language"] == "en"


def test_persons_language_is_kept_with_the_account(client):
    person = make_user(preferred_language="zh-hans")
    client.force_login(person)
    client.post("/preferences/", {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.preferred_language == "en"


def test_switch_overrules_what_was_chosen_in_the_admin(client):
    person = make_user()
    profile = UserProfile.objects.create(user=person, preferred_language="zh-hans")
    client.force_login(person)
    client.post("/preferences/", {"language": "en", "next": "/"})
    profile.refresh_from_db()
    assert profile.preferred_language == ""


@pytest.mark.parametrize("language", ["fr", "", "../../etc"])
def test_unknown_language_is_left_alone(client, language):
    answer = client.post("/preferences/", {"language": language, "next": "/"})
    assert answer.status_code == 303
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_scheme_is_on_the_page_at_once(client):
    client.post("/preferences/", {"scheme": "evening", "next": "/"})
    assert 'data-scheme="evening"' in client.get("/nowhere/").content.decode()


def test_scheme_goes_back_to_the_device(client):
    client.post("/preferences/", {"scheme": "evening", "next": "/"})
    client.post("/preferences/", {"scheme": "auto", "next": "/"})
    assert 'data-scheme=""' in client.get("/nowhere/").content.decode()


def test_forged_scheme_never_reaches_the_page(client):
    client.cookies["scheme"] = "pink"
    assert 'data-scheme=""' in client.get("/nowhere/").content.decode()


def test_large_type_is_switched_on_and_off(client):
    client.post("/preferences/", {"type_size": "large", "next": "/"})
    assert 'data-type="large"' in client.get("/nowhere/").content.decode()
    client.post("/preferences/", {"type_size": "normal", "next": "/"})
    assert 'data-type="large"' not in client.get("/nowhere/").content.decode()


def test_switching_needs_a_post(client):
    assert client.get("/preferences/").status_code == 405


def test_form_of_a_stale_page_is_refused_kindly():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/preferences/", {"scheme": "day"}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "The page had been open for too long" in answer.content.decode()
