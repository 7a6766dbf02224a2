"""Writing outside hours down, handing them in and judging them. What may follow on what is in ``outside_edges``."""

import datetime
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Organization, User
from plugins.hours.actions.booking import book
from plugins.hours.actions.outside_edges import EDGES, Attempt
from plugins.hours.evidence import check_evidence
from plugins.hours.models import Evidence, OutsideHours, OutsideState, OutsideStep
from plugins.hours.queries.sources import units_of
from schoolhouse.refusals import Refusal

MOST_FILES = 6
MOST_DRAFTS = 50
LONGEST_REASON = 250


@transaction.atomic
def write_outside(
    *,
    by: User,
    title: str,
    organizer: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    minutes: int,
    remarks: str = "",
    outside: OutsideHours | None = None,
    files: Sequence[UploadedFile] = (),
) -> OutsideHours:
    """Write outside hours down, or change them while they are with their author; ``minutes`` is the time it took.

    Raises ``Refusal``: for somebody who learns nowhere, for what was handed in, and for files that are no evidence.
    """
    for file in files:
        check_evidence(file)
    fields: dict[str, Any] = {"title": title, "organizer": organizer, "remarks": remarks}
    fields |= {"starts_on": starts_on, "ends_on": ends_on, "minutes": minutes}
    if outside is None:
        outside = OutsideHours(learner=by, organization=_organization(by))
    else:
        outside = _locked(outside)
        _check("change", Attempt(outside, by))
    for name, value in fields.items():
        setattr(outside, name, value)
    outside.save()
    _keep(outside, files)
    return outside


@transaction.atomic
def submit_outside(*, outside: OutsideHours, by: User) -> OutsideHours:
    """Hand outside hours in. Raises ``Refusal`` without evidence, and before they are over."""
    return _take("submit", outside, by)


@transaction.atomic
def judge_outside(*, outside: OutsideHours, act: str, by: User, reason: str = "") -> OutsideHours:
    """Approve, return, refuse or revoke outside hours (``act``), and book what follows. Raises ``Refusal``."""
    taken = _take(act, outside, by, " ".join(reason.replace("\x00", "").split())[:LONGEST_REASON])
    book(learners=[taken.learner_id])
    return taken


@transaction.atomic
def delete_outside(*, outside: OutsideHours, by: User) -> None:
    """Forget outside hours that were never handed in, with their files. Raises ``Refusal``."""
    outside = _locked(outside)
    _check("change", Attempt(outside, by))
    if outside.state != OutsideState.DRAFT:
        raise Refusal(_("What was handed in once stays on record."), code="wrong_state")
    for one in outside.evidence.all():
        _forget(one)
    outside.delete()


@transaction.atomic
def delete_evidence(*, evidence: Evidence, by: User) -> None:
    """Take a file away again, while the outside hours are with their author. Raises ``Refusal``."""
    _check("change", Attempt(_locked(evidence.outside), by))
    _forget(evidence)


def _forget(evidence: Evidence) -> None:
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    transaction.on_commit(partial(storage.delete, str(name)))


def _keep(outside: OutsideHours, files: Sequence[UploadedFile]) -> None:
    if outside.evidence.count() + len(files) > MOST_FILES:
        raise Refusal(_("At most %(most)d files belong to one entry.") % {"most": MOST_FILES}, code="many", status=400)
    for file in files:
        Evidence.objects.create(outside=outside, file=file, name=(file.name or "file")[-150:], size=file.size or 0)


def _organization(by: User) -> Organization:
    unit = units_of([by.pk]).get(by.pk)
    if unit is None:
        raise Refusal(_("Outside hours are for learners of an organization."), code="no_organization", status=403)
    if OutsideHours.objects.filter(learner=by, state=OutsideState.DRAFT).count() >= MOST_DRAFTS:
        raise Refusal(_("Please hand in or delete some of your drafts first."), code="too_many")
    return Organization.objects.get(pk=unit)


def _locked(outside: OutsideHours) -> OutsideHours:
    return OutsideHours.objects.select_for_update(of=("self",)).select_related("organization").get(pk=outside.pk)


def _check(act: str, attempt: Attempt) -> None:
    stands = _("This cannot be done now: it stands at “%(state)s”.") % {"state": attempt.outside.get_state_display()}
    EDGES[act].check(
        attempt,
        state=attempt.outside.state,
        not_yours=_("You may not do this."),
        wrong_state=stands,
        code="incomplete",
    )


def _take(act: str, outside: OutsideHours, by: User, reason: str = "") -> OutsideHours:
    """Follow one edge: lock, check, write, append to the history."""
    outside = _locked(outside)
    _check(act, Attempt(outside, by, reason))
    before, target = outside.state, EDGES[act].target
    if target is not None:
        outside.state, outside.state_changed_at = target, timezone.now()
        outside.save(update_fields=["state", "state_changed_at"])
        OutsideStep.objects.create(outside=outside, from_state=before, to_state=target, by=by, reason=reason)
    return outside
