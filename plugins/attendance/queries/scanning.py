"""What a scanned or typed code is for; these are asked by a whole hall at once, so they are prepared."""

import datetime
import uuid

from django.db.models import QuerySet
from django.utils import timezone

from classes.models import Enrollment, TimetableItemState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.models import User
from people.published import published_version
from plugins.attendance.models import Roll, RollState


@prepared
def roll_behind(door: str) -> QuerySet[Roll]:
    """The roll with this door, with its class and item."""
    return Roll.objects.filter(door=door).select_related("training_class", "item")[:1]


@prepared
def seat_of(learner: int, training_class: int) -> QuerySet[Enrollment]:
    """The seat of a learner inside a class."""
    return Enrollment.objects.filter(learner_id=learner, training_class_id=training_class, state__in=INSIDE_STATES)[:1]


def organization_id_of(training_class: TrainingClassPage) -> uuid.UUID | None:
    """Return the public id of the organization that holds the class, asked only after something was published."""

    def ask() -> uuid.UUID | None:
        return training_class.organization.public_id if training_class.organization else None

    name = ("attendance.organization", training_class.pk, published_version())
    found: uuid.UUID | None = kept_value(name, ask)
    return found


def classes_of(learner: User) -> QuerySet[TrainingClassPage]:
    """Return the classes in which somebody learns that were not over yesterday."""
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    seats = Enrollment.objects.filter(learner=learner, state__in=INSIDE_STATES)
    return TrainingClassPage.objects.filter(pk__in=seats.values("training_class"), ends_on__gte=yesterday)


def open_rolls_of(learner: User, now: datetime.datetime) -> QuerySet[Roll]:
    """Return the rolls in which ``learner`` could sign in or out now."""
    return rolls_around(learner, now, now).exclude(state=RollState.CLOSED)


def rolls_around(learner: User, since: datetime.datetime, until: datetime.datetime) -> QuerySet[Roll]:
    """Return the rolls of a learner's classes whose time of signing in touches this one, closed or not."""
    rows = Roll.objects.filter(
        training_class__enrollments__learner=learner,
        training_class__enrollments__state__in=INSIDE_STATES,
        opens_at__lte=until,
        closes_at__gte=since,
    )
    return rows.exclude(item__state=TimetableItemState.CANCELLED).select_related("training_class", "item")
