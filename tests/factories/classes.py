"""Makes training classes and enrollments for tests."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from classes.models import (
    ClassGroup,
    Enrollment,
    EnrollmentMode,
    LiveClassInstructor,
    LiveClassPage,
    TimetableItem,
    TrainingClassIndexPage,
    TrainingClassPage,
)
from people.models import Organization, User
from tests.factories.people import make_organization, make_place, make_user

_numbers = count(1)
FIRST_DAY = date(2026, 9, 1)


def make_training_class(
    organization: Organization | None = None, *, index: Page | None = None, title: str | None = None, **fields: Any
) -> TrainingClassPage:
    """Make a training class of ``organization`` (or of a new one), below a class list of its own or ``index``."""
    number = next(_numbers)
    if index is None:
        place = make_place(organization or make_organization())
        index = place.add_child(instance=TrainingClassIndexPage(title="Classes", slug=f"classes-{number}"))
    fields.setdefault("starts_on", FIRST_DAY)
    fields.setdefault("ends_on", fields["starts_on"] + timedelta(days=4))
    page = TrainingClassPage(title=title or f"Class {number}", slug=f"class-{number}", **fields)
    return index.add_child(instance=page)


def make_enrollment(
    training_class: TrainingClassPage, learner: User | None = None, *, group_name: str = "", **fields: Any
) -> Enrollment:
    """Enroll ``learner`` (or a new person), in the group of that name where one is given."""
    if group_name:
        fields["group"], _made = ClassGroup.objects.get_or_create(training_class=training_class, name=group_name)
    return Enrollment.objects.create(training_class=training_class, learner=learner or make_user(), **fields)


def make_open_class(organization: Organization | None = None, **fields: Any) -> TrainingClassPage:
    """Make a class that begins next week and that learners may join themselves."""
    fields.setdefault("starts_on", timezone.localdate() + timedelta(days=7))
    fields.setdefault("audience", "public")
    return make_training_class(organization, enrollment_mode=EnrollmentMode.OPEN, **fields)


def make_live_class(
    training_class: TrainingClassPage,
    *,
    title: str | None = None,
    instructor: User | None = None,
    starts_at: datetime | None = None,
    **fields: Any,
) -> LiveClassPage:
    """Make a live class of two hours below ``training_class``, at nine on its first day if no time is given."""
    number = next(_numbers)
    day = training_class.starts_on
    starts_at = starts_at or datetime(day.year, day.month, day.day, 9, tzinfo=training_class.zone)
    fields.setdefault("ends_at", starts_at + timedelta(hours=2))
    page = LiveClassPage(title=title or f"Session {number}", slug=f"session-{number}", starts_at=starts_at, **fields)
    if instructor is not None:
        page.instructors = [LiveClassInstructor(instructor=instructor)]
    return TrainingClassPage.objects.get(pk=training_class.pk).add_child(instance=page)


def make_timetable_item(
    training_class: TrainingClassPage, *, starts_at: datetime | None = None, page: Page | None = None, **fields: Any
) -> TimetableItem:
    """Put an item of an hour on the timetable, at nine on the first day if no time is given."""
    day = training_class.starts_on
    starts_at = starts_at or datetime(day.year, day.month, day.day, 9, tzinfo=training_class.zone)
    fields.setdefault("ends_at", starts_at + timedelta(hours=1))
    fields.setdefault("title", "" if page else f"Item {next(_numbers)}")
    return TimetableItem.objects.create(training_class=training_class, starts_at=starts_at, page=page, **fields)
