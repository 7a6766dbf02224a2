"""The edges between the states of outside hours: who may take them, and what stands in the way.

Each row of ``EDGES`` is one act. A condition answers with the sentence that explains a refusal, or with nothing.

    act       from              to          who                                         conditions
    change    draft returned    the same    their author
    submit    draft returned    submitted   their author                                evidence, over by now
    approve   submitted         approved    coordinators and administrators above
    return    submitted         returned    coordinators and administrators above       a reason
    refuse    submitted         refused     coordinators and administrators above       a reason
    revoke    approved          returned    coordinators and administrators above       a reason
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from plugins.hours.models import OutsideHours, OutsideState
from plugins.hours.permissions import may_approve
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the outside hours."""

    outside: OutsideHours
    by: User
    reason: str = ""


def by_author(attempt: Attempt) -> bool:
    """The learner themselves."""
    return attempt.by.is_active and attempt.by.pk == attempt.outside.learner_id


def by_approver(attempt: Attempt) -> bool:
    """A coordinator or administrator of the learner's organization or one above; nobody their own."""
    return may_approve(attempt.by, attempt.outside)


def has_evidence(attempt: Attempt) -> str | None:
    """Nobody has to take a learner's word for it."""
    return None if attempt.outside.evidence.exists() else _("Please add a certificate or a picture that shows it.")


def is_over(attempt: Attempt) -> str | None:
    """Hours count when they are over."""
    over = attempt.outside.ends_on <= timezone.localdate()
    return None if over else _("You can hand it in when it is over.")


def has_reason(attempt: Attempt) -> str | None:
    """Whoever gets something back is told why."""
    return None if attempt.reason else _("Please say why.")


EDGES: dict[str, Edge[Attempt, OutsideState | None]] = {
    "change": Edge.of("draft returned", None, by_author),
    "submit": Edge.of("draft returned", OutsideState.SUBMITTED, by_author, has_evidence, is_over),
    "approve": Edge.of("submitted", OutsideState.APPROVED, by_approver),
    "return": Edge.of("submitted", OutsideState.RETURNED, by_approver, has_reason),
    "refuse": Edge.of("submitted", OutsideState.REFUSED, by_approver, has_reason),
    "revoke": Edge.of("approved", OutsideState.RETURNED, by_approver, has_reason),
}
