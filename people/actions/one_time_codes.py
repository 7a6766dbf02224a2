"""Issuing, revoking and using one-time codes."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.models import OneTimeCode, User
from people.models.one_time_code import clean_code, group_code, hash_code, new_code
from schoolhouse.refusals import Refusal

BATCH = 500


@dataclass(frozen=True)
class IssuedCode:
    """A fresh code for a slip: the only moment at which the plain ``code`` is known."""

    user: User
    code: str
    expires_at: datetime.datetime

    @property
    def printed(self) -> str:
        """The code in groups: ``K7M-3XP-9QDT``."""
        return group_code(self.code)


def issue_code(*, user: User, by: User, lifetime: datetime.timedelta | None = None) -> IssuedCode:
    """Give ``user`` a new one-time code; older ones stop working. Raises ``Refusal`` for a closed account."""
    return issue_codes(users=[user], by=by, lifetime=lifetime)[0]


@transaction.atomic
def issue_codes(*, users: Iterable[User], by: User, lifetime: datetime.timedelta | None = None) -> list[IssuedCode]:
    """Give each of ``users`` a new one-time code, in their order; older ones stop working.

    Who may is asked by the caller (``people.permissions.may_issue_code``). Raises ``Refusal`` for a closed account.
    """
    people = list({user.pk: user for user in users}.values())
    if any(not user.is_active for user in people):
        raise Refusal(_("This account is closed: it gets no code."), code="account_closed")
    expires_at = timezone.now() + (lifetime or datetime.timedelta(days=settings.ONE_TIME_CODE_DAYS))
    issued = []
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        # The person's row is locked, so that of two teachers who press at the same moment the second revokes the first.
        list(User.objects.select_for_update().filter(pk__in=[user.pk for user in batch]).order_by("pk").values("pk"))
        _revoke(batch)
        issued += [IssuedCode(user=user, code=new_code(), expires_at=expires_at) for user in batch]
        OneTimeCode.objects.bulk_create(
            OneTimeCode(user=one.user, code_hash=hash_code(one.code), expires_at=expires_at, issued_by=by)
            for one in issued[start:]
        )
    for one in issued:
        log(instance=one.user, action="people.issue_code", user=by, title=one.user.full_name)
    return issued


@transaction.atomic
def revoke_codes(*, user: User, by: User) -> int:
    """Make every open code of ``user`` useless; tells how many there were."""
    return _revoke([user])


def _revoke(users: list[User]) -> int:
    open_codes = OneTimeCode.objects.filter(user__in=users, used_at__isnull=True, revoked_at__isnull=True)
    return open_codes.update(revoked_at=timezone.now())


@transaction.atomic
def use_code(*, code: str) -> User:
    """Take a code, in any spelling, and tell whose it is; of two tries at the same moment one succeeds.

    Raises ``Refusal`` if the code is unknown, used, replaced by a newer one, too old, or its account is closed: always
    with the same words, so that nobody learns which codes exist.
    """
    now = timezone.now()
    refusal = Refusal(
        _(
            "This code does not work. It may be mistyped, used already or too old. Your class teacher can give you "
            "a new one."
        ),
        code="code_unusable",
        status=422,
    )
    plain = clean_code(code)
    if not plain:
        raise refusal
    found = OneTimeCode.objects.select_related("user").filter(code_hash=hash_code(plain)).first()
    if found is None or not found.user.is_active:
        raise refusal
    # No join in the update: it would become a subquery, which PostgreSQL does not ask again after waiting for the row.
    if not OneTimeCode.objects.open().filter(pk=found.pk).update(used_at=now):
        raise refusal
    return found.user
