"""What is missing in a class that is about to be closed: the room's own checks, and all that others register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classes.models import EnrollmentState, LiveClassPage, TrainingClassPage
from classes.queries.reflections import handed_in
from schoolhouse.closing import ClosingCheck, Gap
from schoolhouse.extension_points import Extension, closing_checks
from schoolhouse.faults import shielded

QUEUE_STATES = (EnrollmentState.WAITING, EnrollmentState.OFFERED)
"""States of learners who have no seat and may still hope for one."""


@dataclass(frozen=True)
class FoundGap:
    """Something that is missing, with the name of the check that found it. ``count`` is 0 where nobody could look."""

    check: str
    text: str
    count: int
    url: str = ""


def gaps_of(training_class: TrainingClassPage) -> list[FoundGap]:
    """Ask every check that is switched on for the class. One that fails is itself something that is missing."""
    return [gap for extension in closing_checks.active(training_class) for gap in _asked(extension, training_class)]


def _asked(extension: Extension[ClosingCheck], training_class: TrainingClassPage) -> list[FoundGap]:
    with shielded(extension.plugin, closing_checks.name):
        return [
            FoundGap(extension.name, str(gap.text), gap.count, gap.url)
            for gap in extension.value.missing(training_class)
        ]
    said = _("“%(check)s” could not be looked at.") % {"check": extension.value.label}
    return [FoundGap(extension.name, said, 0)]


def waiting_learners(page: Any) -> Sequence[Gap]:
    """Count those who still wait for a seat, or for whom one is kept."""
    waiting = page.enrollments.filter(state__in=QUEUE_STATES).count()
    return _gap(_("learners who still wait for a seat"), waiting, reverse("classes:roster", args=[page.public_id]))


def unfinished_live_classes(page: Any) -> Sequence[Gap]:
    """Count the published live classes that are still to come or going on."""
    ahead = LiveClassPage.objects.live().child_of(page).filter(ends_at__gt=timezone.now()).count()
    return _gap(_("live classes that are not over yet"), ahead, page.get_url() or "")


def unread_reflections(page: Any) -> Sequence[Gap]:
    """Count the reflections that nobody has read."""
    unread = handed_in(page).filter(is_unread=True).count()
    address = reverse("classes:reflection_desk", args=[page.public_id])
    return _gap(_("reflections that nobody has read"), unread, address)


def _gap(text: str, count: int, url: str) -> list[Gap]:
    return [Gap(text, count, url)] if count else []


def register_checks() -> None:
    """Register the room's own checks; called once, when it is ready."""
    own = (
        ("classes.waiting", gettext_lazy("Waiting list"), waiting_learners),
        ("classes.live_classes", gettext_lazy("Live classes"), unfinished_live_classes),
        ("classes.reflections", gettext_lazy("Reflections"), unread_reflections),
    )
    for order, (name, label, missing) in enumerate(own, start=-len(own)):
        closing_checks.register("classes", name, ClosingCheck(label, missing), order=order)
