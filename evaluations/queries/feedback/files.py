"""Who may fetch the file of an answer."""

from evaluations.models import FeedbackAnswer, FeedbackFile
from evaluations.permissions.feedback import may_read_summary, reads_about_everybody
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS
from people.models import User


def may_fetch(user: User, file: FeedbackFile) -> bool:
    """Say whether ``user`` may have ``file``: who reads the answer that it is, once enough have answered."""
    survey = file.survey
    answer = FeedbackAnswer.objects.filter(file=file, response__survey=survey).first()
    if answer is None or not may_read_summary(user, survey):
        return False
    if answer.instructor_id not in (None, user.pk) and not reads_about_everybody(user, survey):
        return False
    if not survey.is_anonymous:
        return True
    if survey.responses.count() < MINIMUM_ANSWERS:
        return False
    about = FeedbackAnswer.objects.filter(
        response__survey=survey, question=answer.question_id, instructor=answer.instructor_id
    )
    return answer.instructor_id is None or about.values("response").distinct().count() >= MINIMUM_ANSWERS
