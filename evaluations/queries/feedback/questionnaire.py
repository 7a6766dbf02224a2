"""What a survey asks, of whom it is asked once for each."""

from django.db.models import F

from classes.models import LiveClassInstructor
from evaluations.models import FeedbackSurvey
from evaluations.questions.asking import Questionnaire
from people.models import User


def questionnaire_of(survey: FeedbackSurvey) -> Questionnaire:
    """Return all that ``survey`` asks; instructors of the live class are fetched only where something is repeated."""
    content = survey.version.content
    is_repeated = any(section.get("per_instructor") for section in content.get("sections", ()))
    instructors = instructors_of(survey) if is_repeated else []
    return Questionnaire(content, instructors, survey.is_anonymous, survey.page)


def instructors_of(survey: FeedbackSurvey) -> list[User]:
    """Return who instructs the live class that ``survey`` is about, in its order."""
    rows = LiveClassInstructor.objects.filter(live_class_id=survey.page_id).select_related("instructor")
    # Databases differ in where they put what has no order.
    return [row.instructor for row in rows.order_by(F("sort_order").asc(nulls_first=True), "pk")]
