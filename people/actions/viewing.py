"""Looking at the site as another person sees it: begun and ended on the record."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import User
from people.permissions import may_view_as
from schoolhouse.refusals import Refusal


@transaction.atomic
def start_viewing(*, user: User, by: User) -> None:
    """Write down that ``by`` begins to see the site as ``user``. Raises ``Refusal`` (403) where that is not allowed."""
    if not may_view_as(by, user):
        raise Refusal(_("You may not look at the site as this person."), code="view_as_not_yours", status=403)
    log(instance=user, action="people.view_as.start", user=by)


@transaction.atomic
def stop_viewing(*, user: User, by: User) -> None:
    """Write down that ``by`` no longer sees the site as ``user``."""
    log(instance=user, action="people.view_as.stop", user=by)
