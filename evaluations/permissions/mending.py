"""Who mends what feedback says, and who looks after it."""

from django.contrib.auth.models import AnonymousUser

from classes.permissions import may_run_class
from evaluations.models import ActionItem, FeedbackSurvey
from evaluations.permissions.feedback import READING_ROLES
from evaluations.queries.survey import class_asked, place_of
from people.models import User
from people.queries.ownership import organization_of
from people.scope import scope_of


def may_mend(user: User | AnonymousUser, survey: FeedbackSurvey) -> bool:
    """Say whether ``user`` opens and hands on action items about ``survey``: who runs the class, and the school."""
    if not user.is_authenticated:
        return False
    training_class = class_asked(survey)
    if training_class is not None and may_run_class(user, training_class):
        return True
    organization = organization_of(place_of(survey))
    return organization is not None and scope_of(user).may(READING_ROLES, organization)


def may_see_item(user: User | AnonymousUser, item: ActionItem) -> bool:
    """Say whether ``user`` may see an action item: who owns it, and who looks after it."""
    return user.is_authenticated and (item.owner_id == user.pk or may_mend(user, item.survey))
