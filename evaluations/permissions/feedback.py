"""Who may fill in a feedback form, and read what was answered."""

from django.contrib.auth.models import AnonymousUser

from classes.models import LiveClassPage
from classes.permissions import is_enrolled, may_run_class
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
