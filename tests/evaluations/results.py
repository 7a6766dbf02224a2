"""Answers that count in figures, made at once."""

from typing import Any

from evaluations.actions.feedback.tallying import recount
from evaluations.models import FeedbackAnswer, FeedbackResponse, FeedbackSurvey, SurveyTally


def make_tally(survey: FeedbackSurvey, *levels: int, **fields: Any) -> SurveyTally:
    """Make a tally of so many answers at each of five levels, as if each were of another form."""
    pairs = list(enumerate(levels, start=1))
    return SurveyTally.objects.create(
        survey=survey,
        people=sum(levels),
        given=sum(levels),
        **{f"level_{number}": count for number, count in pairs},
        total=sum(number * count for number, count in pairs),
        squares=sum(number * number * count for number, count in pairs),
        **fields,
    )


def make_answers(survey: FeedbackSurvey, *numbers: int, texts: tuple[str, ...] = ()) -> None:
    """Let answers be readable: a level for each of ``numbers``, and words for each of ``texts``; count them."""
    scale = survey.version.questions.filter(levels__gt=1).first()
    words = survey.version.questions.filter(kind="text").first()
    rows = []
    for place in range(max(len(numbers), len(texts))):
        response = FeedbackResponse.objects.create(survey=survey)
        if place < len(numbers):
            rows.append(FeedbackAnswer(response=response, question=scale, number=numbers[place]))
        if place < len(texts):
            rows.append(FeedbackAnswer(response=response, question=words, text=texts[place]))
    FeedbackAnswer.objects.bulk_create(rows)
    recount(FeedbackSurvey.objects.filter(pk=survey.pk))
