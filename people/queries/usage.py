"""Which rows are in use: pointed at by any row of any room or plugin."""

from collections.abc import Collection, Iterable, Mapping

from django.db import models

from people.models import RoleAssignment, User
from people.roles import Role

_PART_OF_AN_ACCOUNT = ("people.RoleAssignment", "people.OneTimeCode", "people.Notification", "account.EmailAddress")


def pointed_at(
    model: type[models.Model],
    pks: Collection[int],
    *,
    apart_from: Mapping[str, Iterable[int]] | None = None,
    ignoring: Collection[str] = (),
) -> set[int]:
    """Return those of ``pks`` that a row of another model points at, whatever would happen to it on deletion.

    ``apart_from`` names single rows that do not count, by model label; ``ignoring`` whole models.
    """
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        other, name = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if not isinstance(other, type) or not issubclass(other, models.Model) or other._meta.label in ignoring:
            continue
        rows = other._base_manager.filter(**{f"{name}__in": pks})
        rows = rows.exclude(pk__in=list((apart_from or {}).get(other._meta.label, ())))
        found.update(rows.values_list(name, flat=True))
    return found


def unused_people(pks: Iterable[int], *, apart_from: Mapping[str, Iterable[int]]) -> set[int]:
    """Return those of the accounts ``pks`` that nobody has used since they were made by an import.

    Used is an account that was signed in to, has a password or more than one role, or that a row points at.
    """
    users = list(User.objects.filter(pk__in=list(pks)))
    unused = {user.pk for user in users if not (user.last_login or user.has_usable_password() or user.is_staff)}
    unused -= pointed_at(User, unused, apart_from=apart_from, ignoring=_PART_OF_AN_ACCOUNT)
    roles: dict[int, list[str]] = {}
    for pk, role in RoleAssignment.objects.filter(user_id__in=unused).values_list("user_id", "role"):
        roles.setdefault(pk, []).append(role)
    return {pk for pk in unused if roles.get(pk, [Role.LEARNER]) == [Role.LEARNER]}
