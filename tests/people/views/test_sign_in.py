"""The one sign-in, by every path that people take."""

import datetime
import math
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password, **extra})


@pytest.fixture
def person():
    return make_user("王小明", account_name="Xiaoming", email="ming@school.cn", phone="13800138000")


@pytest.mark.parametrize(
    "login",
    [
        "Xiaoming",
        "xiaoming",
        "XIAOMING ",
        "ming@school.cn",
        "Ming@School.CN",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "0086 13800138000",
        "１３８００１３８０００",
    ],
)
def test_login_takes_every_identifier_in_every_spelling(client, person, login):
    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, "/learn/")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("Xiaoming", "wrong"),
        ("nobody", PASSWORD),
        ("13900139000", PASSWORD),
        ("x@y.cn", PASSWORD),
        ("", ""),
        ("a\x00b", "c"),
    ],
)
def test_login_refuses_with_words_and_422(client, person, login, password):
    response = sign_in(client, login, password)

    assert response.status_code == 422
    assert "_auth_user_id" not in client.session
    assert b'role="alert"' in response.content


def test_login_says_the_same_for_a_wrong_name_and_a_wrong_password(client, person):
    wrong_password = sign_in(client, "Xiaoming", "wrong").context["form"].errors
    wrong_name = sign_in(client, "nobody", PASSWORD).context["form"].errors

    assert wrong_password == wrong_name


def test_login_of_an_account_without_password_is_refused(client):
    make_user(account_name="imported", password=None)
    assert sign_in(client, "imported", "").status_code == 422
    assert sign_in(client, "imported", "!").status_code == 422


def test_login_of_a_closed_account_explains(client):
    make_user(account_name="gone", is_active=False)

    response = sign_in(client, "gone")

    assert (response.status_code, response["Location"]) == (302, "/accounts/inactive/")
    assert client.get("/accounts/inactive/").status_code == 200


def test_thirty_sign_ins_a_minute_from_one_address_are_allowed(person):
    statuses = {sign_in(Client(), "Xiaoming").status_code for _ in range(40)}
    assert statuses == {302}


@pytest.mark.parametrize("others", [("ming@school.cn",), ("13800138000", "138 0013 8000", "+86-138-0013-8000")])
def test_tries_on_one_account_are_limited_across_its_names(client, person, others):
    spellings = ["Xiaoming", *others]
    for number in range(8):
        assert sign_in(client, spellings[number % len(spellings)], "wrong").status_code == 422

    response = sign_in(client, spellings[-1], PASSWORD)

    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


@pytest.fixture
def clock(monkeypatch):
    """Let the counters' clock stand still from now on; give a function that moves it on and says what it shows."""
    start = math.floor(time.time())

    def after(seconds):
        monkeypatch.setattr(time, "time", lambda: float(start + seconds))
        return timezone.localtime(datetime.datetime.fromtimestamp(start + seconds, tz=datetime.UTC)).strftime(
            "%H:%M:%S"
        )

    after(0)
    return after


def test_too_many_wrong_tries_say_when_to_go_on(client, person, clock):
    opens = clock(300)
    for number in range(8):
        clock(10 * number)
        sign_in(client, "Xiaoming", "wrong")

    refused = client.post(LOGIN, {"login": "Xiaoming", "password": PASSWORD}, headers={"accept-language": "zh-CN"})

    assert f"请在 {opens} 再试" in refused.content.decode()
    clock(299)
    assert sign_in(client, "Xiaoming").status_code == 422
    clock(300)
    assert sign_in(client, "Xiaoming").status_code == 302


