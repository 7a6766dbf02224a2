"""What a person may do where."""

import pytest

from foundation import stamps
from people import scope as scopes
from people.actions.organizations import move_organization
from people.actions.roles import grant_role, revoke_role
from people.models import Role, RoleAssignment
from people.scope import scope_of
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    city = make_organization("City", kind="city")
    east = make_organization("East", parent=city)
    west = make_organization("West", parent=city)
    town = make_organization("Town", parent=east, kind="township")
    return {o.name.lower(): o for o in (city, east, west, town)}


def test_scope_holds_at_the_organization_and_below_only(tree):
    user = make_user(role=Role.EDITOR, organization=tree["east"])

    scope = scope_of(user)

    assert [o.name for o in scope.organizations(Role.EDITOR)] == ["East", "Town"]
    assert [scope.may(Role.EDITOR, tree[name]) for name in ("city", "east", "west", "town")] == [
        False,
        True,
        False,
        True,
    ]
    assert not scope.may(Role.ADMINISTRATOR, tree["town"])
    assert scope.highest == Role.EDITOR
    assert scope.rank_at(tree["west"]) == 0


def test_scope_of_several_roles_keeps_them_apart(tree):
    user = make_user(role=Role.EDITOR, organization=tree["town"])
    grant_role(user=user, role=Role.LEARNER, organization=tree["west"], by=None)

    scope = scope_of(user)

    assert {o.name for o in scope.organizations()} == {"Town", "West"}
    assert not scope.may(Role.EDITOR, tree["west"])
    assert set(scope.belongs_to) == {tree[name].path for name in ("city", "east", "west", "town")}


def test_scope_of_a_superuser_is_everything(tree):
    assert scope_of(make_superuser()).may(Role.ADMINISTRATOR, tree["city"])
    assert scope_of(make_superuser()).may(Role.ADMINISTRATOR, None)


def test_scope_of_a_closed_account_is_nothing(tree):
    user = make_user(role=Role.EDITOR, organization=tree["east"])
    user.is_active = False

    assert not scope_of(user).has_role()


def test_scope_asks_the_database_once(tree, django_assert_num_queries):
    user = make_user(role=Role.EDITOR, organization=tree["east"])
    scopes.forget()
    stamps.enter_request()
    with django_assert_num_queries(2):
        for _round in range(3):
            scope_of(user)
    stamps.leave_request()


def test_revoked_role_is_gone_in_another_process_at_its_next_request(tree):
    user = make_user(role=Role.EDITOR, organization=tree["east"])
    assert scope_of(user).has_role(Role.EDITOR)
    theirs = dict(scopes._kept)

    revoke_role(user=user, role=Role.EDITOR, organization=tree["east"], by=None)
    scopes._kept.clear()
    scopes._kept.update(theirs)

    assert not scope_of(user).has_role(Role.EDITOR)


def test_a_stale_cache_would_be_believed_without_the_stamp(tree):
    user = make_user(role=Role.EDITOR, organization=tree["east"])
    scope_of(user)
    RoleAssignment.objects.all().delete()

    assert scope_of(user).has_role(Role.EDITOR)


def test_scope_follows_a_moved_organization(tree):
    user = make_user(role=Role.EDITOR, organization=tree["west"])
    assert not scope_of(user).may(Role.EDITOR, tree["town"])

    move_organization(organization=tree["town"], to=tree["west"], by=None)

    tree["town"].refresh_from_db()
    assert scope_of(user).may(Role.EDITOR, tree["town"])
