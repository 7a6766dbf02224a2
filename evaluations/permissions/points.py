"""Who may give points, read a ledger, and see where others stand."""

from django.contrib.auth.models import AnonymousUser

from classes.models import TrainingClassPage
from classes.permissions import is_enrolled, may_run_class, teaches_in
from evaluations.models import PointsSettings, StandingShown
from people.models import User


def may_award_points(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may give points by hand in this class: its instructors, and who runs it."""
    if not user.is_authenticated:
        return False
    return may_run_class(user, training_class) or teaches_in(user, training_class)


def may_read_points(user: User | AnonymousUser, learner: User, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read the ledger of ``learner`` in this class: one's own, or as staff of the class."""
    return user.is_authenticated and (user.pk == learner.pk or may_award_points(user, training_class))


def may_see_standing(user: User | AnonymousUser, training_class: TrainingClassPage, settings: PointsSettings) -> bool:
    """Say whether ``user`` may open the standing of this class: its staff, and its learners where it shows them any."""
    if may_award_points(user, training_class):
        return True
    return settings.standing != StandingShown.HIDDEN and is_enrolled(user, training_class)
