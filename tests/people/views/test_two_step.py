"""Two-step sign-in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from people.actions.one_time_codes import issue_code
from tests.factories.people import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
SECOND = "/accounts/2fa/authenticate/"


def code_for(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def person():
    return make_user(account_name="ming")


def reauthenticated(client):
    client.post("/accounts/login/", {"login": "ming", "password": PASSWORD})
    asked = client.get(ACTIVATE)
    assert asked.status_code == 302
    assert client.get(asked["Location"]).status_code == 200
    assert client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code == 422
    assert client.post(asked["Location"], {"password": PASSWORD, "next": ACTIVATE}).status_code == 302
    return client


@pytest.fixture
def secret(client, person):
    page = reauthenticated(client).get(ACTIVATE)
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 422
    assert client.post(ACTIVATE, {"code": code_for(secret)}).status_code == 302
    return secret


def test_two_step_asks_for_a_code_after_the_password(client, person, secret):
    other = Client()
    assert other.post("/accounts/login/", {"login": "ming", "password": PASSWORD})["Location"] == SECOND
    assert other.get(SECOND).status_code == 200
    assert "_auth_user_id" not in other.session

    assert other.post(SECOND, {"code": "000000"}).status_code == 422
    assert other.post(SECOND, {"code": code_for(secret, 1)}).status_code == 302
    assert other.session["_auth_user_id"] == str(person.pk)


def test_two_step_also_follows_a_printed_code(client, person, secret):
    other = Client()
    issued = issue_code(user=person, by=make_superuser())
    assert other.post("/accounts/code/", {"code": issued.code})["Location"] == SECOND
    assert "_auth_user_id" not in other.session
    assert other.post(SECOND, {"code": code_for(secret, 1)})["Location"] == "/accounts/code/welcome/"


def test_recovery_codes_open_once_and_can_be_kept(client, person, secret):
    page = client.get("/accounts/2fa/recovery-codes/")
    codes = page.context["unused_codes"]
    assert codes[0] in page.content.decode()
    assert codes[0] in client.get("/accounts/2fa/recovery-codes/download/").content.decode()

    for status in (302, 422):
        other = Client()
        other.post("/accounts/login/", {"login": "ming", "password": PASSWORD})
        assert other.post(SECOND, {"code": codes[0]}).status_code == status

    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert codes[1] not in client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]


def test_two_step_can_be_switched_off(client, person, secret):
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=person, type="totp").exists()


def test_two_step_pages_speak_chinese(client, person, secret):
    for address in ("/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/totp/deactivate/"):
        html = client.get(address, headers={"accept-language": "zh-CN"}).content.decode()
        body = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main")])
        assert not re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}", body), address
