"""Recognitions as pages show them. Nobody reads whom a ballot names but who cast it."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from classes.models import Enrollment, LiveClassInstructor, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation import stamps
from foundation.fragments import kept_value
from foundation.prepared import prepared
from foundation.trees import paths_to
from people.models import RoleAssignment, User
from people.roles import STAFF_ROLES, Role
from plugins.recognitions.models import (
    Ballot,
    BallotChoice,
    Juror,
    Means,
    Recognition,
    RecognitionResult,
    RecognitionState,
)

STAMP = "recognitions"
"""Renewed by every act but a ballot."""
stamps.fetch_always(STAMP)
_COLLEAGUES = STAFF_ROLES - {Role.COORDINATOR}


@dataclass(frozen=True)
class Shown:
    """What the page of a class says: how many recognitions are open to a vote of its learners, and were awarded."""

    to_vote: int
    awarded: int


@dataclass(frozen=True)
class Kept:
    """What pages that everybody opens need to know: what classes show, by their keys, and if any ballots are open."""

    classes: Mapping[int, Shown]
    any_open: bool


def kept() -> Kept:
    """Return what is kept in this process. No query while nothing has changed."""
    return kept_value(("recognitions.kept", stamps.current(STAMP)[STAMP]), _read)  # type: ignore[no-any-return]


def _read() -> Kept:
    states = (RecognitionState.OPEN, RecognitionState.AWARDED)
    rows = Recognition.objects.filter(state__in=states).order_by().values_list("training_class", "state", "means")
    to_vote, awarded, any_open = Counter[int](), Counter[int](), False
    for page, state, means in rows:
        any_open |= state == RecognitionState.OPEN
        if state == RecognitionState.AWARDED:
            awarded[page] += 1
        elif means == Means.VOTE:
            to_vote[page] += 1
    return Kept({page: Shown(to_vote[page], awarded[page]) for page in to_vote | awarded}, any_open)


def in_class(training_class: TrainingClassPage) -> QuerySet[Recognition]:
    """Return all recognitions of a class with how many ballots are in, and who was recognized. Two queries."""
    rows = Recognition.objects.filter(training_class=training_class).select_related("training_class", "component")
    return rows.annotate(ballot_count=Count("ballots")).prefetch_related(_laureates())


def for_learners(training_class: TrainingClassPage) -> QuerySet[Recognition]:
    """Return what learners of a class read: where they have a ballot, and what was awarded. Two queries."""
    voting = Q(state=RecognitionState.OPEN, means=Means.VOTE)
    rows = Recognition.objects.filter(voting | Q(state=RecognitionState.AWARDED), training_class=training_class)
    return rows.select_related("training_class").prefetch_related(_laureates())


def _laureates() -> Prefetch[str]:
    rows = RecognitionResult.objects.filter(is_awarded=True).select_related("enrollment__learner")
    return Prefetch("results", rows, to_attr="laureates")


def waiting_for(user: User) -> list[Recognition]:
    """Return the first five of ``waiting_rows``, with their classes, in one query."""
    return first_waiting.all(voter=user.pk)


def waiting_rows(voter: int) -> QuerySet[Recognition]:
    """Return where somebody has a ballot that is not cast yet, as a learner or in a jury."""
    seats = Enrollment.objects.filter(learner_id=voter, training_class=OuterRef("training_class"))
    named = Juror.objects.filter(recognition=OuterRef("pk"), person_id=voter)
    cast = Ballot.objects.filter(recognition=OuterRef("pk"), voter_id=voter)
    mine = Q(Exists(seats.filter(state__in=INSIDE_STATES)), means=Means.VOTE) | Q(Exists(named), means=Means.JURY)
    return Recognition.objects.filter(mine, ~Exists(cast), state=RecognitionState.OPEN).order_by("pk")


@prepared
def first_waiting(voter: int) -> QuerySet[Recognition]:
    """The first of them: every dashboard asks, while ballots are open anywhere."""
    return waiting_rows(voter).select_related("training_class")[:5]


def candidates_for(recognition: Recognition, voter: User | None = None) -> QuerySet[Enrollment]:
    """Return everybody inside the class; ``voter`` may not choose themselves."""
    seats = recognition.training_class.enrollments.filter(state__in=INSIDE_STATES)
    if voter is not None:
        seats = seats.exclude(learner=voter)
    return seats.select_related("learner", "group").order_by("learner__full_name", "pk")


def chosen_by(recognition: Recognition, voter: User) -> set[uuid.UUID]:
    """Return whom ``voter`` has chosen; for nobody else."""
    rows = BallotChoice.objects.filter(ballot__recognition=recognition, ballot__voter=voter)
    return set(rows.values_list("enrollment__public_id", flat=True))


def possible_jurors(training_class: TrainingClassPage) -> QuerySet[User]:
    """Return who may be in a jury: learners inside, teachers of the class, and colleagues of its organization."""
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES)
    teaching = LiveClassInstructor.objects.filter(live_class__path__startswith=training_class.path)
    allowed = Q(pk__in=seats.values("learner")) | Q(pk__in=teaching.values("instructor"))
    allowed |= Q(pk=training_class.class_teacher_id)
    if (organization := training_class.organization) is not None:
        near = Q(organization__path__in=paths_to(organization.path))
        held = RoleAssignment.objects.filter(near, role__in=_COLLEAGUES)
        allowed |= Q(pk__in=held.values("user_id"))
    return User.objects.filter(allowed, is_active=True).order_by("full_name", "pk")
