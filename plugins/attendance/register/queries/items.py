"""What of a class's timetable people may have been counted at, and at what nobody was recorded."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from classes.models import TimetableItem, TimetableItemKind, TimetableItemState, TrainingClassPage
from classes.queries.timetable import pages_of
from plugins.attendance.register.models import HeadCount

MOST_OFFERED = 200


def begun_items(training_class: TrainingClassPage) -> list[tuple[TimetableItem, str]]:
    """Return what has begun, the latest first, each with its title. Two queries."""
    planned = training_class.timetable_items.filter(state=TimetableItemState.PLANNED, starts_at__lte=timezone.now())
    items = list(planned.order_by("-starts_at", "-pk")[:MOST_OFFERED])
    pages = pages_of(items)
    found = []
    for item in items:
        page = pages.get(item.page_id or 0)
        found.append((item, item.title or (page.title if page else str(item.kind_label))))
    return found


def untaken_items(training_class: TrainingClassPage) -> QuerySet[TimetableItem]:
    """Return what is over and was neither called nor counted; what everybody studies alone needs no roll."""
    over = training_class.timetable_items.filter(state=TimetableItemState.PLANNED, ends_at__lte=timezone.now())
    counted = HeadCount.objects.standing().filter(item=OuterRef("pk"))
    found = over.exclude(kind=TimetableItemKind.SELF_STUDY).filter(~Exists(counted), attendance_rolls=None)
    return found.order_by("starts_at", "pk")
