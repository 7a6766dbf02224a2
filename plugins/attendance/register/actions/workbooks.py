"""Keeping the forms that superiors want filled in."""

from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Organization, User
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.register.models import Workbook
from plugins.attendance.register.permissions import may_manage_workbook
from plugins.attendance.register.workbook.form import open_form
from schoolhouse.refusals import Refusal

MOST_FORMS = 50


@transaction.atomic
def keep_workbook(*, organization: Organization, title: str, file: Any, by: User) -> Workbook:
    """Look at an uploaded form and keep it for an organization and everybody below it.

    Raises ``Refusal`` where ``by`` is no administrator there, and ``BadWorkbook`` with what is wrong, by cell.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    if not scope_of(by).may(Role.ADMINISTRATOR, organization):
        raise Refusal(_("Only an administrator of the organization keeps its forms."), code="not_yours", status=403)
    if Workbook.objects.filter(organization=organization).count() >= MOST_FORMS:
        raise Refusal(_("There are too many forms. Delete some that nobody needs."), code="many", status=400)
    open_form(file)
    file.seek(0)
    made = Workbook(organization=organization, title=title.strip(), size=file.size, by=by)
    made.file = File(file, name="form.xlsx")
    try:
        made.save()
    except BaseException:
        if made.file._committed:
            made.file.storage.delete(str(made.file.name))
        raise
    return made


@transaction.atomic
def delete_workbook(*, workbook: Workbook, by: User) -> None:
    """Forget a form, with its file. Raises ``Refusal``."""
    if not may_manage_workbook(by, workbook):
        raise Refusal(_("Only an administrator of the organization keeps its forms."), code="not_yours", status=403)
    storage, name = workbook.file.storage, str(workbook.file.name)
    workbook.delete()
    transaction.on_commit(partial(storage.delete, name))
