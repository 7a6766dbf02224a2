"""A person's own account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings

from people.models import User
from people.queries.devices import device_name
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"
IDENTIFIERS = "/accounts/profile/sign-in/"
DEVICES = "/accounts/profile/devices/"


@pytest.fixture
def person():
    return make_user("王小明", account_name="ming")


@pytest.fixture
def browser(client, person):
    client.post("/accounts/login/", {"login": "ming", "password": PASSWORD})
    return client


@pytest.mark.parametrize("address", [PROFILE, IDENTIFIERS, DEVICES, "/accounts/2fa/", "/accounts/password/change/"])
def test_account_pages_ask_strangers_to_sign_in(client, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert client.post(address)["Location"].startswith("/accounts/login/")


def test_accounts_leads_to_the_profile(client):
    assert client.get("/accounts/")["Location"] == PROFILE


def test_profile_keeps_name_and_language(browser, person):
    response = browser.post(PROFILE, {"full_name": "  王  小明 ", "preferred_language": "en"})

    person.refresh_from_db()
    assert (response.status_code, person.full_name, person.preferred_language) == (302, "王 小明", "en")
    assert "My account" in browser.get(PROFILE, headers={"accept-language": "zh-CN"}).content.decode()


def test_language_chosen_in_the_profile_is_known_on_another_device(browser, person):
    browser.post(PROFILE, {"full_name": "王小明", "preferred_language": "zh-hans"})
    other = Client()
    other.force_login(person)
    assert "我的账号" in other.get(PROFILE, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(
    "data",
    [{"full_name": ""}, {"full_name": "x" * 151}, {"full_name": "Wang", "preferred_language": "tlh"}],
)
def test_profile_refuses_bad_input(browser, person, data):
    assert browser.post(PROFILE, data).status_code == 422
    person.refresh_from_db()
    assert person.full_name == "王小明"


def test_profile_never_takes_rights_from_a_form(browser, person):
    browser.post(PROFILE, {"full_name": "Wang", "is_superuser": "on", "is_staff": "on", "public_id": "x"})
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, False)


def test_identifiers_are_changed_with_the_password(browser, person):
    data = {"account_name": "xiaoming", "phone": "138 0013 8000", "email": "Ming@School.cn", "password": PASSWORD}
    assert browser.post(IDENTIFIERS, data).status_code == 302

    person.refresh_from_db()
    assert (person.account_name, person.phone, person.email) == ("xiaoming", "+8613800138000", "ming@school.cn")
    for login in ("xiaoming", "13800138000", "ming@school.cn"):
        assert Client().post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    assert Client().post("/accounts/login/", {"login": "ming", "password": PASSWORD}).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"password": "wrong"},
        {"password": ""},
        {"account_name": "", "phone": "", "email": ""},
        {"account_name": "TAKEN"},
        {"phone": "+86 139 0013 9000"},
        {"email": "Taken@School.cn"},
        {"account_name": "13800138000"},
        {"account_name": "a b"},
        {"phone": "12"},
        {"email": "x@"},
    ],
)
def test_identifiers_refuse_bad_input(browser, person, change):
    make_user(account_name="taken", phone="13900139000", email="taken@school.cn")
    data = {"account_name": "ming", "phone": "", "email": "", "password": PASSWORD, **change}

    assert browser.post(IDENTIFIERS, data).status_code == 422

    person.refresh_from_db()
    assert (person.account_name, person.phone, person.email) == ("ming", None, None)


def test_identifiers_ask_no_password_of_whom_has_none(client):
    person = make_user(password=None, account_name="code")
    client.force_login(person)
    assert client.post(IDENTIFIERS, {"account_name": "code2"}).status_code == 302


def test_an_old_email_signs_nobody_in_any_more(browser, person):
    data = {"account_name": "ming", "password": PASSWORD}
    browser.post(IDENTIFIERS, {**data, "email": "old@school.cn"})
    browser.post(IDENTIFIERS, {**data, "email": "new@school.cn"})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["new@school.cn"]
    assert Client().post("/accounts/login/", {"login": "old@school.cn", "password": PASSWORD}).status_code == 422


@override_settings(MAIL_CONFIGURED=True)
def test_a_new_email_is_confirmed_by_a_mail_where_there_is_a_server(browser, person):
    browser.post(IDENTIFIERS, {"account_name": "ming", "email": "ming@school.cn", "password": PASSWORD})

    address = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    page = address.removeprefix("http://testserver")
    assert browser.get(page).status_code == 200
    assert browser.post(page).status_code == 302
    assert EmailAddress.objects.get().verified


def test_no_mail_is_sent_where_there_is_no_server(browser, person):
    browser.post(IDENTIFIERS, {"account_name": "ming", "email": "ming@school.cn", "password": PASSWORD})
    assert mail.outbox == []


def test_devices_can_be_signed_out_from_here(browser, person):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 9) Chrome/96.0 MicroMessenger/8.0"})
    other.post("/accounts/login/", {"login": "ming", "password": PASSWORD})

    page = browser.get(DEVICES)
    assert [(one.name, one.is_current) for one in page.context["devices"]] == [("", True), ("WeChat, Android", False)]

    browser.post(DEVICES, {"device": page.context["devices"][1].pk})
    assert other.get(PROFILE).status_code == 302
    assert browser.get(PROFILE).status_code == 200


def test_all_other_devices_can_be_signed_out_at_once(browser, person):
    others = [Client() for _ in range(3)]
    for other in others:
        other.post("/accounts/login/", {"login": "ming", "password": PASSWORD})

    browser.post(DEVICES)

    assert {other.get(PROFILE).status_code for other in others} == {302}
    assert browser.get(PROFILE).status_code == 200


@pytest.mark.parametrize("device", ["0", "x", "-1", "9" * 30, "' OR 1"])
def test_devices_of_others_are_not_there(browser, device):
    assert browser.post(DEVICES, {"device": device}).status_code == 404


def test_devices_takes_the_same_queries_for_many(browser, person):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert browser.get(DEVICES).status_code == 200
        return len(captured)

    queries()
    one = queries()
    for _ in range(12):
        Client().post("/accounts/login/", {"login": "ming", "password": PASSWORD})
    assert queries() == one


def test_device_name_says_what_people_know():
    assert device_name("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0) Version/15.0 Safari/604.1") == "Safari, iPhone"
    assert device_name("curl/8") == ""


def test_changing_the_password_signs_out_elsewhere_and_not_here(browser, person):
    other = Client()
    other.post("/accounts/login/", {"login": "ming", "password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": "river-stone-19", "password2": "river-stone-19"}

    assert browser.post("/accounts/password/change/", data)["Location"] == PROFILE

    assert browser.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302
    assert User.objects.get(pk=person.pk).check_password("river-stone-19")


def test_changing_the_password_needs_the_present_one(browser, person):
    data = {"oldpassword": "wrong", "password1": "river-stone-19", "password2": "river-stone-19"}
    assert browser.post("/accounts/password/change/", data).status_code == 422


def test_a_person_without_password_sets_a_first_one(client):
    person = make_user(password=None)
    client.force_login(person)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    data = {"password1": "river-stone-19", "password2": "river-stone-19"}
    assert client.post("/accounts/password/set/", data).status_code == 302
    assert User.objects.get(pk=person.pk).check_password("river-stone-19")
