"""The edges between the states of a recognition: who may take them, and what stands in the way.

act        from                 to          who              conditions
change     draft                the same    runs the class
open       draft                open        runs the class   ballots at all; a jury of three at least
count      draft open           counted     runs the class   by points, or three ballots at least
award      counted              awarded     runs the class   somebody, no more than places, nobody passed over
take_back  awarded              counted     runs the class   a reason
call_off   draft open counted   called off  runs the class   a reason
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.permissions import may_run_class
from people.models import User
from plugins.recognitions.models import Means, Recognition, RecognitionResult, RecognitionState
from schoolhouse.edges import Edge

FEWEST = 3
"""Of fewer ballots the result says who chose whom."""


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the recognition."""

    recognition: Recognition
    by: User
    reason: str = ""
    chosen: Sequence[RecognitionResult] = ()


def by_who_runs(attempt: Attempt) -> bool:
    """Whoever runs the class."""
    return may_run_class(attempt.by, attempt.recognition.training_class)


def has_ballots(attempt: Attempt) -> str | None:
    """Points need no ballots."""
    return _("By points there is nothing to vote about.") if attempt.recognition.means == Means.RULE else None


def has_jury(attempt: Attempt) -> str | None:
    """A jury is no single person."""
    one = attempt.recognition
    if one.means != Means.JURY or one.jurors.count() >= FEWEST:
        return None
    return _("A jury has %(fewest)d people at least.") % {"fewest": FEWEST}


def is_decided(attempt: Attempt) -> str | None:
    """What so few chose would be known of each."""
    one = attempt.recognition
    if one.means == Means.RULE or one.ballots.count() >= FEWEST:
        return None
    return _("Ballots are counted when there are %(fewest)d at least: of fewer one could tell who chose whom.") % {
        "fewest": FEWEST
    }


def is_somebody(attempt: Attempt) -> str | None:
    """An award is somebody's."""
    return None if attempt.chosen else _("Choose who is recognized.")


def has_places(attempt: Attempt) -> str | None:
    """No more than was said before."""
    places = attempt.recognition.places
    if len(attempt.chosen) <= places:
        return None
    return ngettext("There is %(count)d place.", "There are %(count)d places.", places) % {"count": places}


def passes_nobody_over(attempt: Attempt) -> str | None:
    """Among equals one may choose; nobody who stands before somebody chosen is left out."""
    last = max(one.place for one in attempt.chosen)
    chosen = {one.pk for one in attempt.chosen}
    before = attempt.recognition.results.filter(place__lt=last).exclude(pk__in=chosen)
    passed = before.select_related("enrollment__learner").first()
    if passed is None:
        return None
    return _("%(name)s stands before somebody you chose.") % {"name": passed.enrollment.learner.full_name}


def has_reason(attempt: Attempt) -> str | None:
    """Whoever waited for it is told why."""
    return None if attempt.reason else _("Please say why.")


_S = RecognitionState
EDGES: dict[str, Edge[Attempt, RecognitionState | None]] = {
    "change": Edge.of("draft", None, by_who_runs),
    "open": Edge.of("draft", _S.OPEN, by_who_runs, has_ballots, has_jury),
    "count": Edge.of("draft open", _S.COUNTED, by_who_runs, is_decided),
    "award": Edge.of("counted", _S.AWARDED, by_who_runs, is_somebody, has_places, passes_nobody_over),
    "take_back": Edge.of("awarded", _S.COUNTED, by_who_runs, has_reason),
    "call_off": Edge.of("draft open counted", _S.CALLED_OFF, by_who_runs, has_reason),
}
