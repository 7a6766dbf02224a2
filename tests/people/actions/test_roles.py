"""Giving and taking roles."""

import pytest
from wagtail.models import ModelLogEntry

from people.actions.organizations import close_organization
from people.actions.roles import grant_role, grant_roles, revoke_role
from people.models import Role, RoleAssignment
from people.permissions import may_grant
from people.scope import scope_of
from schoolhouse.refusals import Refusal
from tests.factories.people import make_user


def test_administrator_gives_roles_within_own_organizations_only(counties):
    by, person = counties.east.administrator, make_user()
    grant_role(user=person, role=Role.EDITOR, organization=counties.east.organization, by=by)

    for organization in (counties.west.organization, counties.city):
        with pytest.raises(Refusal) as refused:
            grant_role(user=person, role=Role.LEARNER, organization=organization, by=by)
        assert refused.value.status == 403
    assert [a.organization for a in person.role_assignments.all()] == [counties.east.organization]


@pytest.mark.parametrize(
    ("holder", "given"),
    [
        (Role.EDITOR, Role.EDITOR),
        (Role.CLASS_TEACHER, Role.EDITOR),
        (Role.HEAD, Role.LEARNER),
        (Role.LEARNER, Role.LEARNER),
    ],
)
def test_nobody_gives_a_role_above_their_own(counties, holder, given):
    by = make_user(role=holder, organization=counties.east.organization)
    assert not may_grant(by, given, counties.east.organization)
    with pytest.raises(Refusal):
        grant_role(user=make_user(), role=given, organization=counties.east.organization, by=by)


def test_role_is_taken_by_who_may_give_it_only(counties):
    with pytest.raises(Refusal):
        revoke_role(
            user=counties.west.editor,
            role=Role.EDITOR,
            organization=counties.west.organization,
            by=counties.east.administrator,
        )
    assert scope_of(counties.west.editor).has_role(Role.EDITOR)


def test_giving_twice_is_once_and_logged_once(counties):
    person = make_user()
    for _time in range(2):
        grant_role(user=person, role=Role.EDITOR, organization=counties.city, by=None)
    assert person.role_assignments.count() == 1
    assert ModelLogEntry.objects.for_instance(person).filter(action="people.grant_role").count() == 1


def test_unknown_role_and_closed_organization_are_refused(counties):
    close_organization(organization=counties.east.organization, by=None)
    for role, code in (("king", "role_unknown"), (Role.LEARNER, "organization_closed")):
        with pytest.raises(Refusal) as refused:
            grant_role(user=make_user(), role=role, organization=counties.east.organization, by=None)
        assert refused.value.code == code


def test_many_roles_are_given_in_few_statements(counties, django_assert_max_num_queries):
    people = [make_user() for _number in range(12)]
    grants = [(person, Role.LEARNER, counties.east.organization) for person in people]
    with django_assert_max_num_queries(12):
        assert grant_roles(grants=grants, by=None) == 12
    grant_roles(grants=grants, by=None)
    assert RoleAssignment.objects.filter(user__in=people).count() == 12
