"""The section of people: accounts and roles within an administrator's organizations."""

import pytest
from django.urls import reverse

from people.actions.roles import grant_role
from people.models import Role, User
from tests.factories.people import make_organization, make_superuser, make_user


@pytest.fixture
def signed_in(counties, client):
    client.force_login(counties.east.administrator)
    return client


def _url(name, *args):
    return reverse(f"wagtailusers_users:{name}", args=args)


def _data(*roles, **fields):
    data = {"full_name": "Wang Fang", "account_name": "wangfang", "is_active": "on", **fields}
    data |= {"roles-TOTAL_FORMS": len(roles), "roles-INITIAL_FORMS": fields.pop("initial", 0)}
    for number, (role, organization) in enumerate(roles):
        data |= {f"roles-{number}-role": role, f"roles-{number}-organization": organization.pk}
    return data


def test_administrator_adds_a_person_with_roles(counties, signed_in):
    town = make_organization("Town", parent=counties.east.organization)

    response = signed_in.post(_url("add"), _data((Role.EDITOR, town), (Role.LEARNER, counties.east.organization)))

    assert response.status_code == 302
    person = User.objects.get(account_name="wangfang")
    assert {(r.role, r.organization, r.granted_by) for r in person.role_assignments.all()} == {
        (Role.EDITOR, town, counties.east.administrator),
        (Role.LEARNER, counties.east.organization, counties.east.administrator),
    }
    assert not person.has_usable_password()
    assert person.groups.count() == 1


def test_administrator_gives_no_role_outside_the_county(counties, signed_in):
    for organization in (counties.west.organization, counties.city):
        response = signed_in.post(_url("add"), _data((Role.LEARNER, organization)))
        assert response.status_code == 200
    assert not User.objects.filter(account_name="wangfang").exists()


def test_person_without_a_role_is_refused(counties, signed_in):
    assert signed_in.post(_url("add"), _data()).status_code == 200
    assert not User.objects.filter(account_name="wangfang").exists()


def test_administrator_takes_a_role(counties, signed_in):
    person, organization = counties.east.editor, counties.east.organization
    data = _data((Role.LEARNER, organization), full_name=person.full_name, account_name=person.account_name)

    signed_in.post(_url("edit", person.pk), data)

    assert [r.role for r in person.role_assignments.all()] == [Role.LEARNER]
    assert not User.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")


def test_roles_held_elsewhere_are_neither_shown_nor_taken(counties, signed_in):
    person = counties.east.learner
    grant_role(user=person, role=Role.LEARNER, organization=counties.west.organization, by=None)

    page = signed_in.get(_url("edit", person.pk)).content.decode()
    data = _data((Role.INSTRUCTOR, counties.east.organization), full_name="New", account_name=person.account_name)
    signed_in.post(_url("edit", person.pk), data)

    assert "Westcanary" not in page
    held = {(r.role, r.organization) for r in person.role_assignments.all()}
    assert held == {(Role.INSTRUCTOR, counties.east.organization), (Role.LEARNER, counties.west.organization)}


def test_account_of_somebody_who_works_elsewhere_is_not_changed(counties, signed_in):
    person = counties.east.learner
    grant_role(user=person, role=Role.ADMINISTRATOR, organization=counties.west.organization, by=None)
    data = _data((Role.LEARNER, counties.east.organization), full_name="Taken", account_name="taken", email="a@b.cn")

    signed_in.post(_url("edit", person.pk), data)

    person.refresh_from_db()
    assert (person.full_name, person.email) == ("Eastcanary learner", None)


@pytest.mark.parametrize("name", ["edit", "history", "usage", "delete"])
def test_superusers_account_is_not_found(counties, signed_in, name):
    above = make_superuser()
    grant_role(user=above, role=Role.EDITOR, organization=counties.east.organization, by=None)
    assert signed_in.get(_url(name, above.pk)).status_code == 404


def test_nobody_makes_themselves_superuser(counties, signed_in):
    person = counties.east.administrator
    data = _data((Role.ADMINISTRATOR, counties.east.organization), full_name="Me", account_name="me", is_superuser="on")

    signed_in.post(_url("edit", person.pk), data)
    signed_in.post(_url("edit", counties.east.editor.pk), {**data, "account_name": "other"})

    assert not User.objects.filter(is_superuser=True, full_name="Me").exists()


def test_editor_has_no_section_of_people(counties, client):
    client.force_login(counties.east.editor)
    for address in (_url("index"), _url("add")):
        assert client.get(address).status_code in (302, 404)
    assert client.get(_url("edit", counties.east.learner.pk)).status_code == 404


def test_bulk_close_leaves_accounts_above_alone(counties, signed_in):
    person = counties.east.learner
    grant_role(user=person, role=Role.EDITOR, organization=counties.west.organization, by=None)
    address = reverse("wagtail_bulk_action", args=["people", "user", "set_active_state"])

    signed_in.post(f"{address}?id={person.pk}&id={counties.east.editor.pk}", {"mark_as_active": "False"})

    assert User.objects.get(pk=person.pk).is_active
    assert not User.objects.get(pk=counties.east.editor.pk).is_active


def test_bulk_give_role_gives_it_within_the_county(counties, signed_in):
    address = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"])
    query = f"{address}?id={counties.east.learner.pk}"

    assert signed_in.get(query).status_code == 200
    signed_in.post(query, {"role": Role.INSTRUCTOR, "organization": counties.west.organization.pk})
    signed_in.post(query, {"role": Role.INSTRUCTOR, "organization": counties.east.organization.pk})

    held = {(r.role, r.organization) for r in counties.east.learner.role_assignments.all()}
    assert held == {(Role.LEARNER, counties.east.organization), (Role.INSTRUCTOR, counties.east.organization)}


def test_groups_have_no_section(counties, client):
    client.force_login(make_superuser())
    for name in ("index", "add"):
        assert client.get(reverse(f"wagtailusers_groups:{name}")).status_code == 404


def test_list_query_count_does_not_grow(counties, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for wanted in (3, 20):
        while User.objects.count() < wanted + 7:
            make_user(role=Role.LEARNER, organization=counties.east.organization)
        signed_in.get(_url("index"))
        with CaptureQueriesContext(connection) as context:
            assert signed_in.get(_url("index")).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]
