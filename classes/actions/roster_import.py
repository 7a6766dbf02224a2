"""Taking a roster from a spreadsheet: upload, look, take all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from classes.actions.enrollment import tell
from classes.actions.life.groups import ensure_groups
from classes.closing.frozen import refuse_closed
from classes.models import (
    ClassGroup,
    Enrollment,
    EnrollmentState,
    EnrollmentTransition,
    RosterImport,
    TrainingClassPage,
)
from classes.permissions import may_run_class
from classes.queries.roster_organizations import home_of, nameable_by, parents_for
from classes.queries.roster_plan import Outcome, PlannedRow, RosterPlan, plan_roster
from classes.queries.roster_rows import COLUMNS, offered_extra
from foundation.files.keys import content_digest
from foundation.sheets.imports import OPEN_STATES, ImportState
from people.actions.imported_people import NewPerson, create_people
from people.actions.organizations import create_organization
from people.models import Organization, User
from people.queries.organization_names import folded, names_of
from schoolhouse.refusals import Refusal

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """An unknown name of the file (``text``) that is to become an organization called ``name``."""

    text: str
    name: str
    kind: str
    parent: Organization


@transaction.atomic
def upload_roster(*, training_class: TrainingClassPage, file: IO[bytes] | Any, by: User) -> RosterImport:
    """Read ``file`` and keep its rows for a preview; the same file while it is still open gives the same import.

    Raises ``UnreadableSheet`` for a file that cannot be taken, ``Refusal`` for a person who does not run the class.
    """
    _check_runs(training_class, by)
    digest = content_digest(file)
    kept = RosterImport.objects.filter(training_class=training_class, digest=digest, state__in=OPEN_STATES).first()
    if kept:
        return kept
    roster = RosterImport(training_class=training_class, uploaded_by=by)
    roster.fill(file, COLUMNS)
    roster.options = {"extra": offered_extra(roster.headings)}
    roster.save()
    return roster


def preview_roster(*, roster: RosterImport, by: User) -> RosterPlan:
    """Work out what taking the roster would do, and note that somebody has looked."""
    _check_runs(roster.training_class, by)
    plan = _plan(roster, by)
    if roster.state == ImportState.UPLOADED:
        roster.state = ImportState.PREVIEWED
        roster.save(update_fields=["state"])
    return plan


@transaction.atomic
def choose_extra(*, roster: RosterImport, headings: Iterable[str], by: User) -> None:
    """Keep these of the school's own columns and drop the others."""
    roster = lock_roster(roster, by)
    if not roster.is_open:
        raise _closed()
    wanted = set(headings)
    roster.options["extra"] = [heading for heading in roster.headings if heading in wanted]
    roster.save(update_fields=["options"])


@transaction.atomic
def create_roster_organizations(*, roster: RosterImport, wanted: Sequence[NewOrganization], by: User) -> int:
    """Make organizations that the roster names and nobody knows, within what ``by`` may; all or none.

    Raises ``Refusal`` for a parent outside, and while the sheet itself has faults. Returns how many were made.
    """
    roster = lock_roster(roster, by)
    if not roster.is_open:
        raise _closed()
    if roster.faults:
        raise Refusal(_("Mend the file and upload it again first."), code="sheet_faults", status=409)
    home = home_of(roster.training_class)
    allowed = set(parents_for(home=home, by=by).values_list("pk", flat=True))
    made = roster.result.setdefault("organizations", [])
    for one in wanted:
        if one.parent.pk not in allowed:
            raise Refusal(_("You may not make organizations there."), code="organization_not_yours", status=403)
        parent = Organization.objects.get(pk=one.parent.pk)
        if any(folded(child.name) == folded(one.name) for child in parent.get_children()):
            raise Refusal(
                _("%(parent)s already has an organization called “%(name)s”.") % {"parent": parent, "name": one.name},
                code="organization_exists",
            )
        # The class teacher's right was checked above: it is narrower than the one to manage organizations at large.
        organization = create_organization(parent=parent, by=None, name=one.name, kind=one.kind)
        log(instance=organization, action="classes.roster_organization", user=by, data={"file": roster.file_name})
        made.append(organization.pk)
    roster.save(update_fields=["result"])
    return len(wanted)


@transaction.atomic
def discard_roster(*, roster: RosterImport, by: User) -> None:
    """Drop an upload without taking it; its rows are forgotten."""
    roster = lock_roster(roster, by)
    if not roster.may_become(ImportState.DISCARDED):
        raise _closed()
    roster.close(ImportState.DISCARDED)
    roster.save()


