"""Taking a part of the organization tree from a spreadsheet: upload, look, take all or nothing, undo."""

from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.files.keys import content_digest
from foundation.sheets.cells import Limits
from foundation.sheets.imports import OPEN_STATES, ImportState
from foundation.stamps import bump
from foundation.trees import paths_to
from people import published
from people.actions.organizations import create_organization
from people.models import Organization, OrganizationImport, User
from people.queries.organization_plan import OrganizationPlan, plan_organizations
from people.queries.organization_rows import COLUMNS
from people.queries.usage import pointed_at
from people.roles import Role
from people.scope import STAMP, scope_of
from schoolhouse.refusals import Refusal

LIMITS = Limits(rows=2_000)


def may_import(by: User) -> bool:
    """Say whether ``by`` administers any organization."""
    return scope_of(by).has_role(Role.ADMINISTRATOR)


@transaction.atomic
def upload_organizations(*, file: IO[bytes] | Any, by: User) -> OrganizationImport:
    """Read ``file`` and keep its rows for a preview; the same file while it is still open gives the same import.

    Raises ``UnreadableSheet`` for a file that cannot be taken, ``Refusal`` for somebody who administers nothing.
    """
    if not may_import(by):
        raise Refusal(_("You may not do that in this organization."), code="organization_not_yours", status=403)
    digest = content_digest(file)
    kept = OrganizationImport.objects.filter(uploaded_by=by, digest=digest, state__in=OPEN_STATES).first()
    if kept:
        return kept
    upload = OrganizationImport(uploaded_by=by)
    upload.fill(file, COLUMNS, LIMITS)
    upload.save()
    return upload


def preview_organizations(*, upload: OrganizationImport, by: User) -> OrganizationPlan:
    """Work out what taking the sheet would do, and note that somebody has looked."""
    plan = plan_organizations(upload, by=by)
    if upload.state == ImportState.UPLOADED:
        upload.state = ImportState.PREVIEWED
        upload.save(update_fields=["state"])
    return plan


@transaction.atomic
def discard_organizations(*, upload: OrganizationImport, by: User) -> None:
    """Drop an upload without taking it."""
    upload = _locked(upload)
    if not upload.may_become(ImportState.DISCARDED):
        raise _closed()
    upload.close(ImportState.DISCARDED)
    upload.save()


@transaction.atomic
def apply_organizations(*, upload: OrganizationImport, by: User) -> OrganizationImport:
    """Make every new organization of the sheet, or none; those that exist stay as they are.

    Raises ``Refusal`` while something must be mended, or when the sheet was taken or discarded meanwhile.
    """
    upload = _locked(upload)
    if not upload.may_become(ImportState.APPLIED):
        raise _closed()
    plan = plan_organizations(upload, by=by)
    if plan.errors:
        raise Refusal(_("The list cannot be taken yet: something in it must be mended first."), code="sheet_faulty")
    made: dict[int, Organization] = {}
    existing = Organization.objects.in_bulk({one.parent.pk for one in plan.order if one.parent and one.parent.pk > 0})
    for planned in plan.order:
        parent = None
        if planned.parent:
            parent = made[planned.parent.pk] if planned.parent.pk < 0 else existing[planned.parent.pk]
        row = planned.row
        organization = create_organization(parent=parent, by=by, name=row.name, kind=row.kind, code=row.code or None)
        made[-row.number] = organization
    upload.result = {"organizations": [one.pk for one in made.values()], "counts": dict(plan.counts)}
    upload.applied_at = timezone.now()
    upload.close(ImportState.APPLIED)
    upload.save()
    return upload


@transaction.atomic
def undo_organizations(*, upload: OrganizationImport, by: User) -> tuple[int, list[str]]:
    """Delete what the sheet made and nobody has used since; return how many went and the names of those that stay."""
    upload = _locked(upload)
    if not upload.may_become(ImportState.UNDONE):
        raise Refusal(_("Only a list that was taken can be undone."), code="sheet_not_taken")
    made = list(Organization.objects.filter(pk__in=upload.result.get("organizations", [])))
    used = pointed_at(Organization, [one.pk for one in made])
    kept_paths = set(Organization.objects.exclude(pk__in=[one.pk for one in made]).values_list("path", flat=True))
    kept_paths |= {one.path for one in made if one.pk in used}
    above_kept = {above for path in kept_paths for above in paths_to(path)}
    going = [one for one in made if one.path not in above_kept]
    for organization in going:
        log(instance=organization, action="wagtail.delete", user=by, deleted=True)
    Organization.objects.filter(pk__in=[one.pk for one in going]).delete()
    bump(STAMP)
    published.renew()
    stay = [one.name for one in made if one.path in above_kept]
    upload.result["undone"] = {"organizations": len(going), "kept": len(stay)}
    upload.close(ImportState.UNDONE)
    upload.save()
    return len(going), stay


def _locked(upload: OrganizationImport) -> OrganizationImport:
    return OrganizationImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)


def _closed() -> Refusal:
    return Refusal(_("This list was taken or discarded already."), code="sheet_closed")
