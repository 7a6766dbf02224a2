"""Making the accounts of an import, many at once, and taking back those that nobody has used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from foundation.stamps import bump
from people.actions.roles import grant_roles
from people.models import Organization, User
from people.permissions import may_grant
from people.roles import Role
from people.scope import STAMP
from schoolhouse.refusals import Refusal

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be made: identifiers normalized and free, ``organization_id`` where they learn."""

    full_name: str
    organization_id: int
    phone: str | None = None
    email: str | None = None


@transaction.atomic
def create_people(*, people: Sequence[NewPerson], by: User) -> list[User]:
    """Make an account for each of ``people``, in their order, each a learner in their organization.

    They have no password: a one-time code lets them in. Who may is asked by the caller. Raises ``Refusal`` and makes
    nobody where an identifier has been taken meanwhile.
    """
    users = [
        User(full_name=one.full_name, phone=one.phone, email=one.email, password=make_password(None)) for one in people
    ]
    try:
        with transaction.atomic():
            users = User.objects.bulk_create(users, batch_size=BATCH)
    except IntegrityError as error:
        raise Refusal(
            _("Meanwhile somebody else has taken one of these phones or e-mail addresses. Look at the list again."),
            code="identifier_taken",
        ) from error
    addresses = [EmailAddress(user=user, email=user.email, primary=True) for user in users if user.email]
    EmailAddress.objects.bulk_create(addresses, batch_size=BATCH)
    _make_learners(list(zip(users, (one.organization_id for one in people), strict=True)), by)
    return users


def _make_learners(placed: Sequence[tuple[User, int]], by: User) -> None:
    organizations = Organization.objects.in_bulk({pk for _user, pk in placed})
    own = {pk: may_grant(by, Role.LEARNER, organization) for pk, organization in organizations.items()}
    for granted_by in (by, None):
        grants = [(user, Role.LEARNER, organizations[pk]) for user, pk in placed if own[pk] == (granted_by is not None)]
        if grants:
            grant_roles(grants=grants, by=granted_by)


@transaction.atomic
def remove_people(*, pks: Iterable[int], by: User) -> int:
    """Delete accounts that ``people.queries.usage.unused_people`` has named. Who may is asked by the caller.

    Raises ``Refusal`` where something points at one of them all the same.
    """
    users = User.objects.filter(pk__in=list(pks))
    count = users.count()
    try:
        users.delete()
    except ProtectedError as error:
        raise Refusal(
            _("Some of these people have left traces meanwhile, so they stay."), code="people_in_use"
        ) from error
    bump(STAMP)
    return count
