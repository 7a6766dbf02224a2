"""One normal form for what people type."""

import pytest
from django.core.exceptions import ValidationError

from people.accounts.identifiers import display_phone, normalize_phone, parse_phone, validate_account_name


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "0086 138 0013 8000",
        "１３８００１３８０００",
    ],
)
def test_parse_phone_gives_one_form_for_every_spelling(typed):
    assert parse_phone(typed) == "+8613800138000"


@pytest.mark.parametrize("typed", ["", None, "123", "138001380001", "wang13800138000", "20230145", "+", "()"])
def test_parse_phone_gives_none_for_what_is_no_number(typed):
    assert parse_phone(typed) is None


def test_normalize_phone_keeps_foreign_numbers():
    assert normalize_phone("+44 20 7946 0958") == "+442079460958"


def test_normalize_phone_refuses_nonsense():
    with pytest.raises(ValidationError):
        normalize_phone("12")


def test_display_phone_shows_chinese_numbers_without_country_code():
    assert display_phone("+8613800138000") == "13800138000"


@pytest.mark.parametrize("name", ["13800138000", "a@b.cn", "a b", "x", "甲" * 61, "<b>"])
def test_validate_account_name_refuses_names_that_mislead(name):
    with pytest.raises(ValidationError):
        validate_account_name(name)


@pytest.mark.parametrize("name", ["王小明", "li.wei", "20230145", "a_b-c"])
def test_validate_account_name_takes_usual_names(name):
    validate_account_name(name)
