"""Recognitions in the demo school: stars by points where a class is over, a vote under way where one is held now."""

import random
from datetime import datetime, time, timedelta
from itertools import pairwise

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation import stamps
from people.models import User
from plugins.recognitions.models import (
    Ballot,
    BallotChoice,
    Means,
    Recognition,
    RecognitionResult,
    RecognitionState,
    RecognitionStep,
)
from plugins.recognitions.queries.counting import figures_by_points
from plugins.recognitions.queries.recognitions import STAMP
from schoolhouse.demo import LoadedSchool, draw_uuid

AMOUNT = 110
PLACES = 5
VOTED = 0.6
"""So many learners of a class have cast their ballot."""
TITLES = {
    "zh": (("学习之星", "考勤、学习与测试总分"), ("互助之星", "谁帮助同学最多，由学员推选")),
    "en": (("Star of learning", "By the points of the class"), ("Star of helping", "Who helped others most")),
}


def load(school: LoadedSchool) -> None:
    """Award a title in each class that is over, and let the learners of the class that is held now vote about one."""
    chance, teacher = school.chance("recognitions"), school.accounts["teacher"]
    for page in school.classes:
        language = "zh" if page.locale.language_code.startswith("zh") else "en"
        by_points, by_vote = TITLES[language]
        if page.ends_on < school.now.astimezone(page.zone).date():
            _award(school, chance, page, by_points, page.class_teacher or teacher)
        elif page == school.classes[0]:
            _open(school, chance, page, by_vote, page.class_teacher or teacher)
        school.tick(1)
    stamps.bump(STAMP)


def _prepare(chance: random.Random, page: TrainingClassPage, words: tuple[str, str], means: Means) -> Recognition:
    title, description = words
    return Recognition(
        public_id=draw_uuid(chance),
        training_class=page,
        title=title,
        description=description,
        means=means,
        places=PLACES,
    )


def _award(
    school: LoadedSchool, chance: random.Random, page: TrainingClassPage, words: tuple[str, str], by: User
) -> None:
    one = _prepare(chance, page, words, Means.RULE)
    one.state = RecognitionState.AWARDED
    if not (found := figures_by_points(one)[:PLACES]):
        return
    one.save()
    RecognitionResult.objects.bulk_create(
        RecognitionResult(recognition=one, enrollment_id=seat, figure=figure, place=place, is_awarded=True)
        for place, (seat, figure) in enumerate(found, start=1)
    )
    path = [RecognitionState.DRAFT, RecognitionState.COUNTED, RecognitionState.AWARDED]
    _write_steps(one, path, by, datetime.combine(page.ends_on, time(17), page.zone))


def _open(
    school: LoadedSchool, chance: random.Random, page: TrainingClassPage, words: tuple[str, str], by: User
) -> None:
    """Ballots of some are in; those who sign in to the demo have theirs still to cast."""
    one = _prepare(chance, page, words, Means.VOTE)
    one.state = RecognitionState.OPEN
    one.save()
    _write_steps(one, [RecognitionState.DRAFT, RecognitionState.OPEN], by, school.now - timedelta(hours=3))
    accounts = {person.pk for person in school.accounts.values()}
    seats = list(Enrollment.objects.filter(training_class=page, state__in=INSIDE_STATES).order_by("pk"))
    voters = [seat for seat in seats if seat.learner_id not in accounts and chance.random() < VOTED]
    ballots = Ballot.objects.bulk_create(Ballot(recognition=one, voter_id=seat.learner_id) for seat in voters)
    choices = []
    for ballot, seat in zip(ballots, voters, strict=True):
        others = [other for other in seats if other != seat]
        named = chance.sample(others, min(len(others), chance.randint(1, PLACES)))
        choices += [BallotChoice(ballot=ballot, enrollment=other) for other in named]
    BallotChoice.objects.bulk_create(choices, batch_size=500)


def _write_steps(one: Recognition, path: list[RecognitionState], by: User, at: datetime) -> None:
    """Write the history as it would have been; the moment is the database's own otherwise."""
    steps = [
        RecognitionStep(recognition=one, from_state=before, to_state=after, by=by) for before, after in pairwise(path)
    ]
    RecognitionStep.objects.bulk_create(steps)
    RecognitionStep.objects.filter(recognition=one).update(at=at)
    Recognition.objects.filter(pk=one.pk).update(created_at=at)
