"""Letting the ledger say what attendance, hours, lessons, quick checks and feedback say by now.

Nothing is added up by events: they only say that something may have changed. Then what each thing is worth is worked
out anew and the difference is entered. So nothing counts twice, however often and in whatever order it is called, and a
corrected roll mends itself.
"""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES, is_closed
from evaluations.actions.points import award_by_rule
from evaluations.actions.points.ledger import hold_seats
from evaluations.models import PointEntry
from people.models import User
from plugins.study_points.rules import LABEL, RULES, Earned, Rule
from schoolhouse.activation import cleaned_settings, is_active


@transaction.atomic
def settle(training_class: TrainingClassPage) -> int:
    """Enter what is missing in a class, and take off what no longer holds; return how many entries were made.

    A closed class, and one in which the plugin is off, stays as it is.
    """
    if not is_active(LABEL, training_class):
        return 0
    seats = [seat for seat in hold_seats(training_class) if seat.state in INSIDE_STATES]
    if not seats or is_closed(training_class):
        return 0
    people, made = User.objects.in_bulk([seat.learner_id for seat in seats]), 0
    with override(training_class.locale.language_code):
        for rule in RULES:
            earned = rule.earned(training_class, seats, cleaned_settings(LABEL, training_class))
            if earned is not None:
                made += _enter(rule, training_class, earned, people)
    return made


def _enter(rule: Rule, training_class: TrainingClassPage, earned: list[Earned], people: dict[int, User]) -> int:
    has: defaultdict[str, Decimal] = defaultdict(Decimal)
    counts: defaultdict[str, int] = defaultdict(int)
    learners: dict[str, int] = {}
    rows = PointEntry.objects.filter(source=rule.source, training_class=training_class)
    for key, learner, points in rows.values_list("source_key", "learner_id", "points"):
        name = str(key).rpartition("/")[0]
        has[name] += points
        counts[name] += 1
        learners[name] = learner
    wanted = {_name(training_class, people[one.learner], one.thing): one for one in earned}
    made = 0
    for name in sorted(wanted.keys() | has.keys()):
        one = wanted.get(name)
        points = (one.points if one is not None else Decimal(0)) - has[name]
        person = people.get(one.learner if one is not None else learners[name])
        if not points or person is None:
            continue
        again = gettext("Corrected: what it rests on has changed.")
        award_by_rule(
            learner=person,
            training_class=training_class,
            points=points,
            reason=one.reason if one is not None else again,
            source=rule.source,
            source_key=f"{name}/{counts[name]}",
            occurred_at=one.at if one is not None else timezone.now(),
        )
        made += 1
    return made


def _name(training_class: TrainingClassPage, learner: User, thing: str) -> str:
    return f"{training_class.pk}/{learner.public_id}/{thing}"
