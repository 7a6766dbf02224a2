"""Making one account of two, with everything that hangs on both."""

from typing import Any

from django.db import DatabaseError, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.stamps import bump
from people import merging, published
from people.actions.accounts import sync_email_address
from people.actions.one_time_codes import revoke_codes
from people.actions.roles import grant_role, revoke_role
from people.events import accounts_merged
from people.models import Organization, RoleAssignment, User
from people.permissions import may_merge
from people.scope import STAMP
from schoolhouse.refusals import Refusal

IDENTIFIERS = ("account_name", "email", "phone")


@transaction.atomic
def merge_people(*, keep: User, duplicate: User, by: User) -> User:
    """Let ``keep`` take over everything of ``duplicate``, which is closed and remembers into which account it went.

    Identifiers that ``keep`` lacks come over, and the password where ``keep`` has none. All or nothing: raises
    ``Refusal`` (403) where ``by`` may not, and (409) naming the records that exist for both and cannot become one.
    """
    if not may_merge(by, keep, duplicate):
        raise Refusal(_("You may not merge these accounts."), code="merge_not_yours", status=403)
    both = User.objects.select_for_update().filter(pk__in=(keep.pk, duplicate.pk)).order_by("pk")
    locked = {user.pk: user for user in both}
    keep, duplicate = locked[keep.pk], locked[duplicate.pk]
    if keep.merged_into_id or duplicate.merged_into_id:
        raise Refusal(_("One of the two was merged already."), code="merged_already")
    revoke_codes(user=duplicate, by=by)
    moved = _move_everything(keep, duplicate)
    _take_over_identity(keep, duplicate)
    sync_email_address(keep)
    bump(STAMP)
    published.renew()
    data = {"person": str(keep.public_id), "duplicate": str(duplicate.public_id), "name": duplicate.full_name}
    log(instance=keep, action="people.merge", user=by, data={**data, "moved": moved})
    log(instance=duplicate, action="people.merged", user=by, data=data)
    accounts_merged.send(data={"person": keep.public_id, "duplicate": duplicate.public_id})
    return keep


def _move_everything(keep: User, duplicate: User) -> dict[str, int]:
    moved: dict[str, int] = {}
    for relation in merging.relations():
        count = _move(relation, keep, duplicate)
        if count:
            label = relation.related_model._meta.label
            moved[label] = moved.get(label, 0) + count
    return moved


def _move(relation: ForeignObjectRel, keep: User, duplicate: User) -> int:
    """Repoint one foreign key; tells how many rows. Raises ``Refusal`` where two rows cannot become one."""
    model, field = relation.related_model, relation.field.name
    resolver = merging.resolver_for(model)
    if resolver and resolver(model, keep, duplicate):
        return 0
    if model is User:
        return merging.rows(User, merged_into=duplicate).update(merged_into=keep)
    try:
        with transaction.atomic():
            return merging.rows(model, **{field: duplicate}).update(**{field: keep})
    except DatabaseError as error:
        message = _("Both accounts have records that cannot become one: %(records)s.")
        raise Refusal(message % {"records": model._meta.verbose_name_plural}, code="merge_collides") from error


def _take_over_identity(keep: User, duplicate: User) -> None:
    taken: dict[str, Any] = {name: getattr(duplicate, name) for name in IDENTIFIERS}
    verified, password = duplicate.phone_verified, duplicate.password
    for name in IDENTIFIERS:
        setattr(duplicate, name, None)
    duplicate.phone_verified = duplicate.is_active = duplicate.is_staff = duplicate.is_superuser = False
    duplicate.merged_into = keep
    duplicate.set_unusable_password()
    duplicate.save()
    if not keep.phone and taken["phone"]:
        keep.phone_verified = verified
    for name in IDENTIFIERS:
        setattr(keep, name, getattr(keep, name) or taken[name])
    if not keep.has_usable_password():
        keep.password = password
    keep.date_joined = min(keep.date_joined, duplicate.date_joined)
    keep.save()


@transaction.atomic
def move_person(
    *, user: User, role: str, from_organization: Organization, to_organization: Organization, by: User | None
) -> RoleAssignment:
    """Move ``user``'s role to another organization; classes, points and posts stay what they were.

    Raises ``Refusal`` (403) where ``by`` may not take the role there or give it here, (409) if it is not held there.
    """
    if not RoleAssignment.objects.filter(user=user, role=role, organization=from_organization).exists():
        raise Refusal(_("This person does not have that role there."), code="role_not_held")
    revoke_role(user=user, role=role, organization=from_organization, by=by)
    assignment = grant_role(user=user, role=role, organization=to_organization, by=by)
    data = {"role": role, "from": str(from_organization.public_id), "to": str(to_organization.public_id)}
    log(instance=user, action="people.move", user=by, data=data)
    return assignment
