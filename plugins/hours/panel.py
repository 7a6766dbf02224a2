"""The card on the dashboard."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from foundation.fragments import kept_text
from people.models import User
from people.roles import Role
from people.scope import scope_of
from plugins.hours.permissions import APPROVING_ROLES, READING_ROLES
from plugins.hours.queries.own import outline_of
from plugins.hours.queries.people import to_approve


def card(request: HttpRequest) -> SafeString | None:
    """Show learners their year, and who looks after people what waits for them."""
    user = request.user
    if not isinstance(user, User):
        return None
    scope = scope_of(user)
    learns, reads = Role.LEARNER in scope.roles, bool(scope.roles & set(READING_ROLES))
    if not learns and not reads:
        return None
    approves = bool(scope.roles & set(APPROVING_ROLES))
    context = {
        "year": outline_of(user.pk, timezone.localdate().year) if learns else None,
        "reads": reads,
        "waiting": to_approve(user).count() if approves else 0,
    }
    return kept_text(tuple(context.values()), "hours/_card.html", lambda: context)
