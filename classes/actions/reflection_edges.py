"""The edges between the states of a reflection: who may take them, and what stands in the way.

Each row of ``EDGES`` is one act. A condition answers with the sentence that explains a refusal, or with nothing.

    act      from             to         who                         conditions
    write    draft returned   the same   the author                  inside the class
    submit   draft returned   submitted  the author                  inside the class, long enough
    return   submitted        returned   whoever runs the class      with a comment
    accept   submitted        accepted   whoever runs the class
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.models import Reflection, ReflectionState
from classes.permissions import INSIDE_STATES, may_run_class
from people.models import User
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the reflection."""

    reflection: Reflection
    by: User
    comment: str = ""


def by_author(attempt: Attempt) -> bool:
    """The learner themselves."""
    return attempt.by.is_active and attempt.by.pk == attempt.reflection.enrollment.learner_id


def by_staff(attempt: Attempt) -> bool:
    """Whoever runs the class, but nobody their own."""
    enrollment = attempt.reflection.enrollment
    return attempt.by.pk != enrollment.learner_id and may_run_class(attempt.by, enrollment.training_class)


def is_inside(attempt: Attempt) -> str | None:
    """The author is in the class, now or when it was held."""
    return None if attempt.reflection.enrollment.state in INSIDE_STATES else _("You are not in this class.")


def is_long_enough(attempt: Attempt) -> str | None:
    """It says something, and as much as was asked for."""
    length = length_of(attempt.reflection.body)
    if not length:
        return _("Please write something first.")
    task = attempt.reflection.task
    least = task.min_length if task else 0
    if length >= least:
        return None
    said = ngettext(
        "At least %(least)d character is asked for; you have %(length)d. Your draft is kept.",
        "At least %(least)d characters are asked for; you have %(length)d. Your draft is kept.",
        least,
    )
    return said % {"least": least, "length": length}


def has_comment(attempt: Attempt) -> str | None:
    """Who gets something back is told why."""
    return None if attempt.comment else _("Say what should be revised.")


def length_of(body: str) -> int:
    """Count the characters of a text as schools do: without blanks."""
    return len("".join(body.split()))


EDGES: dict[str, Edge[Attempt, ReflectionState | None]] = {
    "write": Edge.of("draft returned", None, by_author, is_inside),
    "submit": Edge.of("draft returned", ReflectionState.SUBMITTED, by_author, is_inside, is_long_enough),
    "return": Edge.of("submitted", ReflectionState.RETURNED, by_staff, has_comment),
    "accept": Edge.of("submitted", ReflectionState.ACCEPTED, by_staff),
}
