"""Taking over what others saw: each sighting once, however often it is reported."""

import datetime
import uuid
from collections.abc import Iterable

from django.utils import timezone

from classes.models import Enrollment
from classes.permissions import INSIDE_STATES, is_closed
from plugins.attendance.models import Mark, Roll, Says, Source
from schoolhouse.attendance import Sighting
from schoolhouse.extension_points import attendance_sources
from schoolhouse.faults import shielded

_KEYS = uuid.UUID("5f4f0e52-2f0f-4f0d-9d1c-6d0d4b8f4a77")
_SOURCES = {"hall": Source.SIGHTING, "online": Source.ONLINE, "point": Source.POINT}


def ask_sources(*, roll: Roll) -> int:
    """Ask every source whom it saw; return how many marks are new. The software's own act.

    While it is going on, only comings are written down: who leaves a room may come back. Asked at the end, or later,
    each source tells everything once more, with when people left. Where one fails it is asked again the next time.
    Once the class is closed nobody is asked.
    """
    if is_closed(roll.training_class):
        return 0
    now = timezone.now()
    is_last = now >= roll.ends_at
    since = roll.opens_at if is_last or roll.sources_asked_at is None else roll.sources_asked_at
    written, failed = 0, False
    for extension in attendance_sources.active(roll.training_class):
        seen: list[Sighting] | None = None
        with shielded(extension.plugin, "attendance_sources"):
            seen = list(extension.value.seen(roll.item, since))
        if seen is None:
            failed = True
            continue
        written += _write(roll, extension.name, seen, with_ends=is_last)
    if not failed:
        Roll.objects.filter(pk=roll.pk).update(sources_asked_at=now)
    return written


def _write(roll: Roll, source: str, seen: Iterable[Sighting], *, with_ends: bool) -> int:
    """Write the marks that are new. Two queries and an insert, however many were seen."""
    rows = Enrollment.objects.filter(training_class=roll.training_class_id, state__in=INSIDE_STATES)
    enrollments = dict(rows.values_list("learner__public_id", "pk"))
    marks = {}
    for one in seen:
        if one.learner not in enrollments:
            continue
        for says, at in ((Says.IN, one.starts_at), (Says.OUT, one.ends_at))[: 2 if with_ends else 1]:
            mark = _mark(roll, enrollments[one.learner], source, one, says=says, at=at)
            marks[mark.client_key] = mark
    known = Mark.objects.filter(client_key__in=list(marks)).values_list("client_key", flat=True)
    new = [mark for key, mark in marks.items() if key not in set(known)]
    Mark.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)


def _mark(roll: Roll, enrollment: int, source: str, one: Sighting, *, says: Says, at: datetime.datetime) -> Mark:
    began = one.starts_at.astimezone(datetime.UTC).isoformat()
    return Mark(
        roll=roll,
        enrollment_id=enrollment,
        says=says,
        at=at,
        source=_SOURCES[one.mode],
        evidence=one.evidence[:200],
        client_key=uuid.uuid5(_KEYS, f"{roll.pk}:{source}:{one.learner}:{began}:{says}"),
    )
