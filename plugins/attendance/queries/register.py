"""The register of a class: everybody's states, and what they come to."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page

from classes.models import Enrollment, TrainingClassPage
from plugins.attendance.models import Roll
from plugins.attendance.queries.rolls import Row, learners_of, rolls_of, standings
from schoolhouse.attendance import AttendanceState as State

COLUMNS = [
    (pgettext_lazy("person", "Name"), 14),
    (gettext_lazy("Organization"), 24),
    (gettext_lazy("Group"), 10),
    (pgettext_lazy("attendance", "Date"), 12),
    (pgettext_lazy("attendance", "Session"), 30),
    (gettext_lazy("State"), 12),
    (pgettext_lazy("attendance", "Came"), 8),
    (pgettext_lazy("attendance", "Left"), 8),
    (gettext_lazy("Minutes attended"), 10),
    (gettext_lazy("Minutes required"), 10),
]


@dataclass(frozen=True)
class Line:
    """One learner of the register: the rows of every roll, in their order, and what they come to."""

    enrollment: Enrollment
    rows: list[Row]

    @property
    def there(self) -> int:
        """At how many they were."""
        return sum(row.standing.is_there for row in self.rows)

    @property
    def states(self) -> Counter[str]:
        """How many of each state."""
        return Counter(str(row.standing.state) for row in self.rows)


def begun_rolls(training_class: TrainingClassPage) -> list[Roll]:
    """Return the rolls of what has begun, in its order."""
    return list(rolls_of(training_class).filter(starts_at__lte=timezone.now()))


def register_of(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> list[Line]:
    """Return a line for each of ``enrollments``. Queries do not grow with them."""
    rolls = begun_rolls(training_class)
    found = standings(training_class, rolls, enrollments)
    return [Line(one, [found[roll.pk, one.pk] for roll in rolls]) for one in enrollments]


def own_rows(enrollment: Enrollment) -> list[Row]:
    """Return how one learner stands to every roll that has begun, the latest first."""
    (line,) = register_of(enrollment.training_class, [enrollment])
    return list(reversed(line.rows))


def column(page: Page, enrollments: Sequence[Enrollment]) -> Mapping[int, str]:
    """Say for each learner at how many of the rolls they were, and how many nobody verified."""
    said = {}
    for line in register_of(page, enrollments):
        if line.rows:
            text = _("%(there)d of %(all)d") % {"there": line.there, "all": len(line.rows)}
            unverified = line.states[State.UNVERIFIED]
            if unverified:
                text = _("%(text)s, %(count)d unverified") % {"text": text, "count": unverified}
            said[line.enrollment.pk] = text
    return said


def rows(page: Page, user: AbstractBaseUser) -> Iterator[Sequence[Any]]:
    """Give a row for each learner and roll, times as they are where the class is held."""
    zone = page.zone
    for line in register_of(page, list(learners_of(page))):
        enrollment = line.enrollment
        organization = enrollment.organization.name if enrollment.organization else ""
        for row in line.rows:
            came, left = row.standing.signed_in, row.standing.signed_out
            yield (
                enrollment.learner.full_name,
                organization,
                enrollment.group_name,
                row.roll.starts_at.astimezone(zone).date(),
                str(row.roll),
                str(row.standing.state.label),
                came.at.astimezone(zone).strftime("%H:%M") if came else "",
                left.at.astimezone(zone).strftime("%H:%M") if left else "",
                row.standing.minutes,
                row.roll.required_minutes,
            )