def test_address_with_too_many_sign_ins_is_told_when_to_go_on(client, person, clock):
    opens = clock(60)
    clock(0)
    with override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}):
        for _number in range(2):
            sign_in(Client(), "Xiaoming", "wrong")
        data = {"login": "Xiaoming", "password": PASSWORD}
        refused = client.post(LOGIN, data, headers={"accept-language": "zh-CN"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert f"请在 {opens} 再试" in refused.content.decode()


def test_tries_on_one_account_leave_other_accounts_alone(client, person):
    other = make_user(phone="13900139000")
    for _ in range(9):
        sign_in(client, "13800138000", "wrong")

    sign_in(client, "13900139000")

    assert client.session["_auth_user_id"] == str(other.pk)


def test_limits_and_sessions_are_shared_by_all_processes():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)"]
)
def test_login_never_redirects_to_another_host(client, person, target):
    assert sign_in(client, "Xiaoming", next=target)["Location"] == "/learn/"


def test_login_goes_back_to_where_one_came_from(client, person):
    assert sign_in(client, "Xiaoming", next="/search/?q=1")["Location"] == "/search/?q=1"


def test_staying_signed_in_is_a_choice(client, person):
    sign_in(client, "Xiaoming")
    assert client.session.get_expire_at_browser_close()

    other = Client()
    sign_in(other, "Xiaoming", remember="on")
    assert not other.session.get_expire_at_browser_close()


def test_login_page_helps_phones_and_password_keepers(client):
    html = client.get(LOGIN).content.decode()

    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert 'autocapitalize="none"' in html


def test_login_page_speaks_chinese(client):
    html = client.get(LOGIN, headers={"accept-language": "zh-CN"}).content.decode()
    assert "登录" in html
    assert "账号、手机号或邮箱" in html


def test_admin_sign_in_is_the_one_sign_in(client):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2Fpages%2F")
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_admin_sign_in_sends_a_learner_home_without_a_circle(client, person):
    client.force_login(person)
    assert client.get("/admin/login/")["Location"] == "/learn/"


def test_admin_sends_a_learner_home_and_says_why_once(client, person):
    client.force_login(person)

    response = client.get("/admin/pages/", follow=True, headers={"accept-language": "zh-CN"})

    assert response.redirect_chain[-1] == ("/learn/", 302)
    assert response.content.decode().count("没有权限访问管理后台") == 1


def test_admin_sign_in_does_not_pass_on_a_foreign_address(client):
    admin = make_superuser(account_name="boss")
    location = client.get("/admin/login/?next=https://evil.example/")["Location"]

    assert client.post(location, {"login": "boss", "password": PASSWORD})["Location"] == "/learn/"
    assert client.session["_auth_user_id"] == str(admin.pk)


def test_admin_sign_out_signs_out(client):
    client.force_login(make_superuser())
    assert client.post("/admin/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_logout_asks_on_get_and_signs_out_on_post(client, person):
    client.force_login(person)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_logout_takes_the_session_from_every_process(client, person):
    sign_in(client, "Xiaoming")
    other_process = Client()
    other_process.cookies = client.cookies.copy()
    assert other_process.get("/accounts/profile/").status_code == 200
    key = client.session.session_key

    client.post("/accounts/logout/")

    assert not Session.objects.filter(session_key=key).exists()
    assert other_process.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["email/", "social/", "3rdparty/", "phone/verify/", "login/code/", "confirm-email/", "2fa/webauthn/", "sessions/"],
)
def test_addresses_of_allauth_that_nobody_needs_are_not_there(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404


@override_settings(REGISTRATION_OPEN=False)
def test_login_page_offers_no_closed_registration(client):
    assert reverse("account_signup") not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    "address", ["password_reset/", "password_reset/confirm/MQ/x-y/", "password_reset/done/", "password_reset/complete/"]
)
def test_wagtails_own_password_pages_are_not_there(client, address):
    assert client.get(f"/admin/{address}").status_code == 404


def test_wagtails_account_page_leaves_names_and_passwords_to_the_profile(client):
    client.force_login(make_superuser(full_name="Boss"))
    html = client.get("/admin/account/").content.decode()
    assert "name_email" not in html
    assert "old_password" not in html
    assert "Boss" in html
