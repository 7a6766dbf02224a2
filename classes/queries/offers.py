"""Seats that wait for somebody's answer."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from classes.models import Enrollment, EnrollmentState
from people.models import User


def offers_for(user: User) -> QuerySet[Enrollment]:
    """Return the seats offered to ``user`` that can still be taken, the most urgent first, with their classes."""
    return standing_offers(learner=user.pk, now=timezone.now())


def standing_offers(learner: int, now: datetime.datetime) -> QuerySet[Enrollment]:
    """Return the seats offered to the learner with this key that can be taken at ``now``."""
    offers = Enrollment.objects.filter(learner_id=learner, state=EnrollmentState.OFFERED)
    offers = offers.filter(offer_expires_at__gt=now, training_class__live=True)
    return offers.select_related("training_class").order_by("offer_expires_at", "pk")


def place_in_line(enrollment: Enrollment) -> int:
    """Return how many stand in line up to and including ``enrollment``; 1 is the next."""
    queue = Enrollment.objects.filter(
        training_class_id=enrollment.training_class_id, state=EnrollmentState.WAITING, learner__is_active=True
    )
    earlier = queue.filter(state_changed_at__lt=enrollment.state_changed_at)
    same = queue.filter(state_changed_at=enrollment.state_changed_at, pk__lte=enrollment.pk)
    return earlier.count() + same.count()
