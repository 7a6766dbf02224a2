"""Who may work in the bank: right answers stand in it, so that nobody else looks either."""

from django.contrib.auth.models import AnonymousUser

from people.models import User
from people.roles import EDITING_ROLES
from people.scope import scope_of
from plugins.theory_tests.models import QuestionCategory


def may_edit_anywhere(user: User | AnonymousUser) -> bool:
    """Say whether ``user`` edits in any organization."""
    return user.is_authenticated and user.is_active and scope_of(user).has_role(*EDITING_ROLES)


def may_edit(user: User | AnonymousUser, category: QuestionCategory) -> bool:
    """Say whether ``user`` may add questions to ``category``."""
    return may_edit_anywhere(user) and scope_of(user).may(EDITING_ROLES, category.organization)
