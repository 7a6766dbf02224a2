"""Accounts and how they are found."""

import pytest
from django.core.exceptions import ValidationError

from people.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_create_user_normalizes_every_identifier():
    user = make_user(account_name=" Wang ", email=" Wang@School.CN ", phone="138 0013 8000")

    assert (user.account_name, user.email, user.phone) == ("Wang", "wang@school.cn", "+8613800138000")


@pytest.mark.parametrize("typed", ["wang", "WANG", " Wang ", "wang@SCHOOL.cn", "+86 138-0013-8000", "13800138000"])
def test_by_identifier_finds_the_account_however_spelled(typed):
    user = make_user(account_name="Wang", email="wang@school.cn", phone="13800138000")

    assert User.objects.by_identifier(typed) == user


@pytest.mark.parametrize("typed", ["", " ", "nobody", "no@body.cn", "13900139000", "\x00"])
def test_by_identifier_finds_nobody(typed):
    make_user(account_name="wang")
    assert User.objects.by_identifier(typed) is None


@pytest.mark.parametrize("field", [{"account_name": "WANG"}, {"email": "Wang@school.cn"}, {"phone": "+86 13800138000"}])
def test_create_user_refuses_a_taken_identifier_in_another_spelling(field):
    make_user(account_name="wang", email="wang@school.cn", phone="13800138000")

    with pytest.raises(ValidationError):
        make_user(**field)
    assert User.objects.count() == 1


def test_create_user_without_password_cannot_sign_in_by_one():
    user = make_user(password=None)
    assert not user.has_usable_password()
    assert str(user.public_id) == user.get_username()
