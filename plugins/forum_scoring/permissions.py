"""Who scores, and who reads scores."""

from django.contrib.auth.models import AnonymousUser

from classes.models import TrainingClassPage
from classes.permissions import is_closed, is_enrolled, may_run_class, teaches_in
from forums.models import Post
from people.models import User


def may_score_in(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` scores posts in the class: who runs it, and its instructors who are not learners of it."""
    if not user.is_authenticated:
        return False
    if may_run_class(user, training_class):
        return True
    return teaches_in(user, training_class) and not is_enrolled(user, training_class)


def may_read_score(user: User, post: Post, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` reads what a post was given: its author, and who scores there."""
    return post.author_id == user.pk or may_score_in(user, training_class)


def takes_scores(training_class: TrainingClassPage) -> bool:
    """Say whether scores may still change: the results of a closed class are frozen."""
    return not is_closed(training_class)
