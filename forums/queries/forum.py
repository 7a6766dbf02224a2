"""Forums that someone may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from classes.models import TrainingClassPage
from classes.permissions import LOOKING_ROLES
from classes.queries.membership import classes_open_to
from forums.models import ForumPage
from people.audience import visible_to
from people.models import User
from people.queries.audience import pages_below, place_paths


def forums_open_to(user: User) -> QuerySet[ForumPage]:
    """Live forums that ``user`` may read, latest evening first.

    Those of the classes that ``user`` is inside of or looks into by a role, and the salons whose audience ``user``
    belongs to.
    """
    classes = classes_open_to(user).values_list("path", flat=True)
    salons = visible_to(user, ForumPage.objects.live()).values("pk")
    inside = Q(parent_path__in=list(classes)) | Q(in_class=False, pk__in=salons)
    return (
        ForumPage.objects.live()
        .annotate(parent_path=Left("path", Length("path") - Page.steplen))
        .annotate(in_class=Exists(TrainingClassPage.objects.filter(path=OuterRef("parent_path"))))
        .filter(inside | pages_below(place_paths(user, frozenset(LOOKING_ROLES))))
        .order_by("-opens_at", "-pk")
    )


def class_titles(forums: list[ForumPage]) -> dict[int, str]:
    """Return the title of each forum's class by the forum's key, without salons. One query."""
    parents = {forum.path[: -Page.steplen]: "" for forum in forums}
    parents.update(TrainingClassPage.objects.filter(path__in=parents).values_list("path", "title"))
    return {forum.pk: title for forum in forums if (title := parents[forum.path[: -Page.steplen]])}
