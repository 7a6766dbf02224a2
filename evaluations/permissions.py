"""Who may fill in, read and award."""

from django.contrib.auth.models import AnonymousUser

from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import is_enrolled, may_run_class, teaches_in
from evaluations.models import FeedbackSurvey
from evaluations.queries.survey import live_class_of, training_class_of
from people.models import User
from people.queries.ownership import organization_of
from people.roles import Role
from people.scope import scope_of

READING_ROLES = (Role.ADMINISTRATOR, Role.HEAD)
"""Roles that read the feedback of their organization and below."""


def may_answer(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` is one of those whose feedback is asked: the learners of the class."""
    training_class = training_class_of(survey.page)
    return user.is_authenticated and training_class is not None and is_enrolled(user, training_class)


def instructs(user: User | AnonymousUser, live_class: LiveClassPage | None) -> bool:
    """Say whether ``user`` is an instructor of this live class."""
    return live_class is not None and live_class.instructors.filter(instructor_id=user.pk).exists()


def may_read_summary(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` may read what was answered: instructors of their own lectures, and who runs the class."""
    if not user.is_authenticated:
        return False
    if instructs(user, live_class_of(survey.page)):
        return True
    training_class = training_class_of(survey.page)
    if training_class is not None and may_run_class(user, training_class):
        return True
    organization = organization_of(survey.page)
    return organization is not None and scope_of(user).may(READING_ROLES, organization)


def may_award_points(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may give points by hand in this class: its instructors, and who runs it."""
    if not user.is_authenticated:
        return False
    return may_run_class(user, training_class) or teaches_in(user, training_class)


def may_read_points(user: User | AnonymousUser, learner: User, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` may read the ledger of ``learner`` in this class: one's own, or as staff of the class."""
    return user.is_authenticated and (user.pk == learner.pk or may_award_points(user, training_class))
