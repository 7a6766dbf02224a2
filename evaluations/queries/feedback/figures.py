"""Figures of feedback: a mean of so many levels, how far it may be from chance alone, and how the levels spread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import number_format

from classes.models import LiveClassInstructor, TrainingClassPage
from evaluations.models import FeedbackFormVersion, FeedbackSurvey, QuestionTally, SurveyTally
from evaluations.queries.feedback.means import margin_of
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS, OF, SurveySummary
from evaluations.queries.survey import surveys_of_instructor
from people.models import User

COMPARED_FROM = 3
"""The school's mean is shown where it is of so many surveys, and people, beside those that its reader knows."""


class Unit(NamedTuple):
    """One row of ``SurveyTally`` as figures read it; ``levels`` is how often each of five was given."""

    survey: int
    about: int | None
    people: int
    given: int
    levels: tuple[int, ...]
    total: float
    squares: float


UNIT_FIELDS = ("survey", "instructor", "people", "given", *(f"level_{one}" for one in range(1, OF + 1)))
UNIT_SUMS = ("total", "squares")


def unit_of(row: tuple[Any, ...]) -> Unit:
    """Make a unit of the values of ``UNIT_FIELDS`` and ``UNIT_SUMS``."""
    survey, about, people, given, *levels, total, squares = row
    return Unit(survey, about, people, given, tuple(levels), float(total), float(squares))


