"""Who may work in the bank, set tests, sit them, mark them and read what they came to."""

from django.contrib.auth.models import AnonymousUser

from classes.models import TrainingClassPage
from classes.permissions import is_closed, is_enrolled, may_run_class, teaches_in
from people.models import User
from people.roles import EDITING_ROLES
from people.scope import scope_of
from plugins.theory_tests.models import QuestionCategory


def may_edit_anywhere(user: User | AnonymousUser) -> bool:
    """Say whether ``user`` edits in any organization. Right answers stand in the bank: nobody else looks at it."""
    return user.is_authenticated and user.is_active and scope_of(user).has_role(*EDITING_ROLES)


def may_edit(user: User | AnonymousUser, category: QuestionCategory) -> bool:
    """Say whether ``user`` may add questions to ``category``."""
    return may_edit_anywhere(user) and scope_of(user).may(EDITING_ROLES, category.organization)


def may_set(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` sets tests for the class and gives extra time: who runs it, and is no learner of it."""
    return may_run_class(user, training_class) and not is_enrolled(user, training_class)


def may_mark(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` marks in the class and reads figures: who sets tests there, and its instructors."""
    if not user.is_authenticated or is_enrolled(user, training_class):
        return False
    return may_run_class(user, training_class) or teaches_in(user, training_class)


def takes_changes(training_class: TrainingClassPage) -> bool:
    """Say whether anything may change: the results of a closed class are frozen."""
    return not is_closed(training_class)
