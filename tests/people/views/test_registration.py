"""People who register themselves."""

import pytest
from django.test import override_settings

from people.accounts.adapters import _registration_gates, register_registration_gate
from people.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SIGNUP = "/accounts/signup/"
REGISTRATION = {"full_name": "李梅", "login": "li.mei", "password1": "green-tea-82", "password2": "green-tea-82"}


@pytest.mark.parametrize(
    ("login", "field", "stored"),
    [
        ("li.mei", "account_name", "li.mei"),
        ("李梅", "account_name", "李梅"),
        ("Li@Mei.cn", "email", "li@mei.cn"),
        ("138 0013 8000", "phone", "+8613800138000"),
    ],
)
def test_registration_takes_one_identifier_of_any_kind(client, login, field, stored):
    response = client.post(SIGNUP, {**REGISTRATION, "login": login})

    user = User.objects.get(full_name="李梅")
    assert (response.status_code, getattr(user, field)) == (302, stored)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.is_staff


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x" * 151}, "full_name"),
        ({"login": ""}, "login"),
        ({"login": "xiaoming"}, "login"),
        ({"login": "+86 138 0013 8000"}, "login"),
        ({"login": "MING@school.cn"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "x@"}, "login"),
        ({"login": "<script>"}, "login"),
        ({"password1": "12345678", "password2": "12345678"}, "password1"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"login": "limeichun", "password1": "limeichun1", "password2": "limeichun1"}, "password1"),
        ({"password2": "other-tea-82"}, "password2"),
        ({"password1": "x" * 300, "password2": "x" * 300}, "password1"),
    ],
)
def test_registration_refuses_bad_input_on_its_field(client, change, field):
    make_user(account_name="Xiaoming", email="ming@school.cn", phone="13800138000")

    response = client.post(SIGNUP, {**REGISTRATION, **change})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert User.objects.count() == 1


@override_settings(REGISTRATION_OPEN=False)
def test_registration_can_be_closed_by_the_server(client):
    assert "account/signup_closed.html" in [one.name for one in client.post(SIGNUP, REGISTRATION).templates]
    assert User.objects.count() == 0


def test_registration_can_be_closed_by_a_gate(client):
    gate = register_registration_gate(lambda request: False)
    try:
        client.post(SIGNUP, REGISTRATION)
    finally:
        _registration_gates.remove(gate)
    assert User.objects.count() == 0


def test_registration_remembers_the_language(client):
    client.post(SIGNUP, REGISTRATION, headers={"accept-language": "en"})
    assert User.objects.get().preferred_language == "en"
