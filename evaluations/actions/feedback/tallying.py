"""Keeping tallies: counted in the transaction that makes answers readable, compared with them, and made anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, QuerySet

from evaluations.models import FeedbackAnswer, FeedbackQuestion, FeedbackSurvey, QuestionTally, SurveyTally
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS, OF

PLACES = Decimal("0.000001")


class Line(NamedTuple):
    """What one tally is of."""

    question: int
    instructor: int | None
    part: str


Numbers = Counter[int | None]
Counts = Mapping[Line, Numbers]
"""By line how often each number was given; ``None`` is for answers of another kind, such as words."""


def add_answers(survey: FeedbackSurvey, answers: Iterable[FeedbackAnswer]) -> None:
    """Add what has just been stored to the tallies of ``survey``, whose row the caller holds."""
    counts: defaultdict[Line, Numbers] = defaultdict(Counter)
    for row in survey.question_tallies.all():
        line = Line(row.question_id, row.instructor_id, row.part)
        counts[line].update({int(number): count for number, count in row.counts.items()})
        if without := row.given - sum(row.counts.values()):
            counts[line][None] = without
    for answer in answers:
        counts[Line(answer.question_id, answer.instructor_id, answer.part)][answer.number] += 1
    _write(survey.pk, counts, _levels(survey.version_id))


@transaction.atomic
def recount(surveys: "QuerySet[FeedbackSurvey] | None" = None) -> int:
    """Make the tallies anew of those of ``surveys`` (all) where they differ from the answers; return how many did."""
    wrong = sorted(wrong_tallies(surveys))
    held = FeedbackSurvey.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wrong).order_by("pk")
    for survey in held:
        said = dict(_said(FeedbackAnswer.objects.filter(response__survey=survey)))
        _write(survey.pk, said.get(survey.pk, {}), _levels(survey.version_id))
    return len(wrong)


def wrong_tallies(surveys: "QuerySet[FeedbackSurvey] | None" = None) -> set[int]:
    """Return the keys of those of ``surveys`` (all) whose tallies differ from the answers. Reads all of these once."""
    chosen = {} if surveys is None else {"survey__in": surveys}
    answers = FeedbackAnswer.objects.filter(**{f"response__{name}": value for name, value in chosen.items()})
    rows: list[QuestionTally | SurveyTally] = [
        *QuestionTally.objects.filter(**chosen),
        *SurveyTally.objects.filter(**chosen),
    ]
    levels = dict(FeedbackQuestion.objects.filter(levels__gt=1).values_list("pk", "levels"))
    kept: defaultdict[int, set[object]] = defaultdict(set)
    for row in rows:
        kept[row.survey_id].add(_values(row))
    wrong = set(kept)
    for survey, counts in _said(answers):
        made = _made(survey, counts, levels)
        if {_values(row) for row in made} == kept.get(survey, set()):
            wrong.discard(survey)
        else:
            wrong.add(survey)
    return wrong


def of_five(number: int, levels: int) -> Fraction:
    """Return a level as it would be of five."""
    return 1 + Fraction((number - 1) * (OF - 1), levels - 1)


def _write(survey: int, counts: Counts, levels: Mapping[int, int]) -> None:
    """Replace the tallies of a survey."""
    made = _made(survey, counts, levels)
    QuestionTally.objects.filter(survey=survey).delete()
    SurveyTally.objects.filter(survey=survey).delete()
    QuestionTally.objects.bulk_create([row for row in made if isinstance(row, QuestionTally)], batch_size=500)
    SurveyTally.objects.bulk_create([row for row in made if isinstance(row, SurveyTally)], batch_size=500)


def _made(survey: int, counts: Counts, levels: Mapping[int, int]) -> list[QuestionTally | SurveyTally]:
    """Return the rows that say ``counts``; ``levels`` are how many each question has whose levels count."""
    rows = [_question_tally(survey, line, found, levels.get(line.question, 0)) for line, found in counts.items()]
    about: defaultdict[int | None, list[QuestionTally]] = defaultdict(list)
    for row in rows:
        if row.question_id in levels and row.given >= MINIMUM_ANSWERS:
            about[row.instructor_id].append(row)
    return [*rows, *(_survey_tally(survey, who, found, levels) for who, found in about.items())]


def _question_tally(survey: int, line: Line, found: Numbers, levels: int) -> QuestionTally:
    # What a question of a plugin's kind gives beyond its levels counts as little as in the summary of its survey.
    numbers = {number: count for number, count in found.items() if number is not None and _is_level(number, levels)}
    values = [(of_five(number, levels), count) for number, count in numbers.items()] if levels else []
    return QuestionTally(
        survey_id=survey,
        question_id=line.question,
        instructor_id=line.instructor,
        part=line.part,
        counts={str(number): numbers[number] for number in sorted(numbers)},
        given=sum(numbers.values()) if levels else sum(found.values()),
        total=_decimal(sum((value * count for value, count in values), Fraction(0))),
        squares=_decimal(sum((value * value * count for value, count in values), Fraction(0))),
    )


def _is_level(number: int, levels: int) -> bool:
    return not levels or 1 <= number <= levels


def _survey_tally(
    survey: int, instructor: int | None, rows: list[QuestionTally], levels: Mapping[int, int]
) -> SurveyTally:
    shades = [0] * OF
    for row in rows:
        for number, count in row.counts.items():
            # The nearest of five; between two of them the higher one.
            shades[int(of_five(int(number), levels[row.question_id]) + Fraction(1, 2)) - 1] += count
    return SurveyTally(
        survey_id=survey,
        instructor_id=instructor,
        people=max(row.given for row in rows),
        given=sum(row.given for row in rows),
        **{f"level_{place}": count for place, count in enumerate(shades, start=1)},
        total=sum((row.total for row in rows), Decimal(0)),
        squares=sum((row.squares for row in rows), Decimal(0)),
    )


def _said(answers: "QuerySet[FeedbackAnswer]") -> Iterator[tuple[int, Counts]]:
    """Count ``answers`` survey by survey."""
    fields = ("response__survey", "question", "instructor", "part", "number")
    rows = answers.values_list(*fields).annotate(n=Count("pk"))
    for survey, found in groupby(rows.order_by("response__survey").iterator(), key=lambda row: row[0]):
        counts: defaultdict[Line, Numbers] = defaultdict(Counter)
        for _survey, question, instructor, part, number, count in found:
            counts[Line(question, instructor, part)][number] = count
        yield survey, counts


def _levels(version: int) -> dict[int, int]:
    return dict(FeedbackQuestion.objects.filter(version=version, levels__gt=1).values_list("pk", "levels"))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(PLACES)


def _values(row: QuestionTally | SurveyTally) -> tuple[object, ...]:
    """Return all that a row says, to be compared."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    values = (getattr(row, name) for name in fields)
    return (type(row), *(str(sorted(one.items())) if isinstance(one, dict) else one for one in values))
