"""Preparing recognitions, opening ballots, counting and awarding. What may follow on what is in ``edges``."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from evaluations.models import SchemeComponent
from foundation import stamps
from people.models import User
from plugins.recognitions import events
from plugins.recognitions.actions.edges import EDGES, Attempt
from plugins.recognitions.models import (
    BallotChoice,
    Juror,
    Means,
    Recognition,
    RecognitionResult,
    RecognitionState,
    RecognitionStep,
)
from plugins.recognitions.queries.counting import figures_by_ballots, figures_by_points
from plugins.recognitions.queries.recognitions import STAMP, possible_jurors
from schoolhouse.events import Event
from schoolhouse.refusals import Refusal

MOST = 40
"""Recognitions of a class."""
LONGEST_REASON = 250


@transaction.atomic
def write_recognition(
    *,
    training_class: TrainingClassPage,
    title: str,
    means: str,
    places: int,
    by: User,
    description: str = "",
    component: SchemeComponent | None = None,
    jurors: Sequence[User] = (),
    recognition: Recognition | None = None,
) -> Recognition:
    """Prepare a recognition, or change one that is being prepared. Raises ``Refusal``."""
    # Only one at a time is written for a class, so that titles and their number hold.
    training_class = TrainingClassPage.objects.select_for_update(of=("self",), no_key=True).get(pk=training_class.pk)
    others = Recognition.objects.filter(training_class=training_class).exclude(state=RecognitionState.CALLED_OFF)
    if recognition is None:
        recognition = Recognition(training_class=training_class)
        if others.count() >= MOST:
            raise Refusal(_("So many recognitions are enough for a class."), code="too_many")
    else:
        recognition = _locked(recognition)
    _check("change", Attempt(recognition, by))
    if others.filter(title=title).exclude(pk=recognition.pk).exists():
        raise Refusal(_("The class has a recognition of this title already."), code="title", status=400)
    recognition.title, recognition.description = title, description
    recognition.means, recognition.places = means, places
    recognition.component = component if means == Means.RULE else None
    recognition.save()
    _name_jurors(recognition, jurors if means == Means.JURY else ())
    stamps.bump(STAMP)
    return recognition


def open_ballots(*, recognition: Recognition, by: User) -> Recognition:
    """Let the learners, or the jury, choose. Raises ``Refusal``."""
    return _take("open", recognition, by, tells=events.opened)


@transaction.atomic
def count(*, recognition: Recognition, by: User) -> Recognition:
    """Write down who stands where, and forget who chose whom. Raises ``Refusal``."""
    taken = _take("count", recognition, by)
    found = figures_by_points(taken) if taken.means == Means.RULE else figures_by_ballots(taken)
    results: list[RecognitionResult] = []
    for number, (seat, figure) in enumerate(found, start=1):
        place = results[-1].place if results and results[-1].figure == figure else number
        results.append(RecognitionResult(recognition=taken, enrollment_id=seat, figure=Decimal(figure), place=place))
    RecognitionResult.objects.bulk_create(results)
    BallotChoice.objects.filter(ballot__recognition=taken).delete()
    return taken


@transaction.atomic
def award(*, recognition: Recognition, enrollments: Sequence[uuid.UUID], by: User) -> Recognition:
    """Recognize these learners, by the public ids of their enrollments. Raises ``Refusal``."""
    recognition = _locked(recognition)
    chosen = list(recognition.results.filter(enrollment__public_id__in=list(enrollments)))
    taken = _take("award", recognition, by, chosen=chosen, tells=events.awarded)
    taken.results.filter(pk__in=[one.pk for one in chosen]).update(is_awarded=True)
    return taken


@transaction.atomic
def take_back(*, recognition: Recognition, by: User, reason: str) -> Recognition:
    """Take an award back, to choose anew among those who were counted. Raises ``Refusal``."""
    taken = _take("take_back", recognition, by, reason=reason)
    taken.results.update(is_awarded=False)
    return taken


@transaction.atomic
def call_off(*, recognition: Recognition, by: User, reason: str) -> Recognition:
    """End a recognition without an award, and forget who chose whom. Raises ``Refusal``."""
    taken = _take("call_off", recognition, by, reason=reason)
    BallotChoice.objects.filter(ballot__recognition=taken).delete()
    return taken


def _name_jurors(recognition: Recognition, jurors: Sequence[User]) -> None:
    known = {one.pk for one in possible_jurors(recognition.training_class)}
    if any(one.pk not in known for one in jurors):
        raise Refusal(_("The jury is of people of the class and of its school."), code="juror", status=400)
    recognition.jurors.exclude(person__in=list(jurors)).delete()
    there = set(recognition.jurors.values_list("person_id", flat=True))
    Juror.objects.bulk_create(Juror(recognition=recognition, person=one) for one in jurors if one.pk not in there)


def _locked(recognition: Recognition) -> Recognition:
    rows = Recognition.objects.select_for_update(of=("self",)).select_related("training_class")
    return rows.get(pk=recognition.pk)


def _check(act: str, attempt: Attempt) -> None:
    state = attempt.recognition.state
    EDGES[act].check(
        attempt,
        state=state,
        not_yours=_("You may not do this in this class."),
        wrong_state=_("This cannot be done now: it stands at “%(state)s”.")
        % {"state": attempt.recognition.get_state_display()},
        code="conditions",
    )


@transaction.atomic
def _take(
    act: str,
    recognition: Recognition,
    by: User,
    *,
    reason: str = "",
    chosen: Sequence[RecognitionResult] = (),
    tells: Event | None = None,
) -> Recognition:
    """Follow one edge: lock, check, write, append to the history."""
    recognition = _locked(recognition)
    reason = " ".join(reason.replace("\x00", "").split())[:LONGEST_REASON]
    _check(act, Attempt(recognition, by, reason, chosen))
    before, target = recognition.state, EDGES[act].target
    assert target is not None
    recognition.state = target
    recognition.save(update_fields=["state"])
    RecognitionStep.objects.create(recognition=recognition, from_state=before, to_state=target, by=by, reason=reason)
    stamps.bump(STAMP)
    if tells is not None:
        page = recognition.training_class
        data = {
            "recognition": str(recognition.public_id),
            "training_class": str(page.public_id),
            "by": str(by.public_id),
        }
        tells.send(data=data, organization=page.organization.public_id if page.organization else None)
    return recognition
