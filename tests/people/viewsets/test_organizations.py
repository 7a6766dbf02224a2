"""The section of organizations."""

import pytest
from django.urls import reverse

from people.models import Organization, Role
from people.viewsets.organizations import OrganizationViewSet
from tests.factories.people import make_organization, make_user
from tests.people.viewsets.contract import ScopedViewSetContract


class TestOrganizations(ScopedViewSetContract):
    viewset_class = OrganizationViewSet

    def make_object(self, organization, canary):
        organization.name = canary
        organization.save()
        return organization


def _url(name, *args):
    return reverse(f"wagtailsnippets_people_organization:{name}", args=args)


@pytest.fixture
def tree(db):
    city = make_organization("City", kind="city")
    east = make_organization("East", parent=city)
    west = make_organization("West", parent=city)
    return {"city": city, "east": east, "west": west, "town": make_organization("Town", parent=east)}


def _sign_in(client, organization):
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=organization))


def test_administrator_adds_an_organization_below_an_own_one(client, tree):
    _sign_in(client, tree["east"])

    response = client.post(_url("add"), {"name": "Hall", "kind": "hall", "parent": tree["town"].pk, "code": "H1"})

    assert response.status_code == 302
    tree["town"].refresh_from_db()
    assert [child.name for child in tree["town"].get_children()] == ["Hall"]


@pytest.mark.parametrize("parent", ["west", "city", ""])
def test_administrator_adds_none_elsewhere(client, tree, parent):
    _sign_in(client, tree["east"])

    response = client.post(_url("add"), {"name": "Hall", "kind": "hall", "parent": tree[parent].pk if parent else ""})

    assert response.status_code == 200
    assert not Organization.objects.filter(name="Hall").exists()


def test_administrator_moves_an_organization_below_another(client, tree):
    _sign_in(client, tree["city"])

    data = {"name": "Town", "kind": "township", "parent": tree["west"].pk, "is_active": "on"}
    response = client.post(_url("edit", tree["town"].pk), data)

    assert response.status_code == 302
    assert Organization.objects.get(name="Town").get_parent() == tree["west"]


def test_administrator_cannot_move_or_close_the_own_top(client, tree):
    _sign_in(client, tree["east"])

    client.post(_url("edit", tree["east"].pk), {"name": "East", "kind": "county", "parent": tree["town"].pk})

    east = Organization.objects.get(pk=tree["east"].pk)
    assert east.is_active
    assert east.get_parent() == tree["city"]


def test_administrator_closes_an_organization(client, tree):
    _sign_in(client, tree["east"])

    client.post(_url("edit", tree["town"].pk), {"name": "Town", "kind": "township", "parent": tree["east"].pk})

    assert not Organization.objects.get(pk=tree["town"].pk).is_active


def test_delete_names_what_hangs_on_an_organization(client, tree):
    make_user(role=Role.LEARNER, organization=tree["town"])
    _sign_in(client, tree["east"])

    response = client.post(_url("delete", tree["town"].pk), follow=True)

    assert Organization.objects.filter(pk=tree["town"].pk).exists()
    assert "(1)" in response.content.decode()


def test_delete_takes_an_organization_on_which_nothing_hangs(client, tree):
    make_user(role=Role.EDITOR, organization=tree["west"])
    _sign_in(client, tree["city"])

    client.post(_url("delete", tree["town"].pk))

    assert not Organization.objects.filter(name="Town").exists()
    assert Organization.objects.get(pk=tree["east"].pk).numchild == 0


def test_bulk_delete_never_takes_a_branch(client, tree):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    address = reverse("wagtail_bulk_action", args=["people", "organization", "delete"])

    client.post(f"{address}?id={tree['east'].pk}")

    assert Organization.objects.filter(name__in=["East", "Town"]).count() == 2


def test_list_query_count_does_not_grow(client, tree, django_assert_max_num_queries):
    _sign_in(client, tree["city"])
    counts = []
    for wanted in (5, 30, 190):
        while Organization.objects.count() < wanted:
            make_organization(parent=tree["west"])
        counts.append(_queries(client, _url("list")))
    assert counts[0] == counts[1] == counts[2]


def _queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)
