"""Addresses lead where their patterns say, also the second time."""

import uuid

import pytest
from django.test import override_settings
from django.urls import Resolver404, path, resolve, reverse

from config import kept_addresses, urls
from config.kept_addresses import KeptAddresses


def nothing(request: object, **named: object) -> None: ...


def made() -> KeptAddresses:
    return KeptAddresses([path("one/<int:number>/", nothing, name="one"), path("two/", nothing, {"extra": 1})])


def test_address_leads_to_the_same_view_each_time() -> None:
    addresses = made()
    for _time in range(2):
        for number in (1, 2):
            match = addresses.resolve(f"one/{number}/")
            assert (match.func, match.kwargs, match.url_name) == (nothing, {"number": number}, "one")
        assert addresses.resolve("two/").kwargs == {"extra": 1}


def test_address_that_leads_nowhere_leads_nowhere_again() -> None:
    addresses = made()
    for _time in range(2):
        with pytest.raises(Resolver404):
            addresses.resolve("three/")


def test_addresses_that_somebody_makes_up_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_addresses, "MOST_KEPT", 3)
    addresses = made()
    for number in range(10):
        addresses.resolve(f"one/{number}/")
    long = "one/" + "1" * kept_addresses.LONGEST_KEPT + "/"
    assert addresses.resolve(long).url_name == "one"
    assert len(addresses._kept) <= 3
    assert long not in addresses._kept


def test_match_is_each_request_s_own() -> None:
    address = reverse("forums:thread", args=[uuid.uuid4()])
    first = resolve(address)
    first.kwargs["thread_id"] = "changed"
    assert resolve(address).kwargs != first.kwargs


@override_settings(ROOT_URLCONF="config.urls")
def test_all_names_are_still_known_by_reverse() -> None:
    assert isinstance(urls.urlpatterns[0], KeptAddresses)
    assert reverse("home:learn") == "/learn/"
    assert resolve("/learn/").view_name == "home:learn"
    assert resolve("/a-page/").url_name == "wagtail_serve"
