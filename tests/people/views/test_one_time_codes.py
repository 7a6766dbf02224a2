"""Signing in by a printed code, and issuing a new one."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from people.actions.one_time_codes import issue_code, revoke_codes
from people.models import OneTimeCode
from people.permissions import _code_issuers, register_code_issuer
from tests.factories.people import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db

CODE = "/accounts/code/"
WELCOME = "/accounts/code/welcome/"
NEW = {"password1": "river-stone-19", "password2": "river-stone-19"}


@pytest.fixture
def learner():
    return make_user("赵老师", password=None, phone="13800138000")


@pytest.fixture
def issued(learner):
    return issue_code(user=learner, by=make_superuser())


def signed_in_as(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: f" {code[:3]} {code[3:6]} {code[6:]} "])
def test_code_signs_in_however_it_is_typed(client, learner, issued, spell):
    response = client.post(CODE, {"code": spell(issued.printed.replace("-", ""))})

    assert (response.status_code, response["Location"]) == (302, WELCOME)
    assert signed_in_as(client) == str(learner.pk)


def test_code_works_once(client, issued):
    client.post(CODE, {"code": issued.code})

    other = Client()
    assert other.post(CODE, {"code": issued.code}).status_code == 422
    assert signed_in_as(other) is None


def test_opening_the_qr_address_uses_nothing_up(client, learner, issued):
    response = client.get(f"{CODE}{issued.code}/")

    assert issued.code in response.content.decode()
    assert client.post(CODE, {"code": issued.code}).status_code == 302


def test_code_too_old_is_refused(client, issued):
    OneTimeCode.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.post(CODE, {"code": issued.code}).status_code == 422


def test_code_revoked_is_refused(client, learner, issued):
    revoke_codes(user=learner, by=make_superuser())
    assert client.post(CODE, {"code": issued.code}).status_code == 422


def test_code_of_a_closed_account_is_refused(client, learner, issued):
    learner.is_active = False
    learner.save()
    assert client.post(CODE, {"code": issued.code}).status_code == 422


@pytest.mark.parametrize("code", ["", "x", "AAAAAAAAAA", "0O1IL0O1IL", "\x00", "A" * 5000])
def test_code_that_is_none_is_refused_with_words(client, issued, code):
    response = client.post(CODE, {"code": code})
    assert response.status_code == 422
    assert "code" in response.context["form"].errors


def test_wrong_codes_are_limited_by_address(client, issued):
    for _ in range(60):
        assert client.post(CODE, {"code": "AAAAAAAAAA"}).status_code == 422

    assert client.post(CODE, {"code": issued.code}).status_code == 429


def test_code_of_another_signs_the_present_person_out(client, learner, issued):
    client.force_login(make_user())
    client.post(CODE, {"code": issued.code})
    assert signed_in_as(client) == str(learner.pk)


def test_welcome_sets_a_password_that_then_signs_in(client, learner, issued):
    client.post(CODE, {"code": issued.code})
    assert "13800138000" in client.get(WELCOME).content.decode()

    response = client.post(WELCOME, NEW)

    assert (response.status_code, response["Location"]) == (302, "/learn/")
    assert signed_in_as(client) == str(learner.pk)
    assert Client().post("/accounts/login/", {"login": "13800138000", "password": NEW["password1"]}).status_code == 302


def test_welcome_asks_a_person_without_identifier_for_one(client):
    learner = make_user("钱", password=None, account_name=None)
    client.post(CODE, {"code": issue_code(user=learner, by=make_superuser()).code})

    assert client.post(WELCOME, NEW).status_code == 422
    assert client.post(WELCOME, {**NEW, "login": "139 0013 9000"}).status_code == 302
    learner.refresh_from_db()
    assert learner.phone == "+8613900139000"


def test_welcome_replaces_a_forgotten_password_only_after_a_code(client):
    user = make_user(account_name="old")
    client.force_login(user)
    assert client.post(WELCOME, NEW)["Location"] == "/accounts/profile/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_welcome_refuses_a_weak_password(client, issued):
    client.post(CODE, {"code": issued.code})
    response = client.post(WELCOME, {"password1": "1234", "password2": "1234"})
    assert response.status_code == 422
    assert "password1" in response.context["form"].errors


def issue_address(user):
    return f"/accounts/people/{user.public_id}/code/"


def test_issuing_takes_two_clicks_and_shows_the_code_once(client, learner):
    client.force_login(make_superuser())
    assert client.get(issue_address(learner)).status_code == 200

    response = client.post(issue_address(learner))

    issued = response.context["issued"]
    assert issued.printed in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert issued.code not in client.get(issue_address(learner)).content.decode()
    assert Client().post(CODE, {"code": issued.code}).status_code == 302


def test_issuing_as_a_slip_gives_a_pdf(client, learner):
    client.force_login(make_superuser())
    response = client.post(issue_address(learner), {"format": "pdf"})
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


def test_issuing_is_not_there_for_others(client, learner):
    assert client.get(issue_address(learner)).status_code == 302
    client.force_login(make_user())
    assert client.get(issue_address(learner)).status_code == 404
    assert client.post(issue_address(learner)).status_code == 404
    assert not OneTimeCode.objects.exists()


def test_issuing_for_oneself_or_nobody_is_not_there(client):
    admin = make_superuser()
    client.force_login(admin)
    assert client.post(issue_address(admin)).status_code == 404
    assert client.post(f"/accounts/people/{uuid.uuid4()}/code/").status_code == 404


def test_issuing_is_open_to_a_registered_predicate_but_never_above(client, learner):
    teacher = make_user()
    register_code_issuer(lambda by, user: by.pk == teacher.pk)
    try:
        client.force_login(teacher)
        assert client.post(issue_address(learner)).status_code == 200
        assert client.post(issue_address(make_superuser())).status_code == 404
    finally:
        _code_issuers.pop()
