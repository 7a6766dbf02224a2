"""Letting a guest instructor read what was said of the own lectures, and taking that back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from classes.models import TrainingClassPage
from classes.permissions import may_run_class
from evaluations.models import GuestLink
from evaluations.queries.feedback.guests import instructors_asked_about
from people.models import User
from schoolhouse.refusals import Refusal

MOST_DAYS = 90
"""The longest that a link opens."""


@transaction.atomic
def make_guest_link(*, training_class: TrainingClassPage, instructor: User, days: int, by: User) -> GuestLink:
    """Make an address that shows ``instructor`` the summaries of the own lectures in the class for ``days``.

    It is logged with who made it. Raises ``Refusal`` (403) where ``by`` does not run the class, (400) where
    ``instructor`` does not teach in it or it would open too long.
    """
    _refuse_others(training_class, by)
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(_("A link opens for 1 to %(most)d days.") % {"most": MOST_DAYS}, code="days", status=400)
    if not instructors_asked_about(training_class).filter(pk=instructor.pk).exists():
        raise Refusal(_("Nobody was asked about this person in this class."), code="not_teaching", status=400)
    now = timezone.now()
    link = GuestLink.objects.create(
        training_class=training_class,
        instructor=instructor,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    _log(link, "evaluations.guest_link_made", by)
    return link


@transaction.atomic
def revoke_guest_link(*, link: GuestLink, by: User) -> None:
    """Close an address at once; one that is closed already stays as it is. Raises ``Refusal`` (403)."""
    _refuse_others(link.training_class, by)
    changed = GuestLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    if changed:
        _log(link, "evaluations.guest_link_revoked", by)


def _refuse_others(training_class: TrainingClassPage, by: User) -> None:
    if not may_run_class(by, training_class):
        raise Refusal(_("Only who runs the class may do this."), code="forbidden", status=403)


def _log(link: GuestLink, action: str, by: User) -> None:
    data = {
        "link": str(link.public_id),
        "instructor": str(link.instructor.public_id),
        "expires_at": link.expires_at.isoformat(),
    }
    log(instance=link.training_class.page_ptr, action=action, user=by, data=data)
