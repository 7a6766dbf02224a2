"""Every address of Wagtail's admin that names an object is in the gate's table, or closed."""

import pytest
from django.urls import get_resolver, reverse

from people.admin.gate import _MODEL_ROWS, OBJECTS
from people.viewsets.scoped import NAMESPACES


def _addresses(resolver, namespace="", prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}:{pattern.namespace}" if namespace and pattern.namespace else pattern.namespace
            yield from _addresses(pattern, inner or namespace, prefix + str(pattern.pattern))
        else:
            yield namespace, pattern.name, prefix + str(pattern.pattern), list(pattern.pattern.regex.groupindex)


ADMIN = [
    (namespace, name, names)
    for namespace, name, path, names in _addresses(get_resolver())
    if path.startswith("admin/") and names and (namespace or name or "").startswith(("wagtail", "simple_translation"))
]
SUPERUSERS_ONLY = {
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtailredirects",
    "wagtaillocales",
    "wagtailsites",
    "wagtailusers_groups",
}


def test_every_address_is_written_out_in_the_gate():
    missing = []
    for namespace, name, names in ADMIN:
        full = f"{namespace}:{name}" if namespace else name
        if namespace in NAMESPACES or full in _MODEL_ROWS or namespace in SUPERUSERS_ONLY:
            continue
        checks = OBJECTS.get(namespace or name, {})
        missing += [(full, key) for key in names if f"{name}:{key}" not in checks and key not in checks]
    assert missing == []
    assert not SUPERUSERS_ONLY & OBJECTS.keys()


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_superusers_addresses_are_not_found_by_others(counties, client, role):
    client.force_login(getattr(counties.east, role))
    found = {}
    for namespace, name, names in ADMIN:
        if namespace in SUPERUSERS_ONLY and "app_label" not in names:
            address = reverse(f"{namespace}:{name}", kwargs=dict.fromkeys(names, 1))
            found[address] = client.get(address).status_code
    assert {address: status for address, status in found.items() if status != 404} == {}
    assert len(found) > 25
