"""Who may do what with recognitions."""

from django.contrib.auth.models import AnonymousUser

from classes.permissions import is_enrolled, may_run_class
from people.models import User
from plugins.recognitions.models import Means, Recognition, RecognitionState


def may_vote(user: User | AnonymousUser, recognition: Recognition) -> bool:
    """Say whether ``user`` has a ballot: the learners inside the class, or the jury. One query."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if recognition.means == Means.VOTE:
        return is_enrolled(user, recognition.training_class)
    return recognition.means == Means.JURY and recognition.jurors.filter(person=user).exists()


def may_see(user: User | AnonymousUser, recognition: Recognition) -> bool:
    """Say whether ``user`` may read of it: who runs the class; learners and the jury what is open or was awarded."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if may_run_class(user, recognition.training_class):
        return True
    if recognition.state == RecognitionState.AWARDED and is_enrolled(user, recognition.training_class):
        return True
    shown = recognition.state in (RecognitionState.OPEN, RecognitionState.AWARDED)
    return shown and may_vote(user, recognition)
