"""Taking a roster back: what it made and nobody has touched since."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from classes.actions.enrollment import tell
from classes.actions.roster_import import BATCH, lock_roster, note_changes
from classes.closing.frozen import refuse_closed
from classes.models import ClassGroup, Enrollment, EnrollmentState, EnrollmentTransition, RosterImport
from foundation.sheets.imports import ImportState
from people.actions.imported_people import remove_people
from people.actions.organizations import delete_organization
from people.models import Organization, User
from people.queries.usage import pointed_at, unused_people
from schoolhouse.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Undone:
    """How many people, enrollments and organizations are gone, and who stays because something has happened since."""

    people: int
    enrollments: int
    organizations: int
    kept: list[str]


@transaction.atomic
def undo_roster(*, roster: RosterImport, by: User) -> Undone:
    """Remove the enrollments, people and organizations that the import made and that are as it left them.

    Whoever has signed in, was moved, or has anything to their name stays in the class. Accounts that existed before
    are only taken out of the class. Raises ``Refusal`` unless the import stands as taken.
    """
    roster = lock_roster(roster, by)
    refuse_closed(roster.training_class)
    if not roster.may_become(ImportState.UNDONE):
        raise Refusal(_("Only a list that was taken can be undone."), code="roster_not_taken")
    made, people = roster.result.get("enrollments", []), set(roster.result.get("users", []))
    untouched = _untouched(made)
    transitions = EnrollmentTransition.objects.filter(enrollment__in=untouched).values_list("pk", flat=True)
    unused = unused_people(
        people & {enrollment.learner_id for enrollment in untouched},
        apart_from={
            "classes.Enrollment": [enrollment.pk for enrollment in untouched],
            "classes.EnrollmentTransition": list(transitions),
        },
    )
    leaving = [one for one in untouched if one.learner_id in unused or one.learner_id not in people]
    _tell_of_leaving(leaving, roster, by)
    Enrollment.objects.filter(pk__in=[one.pk for one in leaving]).delete()
    ClassGroup.objects.filter(pk__in=roster.result.get("groups", []), members__isnull=True).delete()
    restored = _restore(roster, by)
    removed = remove_people(pks=unused, by=by)
    stayed = Enrollment.objects.filter(pk__in=made).select_related("learner")
    outcome = Undone(
        people=removed,
        enrollments=len(leaving) + restored,
        organizations=_delete_organizations(roster.result.get("organizations", [])),
        kept=sorted(enrollment.learner.full_name for enrollment in stayed),
    )
    roster.result["undone"] = {"people": removed, "enrollments": len(leaving) + restored, "kept": len(outcome.kept)}
    roster.close(ImportState.UNDONE)
    roster.save()
    log(
        instance=roster.training_class.page_ptr,
        action="classes.roster_undo",
        user=by,
        data={"file": roster.file_name, "people": removed, "enrollments": len(leaving) + restored},
    )
    return outcome


def _untouched(pks: Iterable[int]) -> list[Enrollment]:
    """Keep the enrollments that nobody moved since and that nothing hangs on."""
    rows = Enrollment.objects.filter(pk__in=list(pks), state=EnrollmentState.ENROLLED)
    rows = rows.annotate(changes=Count("transitions")).filter(changes__lte=1)
    enrollments = list(rows)
    hanging = pointed_at(
        Enrollment, [enrollment.pk for enrollment in enrollments], ignoring=("classes.EnrollmentTransition",)
    )
    return [enrollment for enrollment in enrollments if enrollment.pk not in hanging]


def _tell_of_leaving(enrollments: list[Enrollment], roster: RosterImport, by: User) -> None:
    """Tell those who were told of these enrollments that they are gone."""
    for enrollment in enrollments:
        enrollment.state = EnrollmentState.WITHDRAWN
    changed = [(enrollment, str(EnrollmentState.ENROLLED)) for enrollment in enrollments]
    tell(training_class=roster.training_class, changed=changed, by=by)


def _restore(roster: RosterImport, by: User) -> int:
    """Put back those who had left before; who had waited or been offered a seat waits again."""
    earlier = dict(roster.result.get("moved", []))
    rows = Enrollment.objects.filter(pk__in=list(earlier), state=EnrollmentState.ENROLLED)
    changed = []
    for enrollment in rows:
        state = earlier[enrollment.pk]
        enrollment.state = EnrollmentState.WAITING if state == EnrollmentState.OFFERED else state
        enrollment.state_changed_at = timezone.now()
        changed.append(enrollment)
    Enrollment.objects.bulk_update(changed, ["state", "state_changed_at"], batch_size=BATCH)
    note_changes([(one, EnrollmentState.ENROLLED) for one in changed], roster=roster, by=by)
    return len(changed)


def _delete_organizations(pks: Iterable[int]) -> int:
    """Delete the organizations made from the preview on which nothing hangs, the deepest first."""
    gone = 0
    for organization in Organization.objects.filter(pk__in=list(pks)).order_by("-depth"):
        try:
            with transaction.atomic():
                delete_organization(organization=organization, by=None)
            gone += 1
        except Refusal:
            continue
    return gone
