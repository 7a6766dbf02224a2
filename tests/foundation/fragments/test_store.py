"""What a process keeps of texts: within bounds, and nothing once the caches are emptied."""

import pytest
from django.core.cache import caches

from foundation.fragments import kept_value, store


@pytest.fixture(autouse=True)
def _empty():
    store.clear()
    yield
    store.clear()


def test_store_drops_what_nobody_has_asked_for_the_longest(monkeypatch) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 3_500)
    for name in "abc":
        store.put(name, name * 1_000)
    assert store.get("a") == "a" * 1_000
    store.put("d", "d" * 1_000)
    assert [name for name in "abcd" if store.get(name)] == ["a", "c", "d"]


def test_store_counts_a_value_once_however_often_it_is_put(monkeypatch) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 3_500)
    store.put("a", "a" * 1_000)
    for _time in range(10):
        store.put("b", ("b" * 1_000, {"c": frozenset("c")}))
    assert store.get("a") is not None
    assert store.drop("b")
    assert not store.drop("b")


def test_store_is_emptied_with_the_caches() -> None:
    assert kept_value("name", lambda: "first") == "first"
    assert kept_value("name", lambda: "second") == "first"
    caches["local"].clear()
    assert kept_value("name", lambda: "second") == "second"


def test_store_is_a_cache_as_any_other() -> None:
    cache = caches["local"]
    cache.set("x", 1)
    assert (cache.get("x"), cache.get("y", 2), cache.add("x", 3), cache.add("y", 3)) == (1, 2, False, True)
    assert cache.delete("x")
    assert cache.get("x") is None