@transaction.atomic
def apply_roster(*, roster: RosterImport, by: User) -> RosterImport:
    """Put every row into the class, or none of them.

    An account that exists keeps its identifiers, password and roles; it is only enrolled. Raises ``Refusal`` while
    something must be mended, or when the import was taken or discarded meanwhile.
    """
    roster = lock_roster(roster, by)
    refuse_closed(roster.training_class)
    if not roster.may_become(ImportState.APPLIED):
        raise _closed()
    plan = _plan(roster, by)
    if plan.errors:
        raise Refusal(_("The list cannot be taken yet: something in it must be mended first."), code="roster_faulty")
    new = [planned for planned in plan.rows if planned.outcome == Outcome.NEW]
    users = create_people(people=[_new_person(planned) for planned in new], by=by)
    for planned, user in zip(new, users, strict=True):
        planned.user_id = user.pk
    moved = _take_back(plan, roster, by)
    enrollments = _enroll([planned for planned in plan.to_take if planned.enrollment is None], roster, by)
    roster.result.update(
        users=[user.pk for user in users],
        enrollments=[enrollment.pk for enrollment in enrollments],
        moved=moved,
        counts=dict(plan.counts),
    )
    roster.applied_at = timezone.now()
    roster.close(ImportState.APPLIED)
    roster.save()
    log(
        instance=roster.training_class.page_ptr,
        action="classes.roster_import",
        user=by,
        data={"file": roster.file_name, "new": len(users), "enrolled": len(enrollments) + len(moved)},
    )
    return roster


def _new_person(planned: PlannedRow) -> NewPerson:
    if planned.node is None:
        raise ValueError("a row without an organization has an error")
    return NewPerson(planned.row.name, planned.node.pk, planned.row.phone, planned.row.email)


def _take_back(plan: RosterPlan, roster: RosterImport, by: User) -> list[list[Any]]:
    """Enroll those again who had left, declined or waited; give each enrollment with its earlier state."""
    back = [planned.enrollment for planned in plan.to_take if planned.enrollment is not None]
    moved = [[enrollment.pk, enrollment.state] for enrollment in back]
    now = timezone.now()
    for enrollment in back:
        enrollment.state, enrollment.offer_expires_at = EnrollmentState.ENROLLED, None
        enrollment.state_changed_at = now
    Enrollment.objects.bulk_update(back, ["state", "offer_expires_at", "state_changed_at"], batch_size=BATCH)
    note_changes([(one, str(state)) for one, (_pk, state) in zip(back, moved, strict=True)], roster=roster, by=by)
    return moved


def _enroll(rows: list[PlannedRow], roster: RosterImport, by: User) -> list[Enrollment]:
    groups = _groups(rows, roster)
    enrollments = Enrollment.objects.bulk_create(
        [
            Enrollment(
                training_class_id=roster.training_class_id,
                learner_id=cast(int, planned.user_id),
                organization_id=planned.node.pk if planned.node else None,
                post=planned.row.post,
                group=groups.get(planned.row.group),
                extra=planned.extra,
            )
            for planned in rows
        ],
        batch_size=BATCH,
    )
    note_changes([(enrollment, "") for enrollment in enrollments], roster=roster, by=by)
    return enrollments


def _groups(rows: list[PlannedRow], roster: RosterImport) -> dict[str, ClassGroup]:
    """Return the groups that the rows name, and note in ``roster`` which were made for it."""
    training_class = roster.training_class
    before = set(training_class.groups.values_list("pk", flat=True))
    groups = ensure_groups(training_class, (planned.row.group for planned in rows))
    roster.result["groups"] = [group.pk for group in groups.values() if group.pk not in before]
    return groups


def note_changes(changed: Sequence[tuple[Enrollment, str]], *, roster: RosterImport, by: User) -> None:
    """Write down how enrollments came from the given states to their present ones, and tell of it."""
    reason = _("Roster: %(file)s") % {"file": roster.file_name}
    EnrollmentTransition.objects.bulk_create(
        [
            EnrollmentTransition(
                enrollment=enrollment,
                from_state=state,
                to_state=enrollment.state,
                by=by,
                reason=reason[:250],
            )
            for enrollment, state in changed
        ],
        batch_size=BATCH,
    )
    tell(training_class=roster.training_class, changed=changed, by=by)


def _plan(roster: RosterImport, by: User) -> RosterPlan:
    home = home_of(roster.training_class)
    names = names_of(nameable_by(home=home, by=by))
    return plan_roster(roster, names=names, home=names.nodes[home.path])


def lock_roster(roster: RosterImport, by: User) -> RosterImport:
    """Read the import again under a lock, with its class, so that of two clicks one waits for the other."""
    _check_runs(roster.training_class, by)
    TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=roster.training_class_id)
    return RosterImport.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=roster.pk)


def _check_runs(training_class: TrainingClassPage, by: User) -> None:
    if not may_run_class(by, training_class):
        raise Refusal(_("You do not run this class."), code="class_not_yours", status=403)


def _closed() -> Refusal:
    return Refusal(_("This list was taken or discarded already."), code="roster_closed")
