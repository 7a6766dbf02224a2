"""Notices to a class: what somebody has not read yet, and who has read what."""

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from classes.models import ClassNotice, Enrollment, NoticeRead, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation.prepared import prepared
from people.models import User

SHOWN = 3
"""So many unread notices stand on the class's page itself."""


def standing() -> QuerySet[ClassNotice]:
    """Notices that were not withdrawn."""
    return ClassNotice.objects.filter(withdrawn_at__isnull=True)


def notices_of(training_class: TrainingClassPage, reader: User, *, with_withdrawn: bool = False) -> QuerySet[Any]:
    """Return the notices of a class, the latest first, each with ``is_read`` by ``reader`` and its author."""
    rows = training_class.notices.all() if with_withdrawn else training_class.notices.filter(withdrawn_at__isnull=True)
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), reader=reader)
    return rows.select_related("author").annotate(is_read=Exists(read)).order_by("-published_at", "-pk")


def with_readers(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add to each notice how many learners inside its class have read it, as ``readers``."""
    read = NoticeRead.objects.filter(
        notice=OuterRef("pk"),
        reader__enrollments__training_class=OuterRef("training_class"),
        reader__enrollments__state__in=INSIDE_STATES,
    )
    count = read.order_by().values("notice").annotate(count=Count("pk")).values("count")
    return rows.annotate(readers=Coalesce(Subquery(count, IntegerField()), 0))


def readers_of(notice: ClassNotice) -> QuerySet[Any]:
    """Return those inside the class of a notice with ``read_at``: who has not read it first, then by name."""
    read = NoticeRead.objects.filter(notice=notice, reader=OuterRef("learner")).values("at")[:1]
    seats = Enrollment.objects.filter(training_class_id=notice.training_class_id, state__in=INSIDE_STATES)
    rows = seats.select_related("learner", "organization", "group").annotate(read_at=Subquery(read))
    return rows.order_by(F("read_at").desc(nulls_first=True), "learner__full_name", "pk")


def unread_count() -> Subquery:
    """How many notices of its class the learner of the outer query's enrollment has not read; ``None`` for none."""
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), reader=OuterRef(OuterRef("learner")))
    rows = standing().filter(~Exists(read), training_class=OuterRef("training_class")).order_by()
    return Subquery(rows.values("training_class").annotate(count=Count("pk")).values("count"), IntegerField())


@prepared
def unread_in(training_class: int, reader: int) -> QuerySet[ClassNotice, Any]:
    """Public id and title of the latest notices of a class that somebody has not read."""
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), reader_id=reader)
    rows = standing().filter(~Exists(read), training_class_id=training_class)
    return rows.order_by("-published_at", "-pk").values_list("public_id", "title")[:SHOWN]
