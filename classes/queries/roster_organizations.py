"""Which organizations the roster of a class may name, and below which ones it may make new ones."""

from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from classes.permissions import RUNNING_ROLES
from foundation.trees import parent_path
from people.models import Organization, OrganizationKind, User
from people.models.organization import OrganizationQuerySet
from people.queries.ownership import organization_of
from people.scope import scope_of
from schoolhouse.refusals import Refusal

INSTITUTIONS = (
    OrganizationKind.SCHOOL,
    OrganizationKind.BRANCH_SCHOOL,
    OrganizationKind.HALL,
    OrganizationKind.BASE,
    OrganizationKind.LEARNING_POINT,
)
"""Kinds that teach the people of the place they stand in: their rosters name organizations of the whole place."""


def home_of(training_class: TrainingClassPage) -> Organization:
    """Return the organization that owns the class. Raises ``Refusal`` for a class that stands outside of every one."""
    organization = organization_of(training_class)
    if organization is None:
        raise Refusal(
            _("This class belongs to no organization. Move it below a home page first."), code="class_homeless"
        )
    return organization


def area_of(home: Organization) -> Organization:
    """Return the place whose people a class of ``home`` teaches: a county school's is the county."""
    if home.kind in INSTITUTIONS and not home.is_root():
        return Organization.objects.get(path=parent_path(home.path))
    return home


def nameable_by(*, home: Organization, by: User) -> OrganizationQuerySet:
    """Return the organizations that a roster may name: around the class's own, and where ``by`` runs classes."""
    return Organization.objects.below(area_of(home)) | scope_of(by).organizations(RUNNING_ROLES)


def parents_for(*, home: Organization, by: User) -> OrganizationQuerySet:
    """Return the active organizations below which ``by`` may make new ones for the class's roster."""
    return (Organization.objects.below(home) | scope_of(by).organizations(RUNNING_ROLES)).active()
