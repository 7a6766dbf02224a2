"""What the tests of the register share."""

import pytest

from people.models import Organization


@pytest.fixture
def village(school):
    """A learning point of the school's organization."""
    return school.organization.add_child(instance=Organization(name="Village point", kind="learning_point"))


@pytest.fixture
def elsewhere(school):
    """Another county."""
    return Organization.add_root(instance=Organization(name="Elsewhere", kind="county"))


@pytest.fixture
def holding(school):
    """Return a function that makes somebody with a role in an organization."""
    from people.actions.roles import grant_role

    def make(role, organization):
        person = school.person()
        grant_role(user=person, role=role, organization=organization, by=school.superuser())
        return person

    return make
