"""Forums that someone may read, and where they belong."""

from django.db.models import QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from classes.models import TrainingClassPage
from classes.queries.membership import classes_open_to
from forums.models import ForumPage
from people.models import User


def training_class_of(forum: ForumPage) -> TrainingClassPage | None:
    """Return the class that ``forum`` stands below, or ``None`` for a salon."""
    return TrainingClassPage.objects.filter(path=forum.path[: -Page.steplen]).first()


def forums_open_to(user: User) -> QuerySet[ForumPage]:
    """Live forums of the classes that ``user`` is inside of, latest evening first."""
    parents = classes_open_to(user).values_list("path", flat=True)
    return (
        ForumPage.objects.live()
        .annotate(parent_path=Left("path", Length("path") - Page.steplen))
        .filter(parent_path__in=list(parents))
        .order_by("-opens_at", "-pk")
    )
