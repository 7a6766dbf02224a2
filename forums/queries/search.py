"""What somebody may see of all discussions: on pages of what is new, in search, in mail, in the API."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from classes.models import TrainingClassPage
from classes.permissions import RUNNING_ROLES
from classes.queries.membership import classes_attended_by, classes_taught_by
from forums.models import ForumPage, ForumText, Post, Thread
from forums.permissions import MODERATING_ROLES
from forums.queries.forum import forums_open_to, hosted_by
from forums.queries.reading import owing
from foundation.trees import parent_path_of
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.scope import scope_of


@dataclass(frozen=True)
class Reach:
    """What somebody may read of all forums. Ask ``reach_of`` once a request and pass it on.

    ``owed`` are threads in which others' posts wait for one's own answer.
    """

    reader: User
    forums: tuple[int, ...]
    owed: tuple[int, ...]

    @property
    def threads(self) -> QuerySet[Thread]:
        """Threads of published forums that the reader may open."""
        return Thread.objects.filter(forum__in=self.forums)

    @property
    def posts(self) -> QuerySet[Post]:
        """Posts that the reader may see: nothing hidden, and no answers where the own one is still owed.

        Whatever shows posts of more than one thread begins here: pages, streams, mail, the API. For one thread
        ``forums.queries.thread.must_answer_first`` asks the same rule.
        """
        shown = Post.objects.filter(is_hidden=False, thread__forum__in=self.forums)
        return shown.exclude(thread__in=self.owed)


def reach_of(user: User) -> Reach:
    """Return what ``user`` may read. Its keys are asked first: nested in each other these questions are too deep."""
    forums = tuple(forums_searched_by(user).values_list("pk", flat=True))
    owed = threads_owed_by(user).filter(forum__in=forums).values_list("pk", flat=True)
    return Reach(user, forums, tuple(owed))


def texts_open_to(user: User) -> QuerySet[ForumText]:
    """Threads and posts that ``user`` may find: what ``Reach.posts`` shows, in the form in which it is searched."""
    texts = ForumText.objects.filter(is_hidden=False, forum__in=forums_searched_by(user).values("pk"))
    return texts.exclude(Q(post__isnull=False) & Q(thread__in=threads_owed_by(user).values("pk")))


def forums_searched_by(user: User) -> QuerySet[ForumPage]:
    """Published forums in which ``user`` may find something: those that ``user`` may read."""
    if scope_of(user).everything:
        return ForumPage.objects.live().order_by()
    return forums_open_to(user).order_by()


def threads_owed_by(user: User) -> QuerySet[Thread]:
    """Threads in which ``user`` reads others' posts only after an own one; none for who keeps order everywhere."""
    if scope_of(user).everything:
        return Thread.objects.none()
    return owing(Thread.objects.all(), user.pk).exclude(forum__in=forums_kept_by(user).values("pk"))


def forums_kept_by(user: User) -> QuerySet[ForumPage]:
    """Forums in which ``user`` keeps order; ``forums.permissions`` answers the same for one forum."""
    if scope_of(user).everything:
        return ForumPage.objects.order_by()
    roles = frozenset((*MODERATING_ROLES, *RUNNING_ROLES))
    attended = classes_attended_by(user).order_by().values("pk")
    taught = classes_taught_by(user).filter(Q(class_teacher_id=user.pk) | ~Q(pk__in=attended))
    classes = TrainingClassPage.objects.filter(Q(class_teacher_id=user.pk) | Q(pk__in=taught.order_by().values("pk")))
    below = Q(parent_path__in=list(classes.order_by().values_list("path", flat=True)))
    return (
        ForumPage.objects.annotate(parent_path=parent_path_of())
        .filter(below | pages_below(place_paths(user, roles)) | Q(pk__in=hosted_by(user)))
        .order_by()
    )
