"""What stands on many timetables in a stretch of days: a person's, an organization's, a room's."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from wagtail.models import Page

from classes.models import LiveClassInstructor, LiveClassPage, TimetableItem, TrainingClassPage
from classes.models.timetable import room_key_of
from classes.permissions import LOOKING_ROLES
from classes.queries.membership import classes_attended_by
from classes.queries.place import settle_owners
from classes.queries.timetable.days import Moment as ItemMoment
from classes.queries.timetable.days import moment_of
from people.models import Organization, OrganizationPage, User
from people.queries.audience import pages_below
from people.queries.ownership import with_owner
from people.scope import scope_of
from schoolhouse.leftovers.orphans import without_orphans

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Entry(ItemMoment):
    """An item with its class, in the time of the class; ``starts`` and ``ends`` are what the clock shows there."""

    training_class: TrainingClassPage = None  # type: ignore[assignment]
    instructors: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its class."""
        return self.training_class.zone

    @property
    def starts(self) -> datetime.datetime:
        """When it begins, where the class is held."""
        return self.item.starts_at.astimezone(self.zone)

    @property
    def ends(self) -> datetime.datetime:
        """When it ends, where the class is held."""
        return self.item.ends_at.astimezone(self.zone)


def items_attended_by(user: User) -> QuerySet[TimetableItem]:
    """Items of the published classes in which ``user`` is a learner inside, or which ``user`` leads."""
    attended = Q(training_class__in=classes_attended_by(user).order_by().values("pk"))
    return _published().filter(attended | Q(training_class__class_teacher_id=user.pk))


def items_taught_by(user: User) -> QuerySet[TimetableItem]:
    """Items whose published live class ``user`` teaches."""
    return _published().filter(page_id__in=_sessions_of(user))


def items_of(user: User) -> QuerySet[TimetableItem]:
    """All that concerns ``user``: as a learner, as a class teacher, as an instructor."""
    attended = Q(training_class__in=classes_attended_by(user).order_by().values("pk"))
    own = attended | Q(training_class__class_teacher_id=user.pk) | Q(page_id__in=_sessions_of(user))
    return _published().filter(own)


def items_in(organization: Organization, room: str = "") -> QuerySet[TimetableItem]:
    """Items of the published classes of ``organization`` and below it; of one room there, if one is named."""
    homes = OrganizationPage.objects.filter(organization__path__startswith=organization.path)
    paths = list(homes.order_by("page__path").values_list("page__path", flat=True))
    classes = TrainingClassPage.objects.live().filter(pages_below(_topmost(paths)))
    items = _published().filter(training_class__in=classes.order_by().values("pk"))
    return items.filter(room_key=room_key_of(room)) if room else items


def _topmost(paths: list[str]) -> list[str]:
    top: list[str] = []
    for path in paths:
        if not top or not path.startswith(top[-1]):
            top.append(path)
    return top


def organization_seen_by(user: User, public_id: uuid.UUID) -> Organization | None:
    """Return the organization, if ``user`` looks into its classes by a role there or above."""
    seen = Organization.objects.filter(scope_of(user).within("", LOOKING_ROLES))
    return seen.filter(public_id=public_id).first()


def organizations_seen_by(user: User) -> list[Organization]:
    """Return the topmost organizations into whose classes ``user`` looks; of a superuser the roots."""
    scope = scope_of(user)
    if scope.everything:
        return list(Organization.get_root_nodes())
    paths = scope.paths(LOOKING_ROLES)
    return list(Organization.objects.filter(path__in=paths).order_by("path")) if paths else []


def entries_between(
    items: QuerySet[TimetableItem], first: datetime.date, last: datetime.date, now: datetime.datetime
) -> list[Entry]:
    """Return what of ``items`` begins from ``first`` to ``last`` where its class is held; a fixed number of queries."""
    after = datetime.datetime.combine(first, datetime.time(), tzinfo=datetime.UTC) - DAY
    before = datetime.datetime.combine(last, datetime.time(), tzinfo=datetime.UTC) + 2 * DAY
    rows = list(items.filter(starts_at__gte=after, starts_at__lt=before).order_by("starts_at", "ends_at", "pk"))
    found = [entry for entry in entries_of(rows, now) if first <= entry.starts.date() <= last]
    return sorted(found, key=lambda entry: (entry.starts.replace(tzinfo=None), entry.item.ends_at, entry.item.pk))


def entries_of(items: list[TimetableItem], now: datetime.datetime) -> list[Entry]:
    """Return ``items`` with their classes, published pages and instructors: a fixed number of queries."""
    classes = _classes_of(items)
    pages = _pages_of(items)
    instructors = _instructors_of(pages)
    found = []
    for item in items:
        training_class, page = classes.get(item.training_class_id), pages.get(item.page_id or 0)
        if training_class is not None:
            moment = moment_of(item, page, now)
            people = tuple(instructors.get(item.page_id or 0, ()))
            found.append(Entry(item, moment.state, page, moment.minutes_since_start, training_class, people))
    return found


def _published() -> QuerySet[TimetableItem]:
    return TimetableItem.objects.filter(training_class__live=True)


def _sessions_of(user: User) -> QuerySet[LiveClassPage, dict[str, int]]:
    return LiveClassPage.objects.live().filter(instructors__instructor_id=user.pk).order_by().values("pk")


def _classes_of(items: Iterable[TimetableItem]) -> dict[int, TrainingClassPage]:
    keys = {item.training_class_id for item in items}
    if not keys:
        return {}
    classes = list(with_owner(TrainingClassPage.objects.filter(pk__in=keys).select_related("locale")))
    settle_owners(classes)
    return {one.pk: one for one in classes}


def _pages_of(items: Iterable[TimetableItem]) -> dict[int, Page]:
    wanted = {item.page_id for item in items if item.page_id}
    pages = Page.objects.live().filter(pk__in=wanted).select_related("locale")
    return {page.pk: page for page in without_orphans(pages)} if wanted else {}


def _instructors_of(pages: Iterable[int]) -> dict[int, list[str]]:
    rows = LiveClassInstructor.objects.filter(live_class_id__in=list(pages)).order_by("sort_order")
    found: dict[int, list[str]] = {}
    for page, name in rows.values_list("live_class_id", "instructor__full_name"):
        found.setdefault(page, []).append(name)
    return found
