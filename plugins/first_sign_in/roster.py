"""The column and the export."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page

from classes.models import Enrollment, EnrollmentState
from people.accounts.identifiers import display_phone

COLUMNS = [
    (pgettext_lazy("person", "Name"), 14),
    (gettext_lazy("Organization"), 24),
    (gettext_lazy("Post"), 16),
    (gettext_lazy("Group"), 10),
    (gettext_lazy("Phone"), 16),
]


def column(page: Page, enrollments: Sequence[Enrollment]) -> Mapping[int, str]:
    """Say for each learner when they last signed in; asks nothing of the database."""
    return {enrollment.pk: _last(enrollment) for enrollment in enrollments}


def _last(enrollment: Enrollment) -> str:
    last_login = enrollment.learner.last_login
    if last_login is None:
        return _("not signed in yet")
    return date_format(timezone.localtime(last_login), "SHORT_DATE_FORMAT")


def missing(page: Page) -> QuerySet[Enrollment]:
    """Those who have a seat in the class and have never signed in, by group and name."""
    rows = Enrollment.objects.filter(training_class_id=page.pk, state=EnrollmentState.ENROLLED)
    rows = rows.filter(learner__last_login=None).select_related("learner", "organization", "group")
    return rows.order_by(F("group__number").asc(nulls_last=True), "learner__full_name", "pk")


def missing_rows(page: Page, user: AbstractBaseUser) -> Iterator[Sequence[Any]]:
    """Give a row for each of them, with the phone to call."""
    for row in missing(page).iterator(chunk_size=500):
        organization = row.organization.name if row.organization else ""
        yield row.learner.full_name, organization, row.post, row.group_name, display_phone(row.learner.phone or "")