@dataclass
class Figure:
    """What units say together. They are added in the order of their surveys.

    ``people`` is how many forms it is of: of one survey those that most answered, as one form is about several.
    """

    surveys: int = 0
    people: int = 0
    given: int = 0
    levels: list[int] = field(default_factory=lambda: [0] * OF)
    total: float = 0.0
    squares: float = 0.0
    _last: int | None = None
    _last_people: int = 0

    def add(self, unit: Unit) -> None:
        """Add one more unit."""
        if unit.survey != self._last:
            self._last, self._last_people = unit.survey, 0
            self.surveys += 1
        self.people += max(0, unit.people - self._last_people)
        self._last_people = max(self._last_people, unit.people)
        self.given += unit.given
        self.levels = [mine + more for mine, more in zip(self.levels, unit.levels, strict=True)]
        self.total += unit.total
        self.squares += unit.squares

    @property
    def is_shown(self) -> bool:
        """Whether enough have answered."""
        return self.people >= MINIMUM_ANSWERS and self.given > 0

    @property
    def mean(self) -> float | None:
        """The mean level as of five, or ``None`` where too few have answered."""
        return self.total / self.given if self.is_shown else None

    @property
    def margin(self) -> float | None:
        """How far to each side the 95 % interval of the mean goes.

        Answers of one form are not independent of each other, so it counts forms and not answers.
        """
        if self.mean is None:
            return None
        return margin_of(self.mean, self.squares / self.given, self.people)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of the 95 % interval, within 1 and 5."""
        if self.mean is None or self.margin is None:
            return None
        return max(1.0, self.mean - self.margin), min(float(OF), self.mean + self.margin)

    @property
    def words(self) -> str:
        """The mean with two places and its interval, as it is written."""
        if self.interval is None or self.mean is None:
            return "–"
        low, high = (number_format(round(bound, 2), 2) for bound in self.interval)
        return f"{number_format(round(self.mean, 2), 2)} ({low} – {high})"

    @property
    def shares(self) -> list[int]:
        """How many of a hundred gave each level."""
        return [round(100 * count / self.given) if self.given else 0 for count in self.levels]


def figure_of(units: Iterable[Unit]) -> Figure:
    """Add up units."""
    figure = Figure()
    for unit in units:
        figure.add(unit)
    return figure


def figure_for(tallies: "QuerySet[SurveyTally]") -> Figure:
    """Add up some tallies. One query."""
    rows = tallies.order_by("survey", "pk").values_list(*UNIT_FIELDS, *UNIT_SUMS)
    return figure_of(map(unit_of, rows))


def tallies_of_instructor(user: User) -> "QuerySet[SurveyTally]":
    """Tallies of what was said about ``user`` and the live classes that ``user`` instructs in, not of colleagues."""
    own = surveys_of_instructor(user).order_by().values("pk")
    return SurveyTally.objects.filter(Q(instructor=None) | Q(instructor=user.pk), survey__in=own)


def tallies_of_class(training_class: TrainingClassPage) -> "QuerySet[SurveyTally]":
    """Tallies of all that the learners of a class were asked."""
    return SurveyTally.objects.filter(survey__training_class=training_class)


def school_mean(own: "QuerySet[SurveyTally]", when: Q | None = None) -> float | None:
    """Return the mean of the whole school, of surveys that meet ``when``, beside ``own``, which the reader knows.

    ``None`` where the others are so few that they could be told from it. Four queries at most.
    """
    rows = SurveyTally.objects.filter(when or Q())
    if not _are_many(rows.exclude(pk__in=own.order_by().values("pk"))):
        return None
    found = rows.aggregate(total=Sum("total"), given=Sum("given"))
    return float(found["total"]) / found["given"] if found["given"] else None


def _are_many(others: "QuerySet[SurveyTally]") -> bool:
    """Say whether nobody can be told from what is added up of ``others``; where there are none, nothing is added."""
    others = others.order_by()
    surveys = others.aggregate(n=Count("survey", distinct=True))["n"]
    if surveys < COMPARED_FROM:
        return bool(surveys == 0)
    people = {person for pair in others.values_list("instructor", "survey__instructor").distinct() for person in pair}
    lectures = LiveClassInstructor.objects.filter(live_class__in=others.values("survey__page")).order_by()
    people |= set(lectures.values_list("instructor", flat=True).distinct())
    return len(people - {None}) >= COMPARED_FROM


def school_means_of(keys: Iterable[str], survey: FeedbackSurvey) -> dict[str, float]:
    """Return the school's mean of each question of a form, by key, beside ``survey``. Two queries.

    Only of what was asked in the same words and on the same scale, in whichever form or version, and only where it is
    of enough surveys of other classes: what one class said of several people is soon told apart.
    """
    rows = QuestionTally.objects.filter(question__key__in=list(keys), question__levels__gt=1, part="")
    counted = rows.filter(given__gte=MINIMUM_ANSWERS).order_by().values("question__key", "question__version")
    near = Q(survey=survey.pk) | Q(
        survey__training_class=survey.training_class_id, survey__training_class__isnull=False
    )
    others = Count("survey", distinct=True, filter=~near)
    sums = list(counted.annotate(sum=Sum("total"), n=Sum("given"), others=others))
    asked = meanings_of({row["question__version"] for row in sums} | {survey.version_id})
    found: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in sums:
        key = row["question__key"]
        if asked[row["question__version"]].get(key) == asked[survey.version_id].get(key):
            for at, number in enumerate((row["sum"], row["n"], row["others"])):
                found[key][at] += float(number)
    return {key: total / given for key, (total, given, surveys) in found.items() if surveys >= COMPARED_FROM}


def meanings_of(versions: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what each question of versions of forms asks and on which scale, by key. One query."""
    rows = FeedbackFormVersion.objects.filter(pk__in=versions).values_list("pk", "content")
    return {
        pk: {
            question["key"]: (question["kind"], question["text"], question["settings"])
            for section in content.get("sections", ())
            for question in section["questions"]
        }
        for pk, content in rows
    }


def compare(summary: SurveySummary) -> None:
    """Put the school's mean beside each question of a summary. Two queries at most."""
    rows = [row for row in summary.questions if row.mean is not None]
    means = school_means_of({row.asked.question.key for row in rows}, summary.survey) if rows else {}
    for row in rows:
        mean = means.get(row.asked.question.key)
        row.school = None if mean is None else 1 + (mean - 1) * (row.levels - 1) / (OF - 1)
