"""Who may give points, and read a ledger."""

from django.contrib.auth.models import AnonymousUser

from classes.models import TrainingClassPage
from classes.permissions import may_run_class, teaches_in
from people.models import User


def may_award_points(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may give points by hand in this class: its instructors, and who runs it."""
    if not user.is_authenticated:
        return False
    return may_run_class(user, training_class) or teaches_in(user, training_class)


def may_read_points(user: User | AnonymousUser, learner: User, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read the ledger of ``learner`` in this class: one's own, or as staff of the class."""
    return user.is_authenticated and (user.pk == learner.pk or may_award_points(user, training_class))
