"""What a survey says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count

from classes.models import EnrollmentState
from evaluations.models import FeedbackAnswer, FeedbackFile, FeedbackSurvey
from evaluations.queries.feedback.means import interval_of
from evaluations.queries.feedback.questionnaire import instructors_of
from evaluations.queries.survey import answers_in, class_asked
from evaluations.questions.asking import Asked, Questionnaire, guarded
from people.models import User
from schoolhouse.feedback import AnswerPart, Counted, QuestionResult

MINIMUM_ANSWERS = 5
"""Anonymous results stay closed below this many answers, so that nobody can be guessed."""
OF = 5
"""Means over several questions are of so many levels, whatever each of them has."""


@dataclass
class QuestionSummary:
    """What was answered to one question; ``total`` is how many did."""

    asked: Asked
    result: QuestionResult
    total: int
    files: list[FeedbackFile] = field(default_factory=list)
    school: float | None = None
    """The mean of the same question in the whole school, of as many levels, where it was looked up and is shown."""

    @property
    def text(self) -> str:
        """What was asked, in the reader's language."""
        return self.asked.question.text

    @property
    def labels(self) -> list[str]:
        """What each level or choice is called, lowest first."""
        return list(self.result.labels)

    @property
    def counts(self) -> list[int]:
        """How often each level or choice was given; empty for a matrix and for open questions."""
        found = self.result.distributions
        return list(found[0].counts) if len(found) == 1 and not found[0].label else []

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each level's name with how many chose it, lowest first."""
        return list(zip(self.labels, self.counts, strict=False))

    @property
    def matrix(self) -> list[tuple[str, list[tuple[str, int]], list[int]]]:
        """Of a matrix each row's name, its columns' names with how many chose them, and these numbers alone."""
        return [
            (row.label, list(zip(self.labels, row.counts, strict=False)), list(row.counts))
            for row in self.result.distributions
            if row.label
        ]

    @property
    def texts(self) -> list[str]:
        """What was said in words, in no order that tells who wrote."""
        return list(self.result.texts)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the levels, to one place."""
        return self.result.mean

    @property
    def levels(self) -> int:
        """Of how many levels the mean is."""
        return len(self.labels)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of the 95 % interval of the mean, once enough have answered."""
        return interval_of(self.counts) if self.mean is not None and self.total >= MINIMUM_ANSWERS else None

    @property
    def mean_of_five(self) -> Decimal | None:
        """The mean as it would be of five levels, whatever the question has."""
        if self.mean is None or self.levels < 2:
            return None
        return 1 + (self.mean - 1) * (OF - 1) / (self.levels - 1)


@dataclass
class SectionSummary:
    """One section; ``instructor`` is whom it is about, where it was asked once for each.

    ``is_closed`` when too few have said something about that instructor for anonymous results to be shown.
    """

    title: str
    instructor: User | None
    answered: int
    is_closed: bool = False
    questions: list[QuestionSummary] = field(default_factory=list)


@dataclass
class SurveySummary:
    """What a survey says. ``is_closed`` when too few have answered for anonymous results to be shown."""

    survey: FeedbackSurvey
    answered: int
    asked: int
    sections: list[SectionSummary] = field(default_factory=list)
    is_closed: bool = False

    @property
    def questions(self) -> list[QuestionSummary]:
        """All questions of all sections."""
        return [question for section in self.sections for question in section.questions]

    @property
    def mean(self) -> Decimal | None:
        """The mean over all questions with levels as of five, to one place."""
        means = [mean for summary in self.questions if (mean := summary.mean_of_five) is not None]
        return (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.1")) if means else None

    @property
    def lowest(self) -> QuestionSummary | None:
        """The question with levels that has the lowest mean."""
        scales = [summary for summary in self.questions if summary.mean_of_five is not None]
        return min(scales, key=lambda summary: summary.mean_of_five or 0, default=None)


def summary_of(survey: FeedbackSurvey, *, only_about: User | None = None) -> SurveySummary:
    """Count the answers of ``survey``, question by question.

    Of what was asked for each instructor ``only_about`` leaves that instructor's own: a reader who instructs sees
    nothing that was said of a colleague.
    """
    training_class = class_asked(survey)
    asked = training_class.enrollments.filter(state=EnrollmentState.ENROLLED).count() if training_class else 0
    summary = SurveySummary(survey, answers_in(survey), asked)
    if survey.is_anonymous and survey.responses.count() < MINIMUM_ANSWERS:
        summary.is_closed = True
        return summary
    content = survey.version.content
    is_repeated = any(section.get("per_instructor") for section in content.get("sections", ()))
    people = _talked_about(survey) if is_repeated else []
    if only_about is not None:
        people = [person for person in people if person.pk == only_about.pk]
    questionnaire = Questionnaire(content, people, survey.is_anonymous, survey.page)
    summary.sections.extend(_sections(survey, questionnaire))
    return summary


def _talked_about(survey: FeedbackSurvey) -> list[User]:
    """Who instructs, and who was answered about when they did."""
    current = instructors_of(survey)
    answered = FeedbackAnswer.objects.filter(response__survey=survey, instructor__isnull=False).values("instructor")
    former = User.objects.filter(pk__in=answered).exclude(pk__in=[person.pk for person in current])
    return [*current, *former.order_by("full_name", "pk")]


_Place = tuple[str, int | None]
"""The key of a question and whom it is about."""


def _sections(survey: FeedbackSurvey, questionnaire: Questionnaire) -> Iterator[SectionSummary]:
    counted = _counted(survey)
    totals = _totals(survey)
    files = FeedbackFile.objects.in_bulk(
        [one.part.file for parts in counted.values() for one in parts if one.part.file]
    )
    for section in questionnaire.sections:
        about = section.instructor.pk if section.instructor else None
        said = max((totals.get((one.question.key, about), 0) for one in section.questions), default=0)
        found = SectionSummary(section.title, section.instructor, said)
        found.is_closed = survey.is_anonymous and about is not None and said < MINIMUM_ANSWERS
        for asked in () if found.is_closed else section.questions:
            place = (asked.question.key, about)
            result = guarded(asked, "sum_up", counted.get(place, []))
            if result is not None:
                row = QuestionSummary(asked, result, totals.get(place, 0))
                row.files = [file for key, file in files.items() if str(key) in set(result.files)]
                found.questions.append(row)
        yield found


def _counted(survey: FeedbackSurvey) -> Mapping[_Place, list[Counted]]:
    """Every stored part with how often it was given, by question."""
    fields = ("question__key", "instructor", "part", "number", "amount", "text", "file", "data")
    rows = FeedbackAnswer.objects.filter(response__survey=survey).values_list(*fields).annotate(n=Count("pk"))
    found: dict[_Place, list[Counted]] = defaultdict(list)
    for key, about, part, number, amount, text, file, data, count in rows.order_by():
        stored = AnswerPart(part, number, amount, text, str(file) if file else "", data)
        found[key, about].append(Counted(stored, count))
    return found


def _totals(survey: FeedbackSurvey) -> Mapping[_Place, int]:
    """How many have answered each question."""
    rows = FeedbackAnswer.objects.filter(response__survey=survey).values_list("question__key", "instructor")
    return {(key, about): n for key, about, n in rows.annotate(n=Count("response", distinct=True)).order_by()}
