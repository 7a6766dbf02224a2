"""Giving and taking roles."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.stamps import bump
from people.actions.groups import ensure_group, sync_membership
from people.models import Organization, Role, RoleAssignment, User
from people.permissions import may_grant
from people.scope import STAMP
from schoolhouse.refusals import Refusal


@transaction.atomic
def grant_role(*, user: User, role: str, organization: Organization, by: User | None) -> RoleAssignment:
    """Give ``user`` the role in ``organization`` and everything below it; twice is once.

    ``by`` is who gives it; ``None`` is the software itself (setup, demo, an import that checked for itself). Refused
    (403) where ``by`` may not give that role there, and (409) in a closed organization.
    """
    _check(role, organization, by)
    if not organization.is_active:
        raise Refusal(_("%(organization)s is closed.") % {"organization": organization}, code="organization_closed")
    assignment, made = RoleAssignment.objects.get_or_create(
        user=user, role=role, organization=organization, defaults={"granted_by": by}
    )
    if made:
        sync_membership(user=user, role=role, organization=organization, member=True)
        bump(STAMP)
        _log("people.grant_role", user, role, organization, by)
    return assignment


@transaction.atomic
def revoke_role(*, user: User, role: str, organization: Organization, by: User | None) -> None:
    """Take the role from ``user``; nothing happens where it is not held.

    Takes effect at the next request in every process. Refused (403) where ``by`` may not take that role there.
    """
    _check(role, organization, by)
    deleted, _rows = RoleAssignment.objects.filter(user=user, role=role, organization=organization).delete()
    if deleted:
        sync_membership(user=user, role=role, organization=organization, member=False)
        bump(STAMP)
        _log("people.revoke_role", user, role, organization, by)


@transaction.atomic
def grant_roles(*, grants: Iterable[tuple[User, str, Organization]], by: User | None) -> int:
    """Give many roles at once, as an import does, in a few statements; those already held stay as they are.

    Checked like ``grant_role``; the assignments carry who gave them, and no line is written to the log for each.
    Returns how many were asked for.
    """
    rows, memberships = [], []
    checked: set[tuple[str, int]] = set()
    for user, role, organization in grants:
        if (role, organization.pk) not in checked:
            _check(role, organization, by)
            checked.add((role, organization.pk))
        rows.append(RoleAssignment(user=user, role=role, organization=organization, granted_by=by))
        if group := ensure_group(role=role, organization=organization):
            memberships.append(User.groups.through(user_id=user.pk, group_id=group.pk))
    RoleAssignment.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    User.groups.through.objects.bulk_create(memberships, batch_size=500, ignore_conflicts=True)
    bump(STAMP)
    return len(rows)


def _check(role: str, organization: Organization, by: User | None) -> None:
    if role not in Role.values:
        raise Refusal(_("There is no such role."), code="role_unknown", status=400)
    if by is not None and not may_grant(by, role, organization):
        raise Refusal(
            _("You may not give or take the role “%(role)s” in %(organization)s.")
            % {"role": Role(role).label, "organization": organization},
            code="role_not_yours",
            status=403,
        )


def _log(action: str, user: User, role: str, organization: Organization, by: User | None) -> None:
    log(
        instance=user,
        action=action,
        user=by,
        data={"role": role, "organization": organization.name, "organization_id": str(organization.public_id)},
    )
