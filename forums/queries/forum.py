"""Forums that someone may read."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from classes.models import TrainingClassPage
from classes.permissions import LOOKING_ROLES
from classes.queries.membership import paths_open_to
from forums.models import ForumHost, ForumPage
from forums.permissions import MODERATING_ROLES
from forums.queries.keypages import Place
from foundation.prepared.once import asked_once
from foundation.trees import parent_path, parent_path_of
from people.audience import visible_to
from people.models import User
from people.queries.audience import pages_below, place_paths, unrestricted
from people.queries.organizations import organizations_with, time_zones_of
from people.queries.ownership import with_owner


@asked_once
def forums_open_to(user: User) -> QuerySet[ForumPage]:
    """Live forums that ``user`` may read, latest evening first, those that are open at any time last.

    Those of the classes that ``user`` is inside of or looks into by a role, the salons whose audience ``user`` belongs
    to and that no view restriction closes, those in which ``user`` keeps order, and those that name ``user`` as a host.
    """
    classes = paths_open_to(user)
    salons = unrestricted(user, visible_to(user, ForumPage.objects.live())).values("pk")
    inside = Q(parent_path__in=classes) | Q(in_class=False, pk__in=salons)
    looked_into = Q(in_class=True) & pages_below(place_paths(user, frozenset(LOOKING_ROLES)))
    kept = pages_below(place_paths(user, frozenset(MODERATING_ROLES)))
    return (
        ForumPage.objects.live()
        .annotate(parent_path=parent_path_of())
        .annotate(in_class=Exists(TrainingClassPage.objects.filter(path=OuterRef("parent_path"))))
        .filter(inside | looked_into | kept | Q(pk__in=hosted_by(user)))
        .order_by(F("opens_at").desc(nulls_last=True), "-pk")
    )


def forums_beyond(user: User, before: Place | None) -> QuerySet[ForumPage]:
    """Return the forums of ``forums_open_to`` that follow ``before``, all of them where there is none."""
    forums = forums_open_to(user)
    return forums if before is None else forums.filter(before.beyond("opens_at"))


def place_of_forum(forum: ForumPage) -> Place:
    """Return where a forum stands in the list of ``forums_open_to``."""
    return Place(forum.opens_at, forum.pk)


def hosted_by(user: User) -> QuerySet[ForumHost, dict[str, int]]:
    """Return the keys of the forums that name ``user`` as a host."""
    return ForumHost.objects.filter(person_id=user.pk).values("forum_id")


def class_titles(forums: list[ForumPage]) -> dict[int, str]:
    """Return the title of each forum's class by the forum's key, without salons. One query."""
    parents = {parent_path(forum.path): "" for forum in forums}
    parents.update(TrainingClassPage.objects.filter(path__in=parents).values_list("path", "title"))
    return {forum.pk: title for forum in forums if (title := parents[parent_path(forum.path)])}


def zones_of_forums(forums: Sequence[ForumPage]) -> dict[int, ZoneInfo]:
    """Return the time zone of each forum's class, or of the organization for a salon, by its key. Four queries."""
    if not forums:
        return {}
    parents = {forum.pk: parent_path(forum.path) for forum in forums}
    own = TrainingClassPage.objects.filter(path__in=set(parents.values())).exclude(time_zone="")
    named = dict(own.values_list("path", "time_zone"))
    owners = dict(with_owner(Page.objects.filter(pk__in=parents)).values_list("pk", "owning_organization"))
    zones = time_zones_of(organizations_with.all(keys=sorted(set(owners.values()) - {None})))
    server = ZoneInfo(settings.TIME_ZONE)
    return {
        pk: ZoneInfo(named[path]) if path in named else zones.get(owners[pk], server) for pk, path in parents.items()
    }
