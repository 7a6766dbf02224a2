"""Sign-in codes for the people of a roster."""

from django.utils.translation import gettext as _

from classes.models import RosterImport
from classes.permissions import may_run_class
from classes.queries.roster_slips import slip_people
from people.actions.one_time_codes import IssuedCode, issue_codes
from people.models import User
from schoolhouse.refusals import Refusal


def issue_slips(*, roster: RosterImport, by: User) -> list[IssuedCode]:
    """Give a new code to each person whom the import made and who has not signed in, by organization.

    Raises ``Refusal`` for somebody who does not run the class, and when nobody is left to get one.
    """
    if not may_run_class(by, roster.training_class):
        raise Refusal(_("You do not run this class."), code="class_not_yours", status=403)
    people = list(slip_people(roster))
    if not people:
        raise Refusal(_("Everybody on this list has signed in already."), code="nobody_waits")
    return issue_codes(users=people, by=by)
