"""Who needs a printed slip to sign in."""

from django.db.models import QuerySet

from classes.models import RosterImport, TrainingClassPage
from classes.permissions import INSIDE_STATES, may_run_class
from classes.queries.roster_organizations import area_of
from people.models import RoleAssignment, User
from people.queries.ownership import organization_of
from people.roles import Role
from people.scope import holdings_of


def slip_people(roster: RosterImport) -> "QuerySet[User]":
    """Return the people whom the import made, who are in the class, only learn, and have never signed in."""
    working = RoleAssignment.objects.exclude(role__in=(Role.LEARNER, Role.POINT)).values("user_id")
    return (
        User.objects.filter(
            pk__in=roster.result.get("users", []), is_active=True, is_superuser=False, last_login__isnull=True
        )
        .filter(enrollments__training_class_id=roster.training_class_id, enrollments__state__in=INSIDE_STATES)
        .exclude(pk__in=working)
        .order_by("enrollments__organization__path", "pk")
    )


def may_issue_code_in_class(by: User, user: User) -> bool:
    """Say whether ``by`` runs a class that ``user`` is in, among people of the place that the class's school teaches.

    Somebody from elsewhere who visits a class gets codes at home: a code opens the whole account.
    """
    classes = TrainingClassPage.objects.filter(enrollments__learner_id=user.pk, enrollments__state__in=INSIDE_STATES)
    for training_class in classes.distinct():
        home = organization_of(training_class)
        if home and may_run_class(by, training_class):
            area = area_of(home)
            if all(holding.path.startswith(area.path) for holding in holdings_of(user)):
                return True
    return False
