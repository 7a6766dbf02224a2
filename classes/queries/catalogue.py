"""Which classes someone may find."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from classes.models import Enrollment, EnrollmentMode, EnrollmentState, TrainingClassPage
from classes.queries.place import settle_owners
from foundation.prepared import prepared
from people.audience import visible_to
from people.models import User
from people.queries.ownership import with_owner

SEAT_STATES = (EnrollmentState.ENROLLED, EnrollmentState.OFFERED, EnrollmentState.COMPLETED)
"""States that hold a seat."""

WHEN = {
    "open": _("Open for enrollment"),
    "now": _("Being held"),
    "coming": _("Coming"),
    "past": _("Held before"),
}
"""The filters of the catalogue, by the word in its address."""


@dataclass(frozen=True)
class CatalogueFilter:
    """What was asked for in the address of the catalogue; values that do not exist are dropped."""

    when: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CatalogueFilter":
        """Read ``?when=`` and ``?q=``."""
        when = query.get("when", "")
        return cls(
            when=when if when in WHEN else "",
            words=query.get("q", "").replace("\x00", "").strip()[:100],
        )


def findable_classes(user: User | AnonymousUser) -> PageQuerySet:
    """Published classes that ``user`` may know of: by their audience, or from the inside as a learner or teacher."""
    published = TrainingClassPage.objects.live()
    if not user.is_authenticated:
        return visible_to(user, published)
    known = Q(pk__in=visible_to(user, published).values("pk"))
    known |= Q(pk__in=Enrollment.objects.filter(learner_id=user.pk).values("training_class_id"))
    return published.filter(known | Q(class_teacher_id=user.pk))


def classes_for(user: User | AnonymousUser, wanted: CatalogueFilter) -> PageQuerySet:
    """Classes that ``user`` may know of and that match ``wanted``: the next first; past ones the latest first."""
    now = timezone.now()
    classes = findable_classes(user).filter(_condition(wanted.when, now))
    if wanted.words:
        found = [row.pk for row in classes.search(wanted.words)[:200]]
        classes = classes.filter(pk__in=found)
    order = ["-ends_on", "-pk"] if wanted.when == "past" else ["starts_on", "pk"]
    return with_owner(classes).order_by(*order)


def _condition(when: str, now: datetime.datetime) -> Q:
    today = timezone.localdate(now)
    conditions = {
        "open": open_for_enrollment(now),
        "now": Q(starts_on__lte=today, ends_on__gte=today),
        "coming": Q(starts_on__gt=today),
        "past": Q(ends_on__lt=today),
    }
    return conditions.get(when, Q(ends_on__gte=today))


def open_for_enrollment(now: datetime.datetime) -> Q:
    """Return the condition that learners may enroll themselves now; whether seats are left is not asked."""
    still = Q(enrollment_closes_at__gt=now) | Q(enrollment_closes_at=None)
    return Q(enrollment_mode=EnrollmentMode.OPEN, ends_on__gte=timezone.localdate(now)) & still


def describe(classes: list[TrainingClassPage], user: User | AnonymousUser) -> None:
    """Give each class what its card shows: ``seats_taken``, ``seats_left`` and ``own_enrollment``.

    Its organization and time zone are filled in as well; ``with_owner`` says whose they are.
    """
    settle_owners(classes)
    keys = [training_class.pk for training_class in classes]
    taken = seats_taken(keys)
    own = {}
    if user.is_authenticated:
        rows = Enrollment.objects.filter(learner_id=user.pk, training_class_id__in=keys)
        own = {row.training_class_id: row for row in rows}
    for training_class in classes:
        training_class.seats_taken = taken.get(training_class.pk, 0)
        training_class.seats_left = max(training_class.seats - training_class.seats_taken, 0)
        training_class.own_enrollment = own.get(training_class.pk)


def seats_taken(keys: list[int]) -> dict[int, int]:
    """Return how many seats are taken in each of these classes."""
    return dict(seats_held.all(keys=list(keys)))


@prepared
def seats_held(keys: list[int]) -> QuerySet[Enrollment, tuple[int, int]]:
    """How many seats are taken in each of the classes with these keys."""
    rows = Enrollment.objects.filter(training_class_id__in=keys, state__in=SEAT_STATES)
    return rows.order_by().values_list("training_class_id").annotate(taken=Count("pk"))
