"""A column of the roster and an export."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from bells.models import Bell, Heard

COLUMNS = [(_("what it calls to"), 30), (_("Number"), 8)]


def column(page: Any, enrollments: Sequence[Any]) -> Mapping[int, str]:
    """Count what each learner heard."""
    learners = [enrollment.learner_id for enrollment in enrollments]
    counted = Heard.objects.filter(learner__in=learners).values_list("learner").annotate(Count("pk"))
    found = dict(counted)
    return {enrollment.pk: str(found.get(enrollment.learner_id, 0)) for enrollment in enrollments}


def rows(page: Any, user: Any) -> Iterator[tuple[str, int]]:
    """Give the bells of a class."""
    for number, bell in enumerate(Bell.objects.filter(training_class=page), start=1):
        yield bell.text, number
