"""Makes training classes and enrollments for tests."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from wagtail.models import Page

from classes.models import Enrollment, TrainingClassIndexPage, TrainingClassPage
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


def make_enrollment(training_class: TrainingClassPage, learner: User | None = None, **fields: Any) -> Enrollment:
    """Enroll ``learner`` (or a new person)."""
    return Enrollment.objects.create(training_class=training_class, learner=learner or make_user(), **fields)
