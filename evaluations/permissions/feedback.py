"""Who may fill in a feedback form, and read what was answered."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from classes.models import Enrollment, LiveClassPage
from classes.permissions import INSIDE_STATES, is_enrolled, may_run_class
from evaluations.models import FeedbackAnswer, FeedbackSurvey
from evaluations.queries.survey import class_asked, live_class_of
from people.models import User
from people.queries.ownership import organization_of
from people.roles import Role
from people.scope import scope_of

READING_ROLES = (Role.ADMINISTRATOR, Role.HEAD)
"""Roles that read the feedback of their organization and below."""


def may_answer(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` is one of those whose feedback is asked: the learners of the class."""
    training_class = class_asked(survey)
    return user.is_authenticated and training_class is not None and is_enrolled(user, training_class)


def instructs(user: User | AnonymousUser, live_class: LiveClassPage | None) -> bool:
    """Say whether ``user`` is an instructor of this live class."""
    return live_class is not None and live_class.instructors.filter(instructor_id=user.pk).exists()


def may_read_summary(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` may read what was answered: instructors of their own lectures, and who runs the class."""
    if not user.is_authenticated:
        return False
    return is_about(user, survey) or reads_about_everybody(user, survey)


def reads_about_everybody(user: User, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` also reads what was said of each instructor: who runs the class, and heads."""
    training_class = class_asked(survey)
    if training_class is not None and may_run_class(user, training_class):
        return True
    organization = organization_of(training_class or survey.page)
    return organization is not None and scope_of(user).may(READING_ROLES, organization)


def reads_school(user: User | AnonymousUser) -> bool:
    """Say whether ``user`` reads the figures of organizations: heads and administrators, of their own and below."""
    return scope_of(user).has_role(*READING_ROLES)


def is_about(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether the survey is about what ``user`` taught: about them by name, or about a live class of theirs."""
    if survey.instructor_id is not None:
        return survey.instructor_id == user.pk
    return instructs(user, live_class_of(survey.page))


def may_collect(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` may show the code that leads to the form: who runs the class, and whom it is about."""
    if not user.is_authenticated:
        return False
    training_class = class_asked(survey)
    return (training_class is not None and may_run_class(user, training_class)) or is_about(user, survey)


def may_close(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` may close the form before its time: who runs the class."""
    training_class = class_asked(survey)
    return training_class is not None and may_run_class(user, training_class)


def paper_seats(user: User | AnonymousUser, survey: FeedbackSurvey) -> QuerySet[Enrollment]:
    """Return the enrollments of those whose forms on paper ``user``, a learning point, may enter."""
    points = scope_of(user).organizations(Role.POINT)
    rows = Enrollment.objects.filter(training_class=survey.training_class_id, state__in=INSIDE_STATES)
    return rows.filter(organization__in=points)


def may_read_text(user: User | AnonymousUser, answer: FeedbackAnswer) -> bool:
    """Say whether ``user`` may read an answer in words, and so tag it."""
    from evaluations.queries.feedback.texts import readable_texts  # which asks who reads

    return isinstance(user, User) and readable_texts(user).filter(pk=answer.pk).exists()
