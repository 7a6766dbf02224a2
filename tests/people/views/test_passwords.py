"""A forgotten password: by mail where there is a mail server, by the class teacher where there is none."""

import pytest
from django.core import mail
from django.test import Client, override_settings

from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
NEW = {"password1": "river-stone-19", "password2": "river-stone-19"}


def test_reset_without_mail_says_whom_to_ask(client):
    make_user(email="ming@school.cn")
    for response in (client.get(RESET), client.post(RESET, {"email": "ming@school.cn"})):
        assert "account/password_reset_ask.html" in [one.name for one in response.templates]
    assert mail.outbox == []


@override_settings(MAIL_CONFIGURED=True)
def test_reset_by_mail_sets_a_new_password_once(client):
    make_user(email="ming@school.cn")
    assert client.post(RESET, {"email": "Ming@School.cn"})["Location"] == "/accounts/password/reset/done/"
    assert client.get("/accounts/password/reset/done/").status_code == 200
    address = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    page = address.removeprefix("http://testserver")

    form = client.get(page)["Location"]
    assert client.get(form).status_code == 200
    assert client.post(form, {"password1": "x", "password2": "x"}).status_code == 422
    assert client.post(form, NEW)["Location"] == "/accounts/password/reset/key/done/"
    assert client.get("/accounts/password/reset/key/done/").status_code == 200
    assert (
        Client().post("/accounts/login/", {"login": "ming@school.cn", "password": NEW["password1"]}).status_code == 302
    )
    assert Client().get(page).status_code == 200


@override_settings(MAIL_CONFIGURED=True)
def test_reset_does_not_tell_who_has_an_account(client):
    make_user(email="ming@school.cn")
    known = client.post(RESET, {"email": "ming@school.cn"})
    unknown = Client().post(RESET, {"email": "nobody@school.cn"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [one.to for one in mail.outbox] == [["ming@school.cn"]]


@override_settings(MAIL_CONFIGURED=True)
def test_reset_link_that_is_none_explains(client):
    response = client.get("/accounts/password/reset/key/1-nonsense/")
    assert response.status_code == 200
    assert response.context["token_fail"]
