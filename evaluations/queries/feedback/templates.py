"""Forms that others may begin theirs with."""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from evaluations.models import FeedbackForm
from people.models import Organization, User
from people.roles import EDITING_ROLES
from people.scope import scope_of

COPIED = ("title", "title_zh", "intro", "intro_zh", "is_anonymous", "content")
"""What a new form takes over."""


def templates_for(user: User | AnonymousUser) -> QuerySet[FeedbackForm]:
    """Published templates of the organizations in which ``user`` edits, of those below them and of those above."""
    found = FeedbackForm.objects.filter(is_template=True, live=True)
    scope = scope_of(user)
    if scope.everything:
        return found
    step, held = Organization.steplen, scope.paths(EDITING_ROLES)
    above = {path[:end] for path in held for end in range(step, len(path), step)}
    return found.filter(Q(organization__path__in=above) | scope.within("organization", EDITING_ROLES))


def template_for(user: User | AnonymousUser, public_id: str) -> FeedbackForm | None:
    """Return the template that ``user`` asks for, or ``None`` where it is not for them."""
    try:
        return templates_for(user).filter(public_id=uuid.UUID(public_id)).first()
    except ValueError:
        return None


def copy_of(template: FeedbackForm) -> FeedbackForm:
    """Return a new form, not saved, that asks what ``template`` asks."""
    return FeedbackForm(**{name: getattr(template, name) for name in COPIED})
