"""Who and what would be in two places at once.

Stretches of time are half open: what ends at ten does not clash with what begins at ten. They are compared as moments,
so that the night on which clocks are changed makes no difference.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from classes.models import Enrollment, EnrollmentState, LiveClassInstructor, TimetableItem, TrainingClassPage
from classes.models.timetable import TimetableItemState, room_key_of
from classes.permissions import may_run_class
from classes.queries.audience import classes_known_to
from foundation.trees import parent_path
from people.models import Organization, User
from people.queries.ownership import with_owner

SHOWN = 50
NAMED = 5
"""So many of the learners who are in two classes at a time are named."""


@dataclass(frozen=True)
class Slot:
    """A stretch of time that is to be taken: by which rooms and people, and by what that stands there already."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    room: str = ""
    instructors: frozenset[int] = frozenset()
    item: int | None = None
    page: int | None = None

    def meets(self, starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
        """Say whether both have a moment in common."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class Clash:
    """``what`` is ``instructor``, ``room`` or ``learners``; ``who`` names it; ``title`` is what it is taken by."""

    what: str
    who: str
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: ZoneInfo

    def __str__(self) -> str:
        begins, ends = self.starts_at.astimezone(self.zone), self.ends_at.astimezone(self.zone)
        names = {
            "who": self.who,
            "title": self.title,
            "day": date_format(begins, "MONTH_DAY_FORMAT"),
            "from": date_format(begins, "H:i"),
            "to": date_format(ends, "H:i"),
        }
        if self.what == "room":
            return _("The room %(who)s is taken on %(day)s, %(from)s–%(to)s: %(title)s") % names
        if self.what == "instructor":
            return _("%(who)s teaches elsewhere on %(day)s, %(from)s–%(to)s: %(title)s") % names
        return _("%(who)s at the same time on %(day)s, %(from)s–%(to)s: %(title)s") % names


def clashes_of(
    slots: Sequence[Slot], training_class: TrainingClassPage, by: User, *, holder: Organization | None = None
) -> list[Clash]:
    """Return what stands against ``slots`` in ``training_class``, in order of time; a fixed number of queries.

    What the slots themselves take now does not count. A class that ``by`` may not know of is not named. Of a class that
    is not stored yet, ``holder`` is who will hold it.
    """
    if not slots:
        return []
    holder = training_class.organization if training_class.pk else holder
    learners = _learners(slots, training_class, by) if training_class.pk else ()
    found = [*_rooms(slots, holder), *_instructors(slots), *learners]
    zone = training_class.zone if training_class.pk or holder is None else _zone_to_be(training_class, holder)
    known = classes_known_to(by).filter(pk__in={other for _clash, other in found if other})
    names = dict(known.values_list("pk", "title"))
    shown = []
    for clash, other in found[:SHOWN]:
        title = clash.title
        if other is None or other != training_class.pk:
            title = f"{title} · {names[other]}" if other in names else _("another class")
        shown.append(Clash(clash.what, clash.who, title, clash.starts_at, clash.ends_at, zone))
    return sorted(dict.fromkeys(shown), key=lambda clash: (clash.starts_at, clash.what, clash.who))


def _within(slots: Sequence[Slot], prefix: str = "") -> Q:
    first, last = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    return Q(**{f"{prefix}starts_at__lt": last, f"{prefix}ends_at__gt": first})


def _planned(slots: Sequence[Slot]) -> QuerySet[TimetableItem]:
    """Items that are held meanwhile, other than those of the slots and of their pages."""
    own = {slot.item for slot in slots if slot.item}
    pages = {slot.page for slot in slots if slot.page}
    items = TimetableItem.objects.filter(_within(slots), state=TimetableItemState.PLANNED, training_class__live=True)
    items = items.exclude(pk__in=own).exclude(page_id__isnull=False, page_id__in=pages)
    return items.select_related("page").order_by("starts_at", "pk")


Found = Iterable[tuple[Clash, int | None]]


def _zone_to_be(training_class: TrainingClassPage, holder: Organization) -> ZoneInfo:
    return ZoneInfo(training_class.time_zone) if training_class.time_zone else holder.zone


def _rooms(slots: Sequence[Slot], holder: Organization | None) -> Found:
    keys = {room_key_of(slot.room) for slot in slots} - {""}
    taken = list(_planned(slots).filter(room_key__in=keys)) if keys else []
    if not taken:
        return
    classes = with_owner(TrainingClassPage.objects.filter(pk__in={item.training_class_id for item in taken}))
    owners = dict(classes.values_list("pk", "owning_organization"))
    here = holder.pk if holder else None
    for item in taken:
        if owners.get(item.training_class_id) == here:
            for slot in slots:
                if room_key_of(slot.room) == item.room_key and slot.meets(item.starts_at, item.ends_at):
                    yield _clash("room", item.room, str(item), item), item.training_class_id
                    break


def _instructors(slots: Sequence[Slot]) -> Found:
    people = frozenset[int]().union(*(slot.instructors for slot in slots))
    if not people:
        return
    rows = LiveClassInstructor.objects.filter(
        _within(slots, "live_class__"), instructor_id__in=people, live_class__live=True, live_class__is_cancelled=False
    ).exclude(live_class_id__in={slot.page for slot in slots if slot.page})
    rows = list(rows.select_related("live_class", "instructor").order_by("live_class__starts_at", "pk"))
    paths = {parent_path(row.live_class.path) for row in rows}
    classes = dict(TrainingClassPage.objects.filter(path__in=paths).values_list("path", "pk")) if paths else {}
    for row in rows:
        page = row.live_class
        for slot in slots:
            if row.instructor_id in slot.instructors and slot.meets(page.starts_at, page.ends_at):
                clash = _clash("instructor", row.instructor.full_name, page.title, page)
                yield clash, classes.get(parent_path(page.path))
                break


def _learners(slots: Sequence[Slot], training_class: TrainingClassPage, by: User) -> Found:
    """Count the learners who are in both classes; who runs this one reads the first names as well."""
    inside = Enrollment.objects.filter(training_class=training_class, state=EnrollmentState.ENROLLED)
    others = Enrollment.objects.filter(learner__in=inside.values("learner"), state=EnrollmentState.ENROLLED)
    others = others.exclude(training_class=training_class).order_by()
    counted = others.values_list("training_class").annotate(count=Count("pk"))
    shared: dict[int, int] = dict(counted.values_list("training_class", "count"))
    items = _planned(slots).filter(training_class__in=shared) if shared else ()
    clashing = [item for item in items if any(slot.meets(item.starts_at, item.ends_at) for slot in slots)]
    named = others.filter(training_class__in={item.training_class_id for item in clashing})
    names = _names(named) if clashing and may_run_class(by, training_class) else {}
    for item in clashing:
        count = shared[item.training_class_id]
        who = ngettext("%(count)d learner is in another class", "%(count)d learners are in another class", count)
        who %= {"count": count}
        if first := names.get(item.training_class_id):
            rest = pgettext("more names", "…") if count > len(first) else ""
            said = {"who": who, "names": pgettext("between names", ", ").join(first) + rest}
            who = _("%(who)s (%(names)s)") % said
        yield _clash("learners", who, str(item), item), item.training_class_id


def _names(seats: QuerySet[Enrollment]) -> dict[int, list[str]]:
    """Return the first names of learners by class. One query."""
    found: dict[int, list[str]] = {}
    rows = seats.order_by("learner__full_name", "pk").values_list("training_class_id", "learner__full_name")
    for page, name in rows.iterator():
        some = found.setdefault(page, [])
        if len(some) < NAMED:
            some.append(name)
    return found


def _clash(what: str, who: str, title: str, when: TimetableItem | LiveClassInstructor) -> Clash:
    return Clash(what, who, title, when.starts_at, when.ends_at, ZoneInfo("UTC"))  # type: ignore[union-attr]
