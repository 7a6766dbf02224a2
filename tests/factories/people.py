"""Makes accounts and organizations for tests."""

from itertools import count
from typing import Any

from people.models import Organization, OrganizationKind, User

PASSWORD = "quiet-lamp-7341"
_numbers = count(1)


def make_organization(
    name: str | None = None,
    *,
    parent: Organization | None = None,
    kind: str = OrganizationKind.COUNTY,
    **fields: Any,
) -> Organization:
    """Make an organization: a root of its own, or below ``parent``."""
    node = Organization(name=name or f"Organization {next(_numbers)}", kind=kind, **fields)
    if parent is None:
        return Organization.add_root(instance=node)
    parent.refresh_from_db()
    return parent.add_child(instance=node)


def make_user(
    full_name: str | None = None,
    *,
    password: str | None = PASSWORD,
    role: str | None = None,
    organization: Organization | None = None,
    **fields: Any,
) -> User:
    """Make an account, with an account name if no identifier is given.

    ``role`` and ``organization`` together also give the account that role there.
    """
    number = next(_numbers)
    if not {"account_name", "email", "phone"} & fields.keys():
        fields["account_name"] = f"person{number}"
    user = User.objects.create_user(full_name or f"Person {number}", password, **fields)
    if role is not None and organization is not None:
        from people.actions.roles import grant_role

        grant_role(user=user, role=role, organization=organization, by=make_superuser())
    return user


def make_superuser(**fields: Any) -> User:
    """Make an account that may do everything on the server."""
    return make_user(is_staff=True, is_superuser=True, **fields)
