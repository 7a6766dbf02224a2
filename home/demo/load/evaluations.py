"""Feedback on live classes, and points on the ledger."""

import datetime
from decimal import Decimal

from classes.models import LiveClassPage
from evaluations.actions.feedback.attaching import attach_form
from evaluations.models import (
    AssessmentScheme,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackParticipation,
    FeedbackQuestion,
    FeedbackResponse,
    FeedbackSurvey,
    PointEntry,
    QuestionKind,
    SchemeComponent,
)
from home.demo import content
from home.demo.load.school import BATCH, LANGUAGES, DemoSchool

DAYS_OPEN = datetime.timedelta(days=7)
ENTRIES_A_LEARNER = 3


def load(school: DemoSchool) -> None:
    """Attach the form to every live class that has begun, let learners answer, and give points."""
    for language in LANGUAGES:
        school.form[language] = _form(school, language)
        school.scheme[language] = _scheme(school, language)
    for live_class in school.live_classes:
        _feedback(school, live_class)
    _points(school)


def _form(school: DemoSchool, language: str) -> FeedbackForm:
    text = content.feedback_form()
    form = FeedbackForm(
        organization=school.city,
        public_id=school.uuid(),
        title=text.title.get(language),
        intro=text.intro.get(language),
    )
    form.questions = [
        FeedbackQuestion(
            kind=row.kind,
            text=row.question.get(language),
            low_label=row.low.get(language),
            high_label=row.high.get(language),
            is_required=row.kind != QuestionKind.TEXT,
            sort_order=order,
        )
        for order, row in enumerate(text.questions)
    ]
    form.save()
    return form


def _scheme(school: DemoSchool, language: str) -> AssessmentScheme:
    text = content.scheme()
    scheme = AssessmentScheme(organization=school.city, public_id=school.uuid(), title=text.title.get(language))
    scheme.components = [
        SchemeComponent(
            public_id=school.uuid(),
            name=row.name.get(language),
            kind=row.kind,
            maximum=Decimal(row.weight),
            sort_order=order,
        )
        for order, row in enumerate(text.components)
    ]
    scheme.save()
    return scheme


def _feedback(school: DemoSchool, live_class: LiveClassPage) -> None:
    """Open a survey from ten minutes before the end; the accounts have not answered those that are still open."""
    opens_at = live_class.ends_at - datetime.timedelta(minutes=10)
    training_class = next(c for c in school.classes if live_class.path.startswith(c.path))
    language = school.language_of(training_class)
    is_own = training_class is school.classes[0]
    if is_own and live_class.starts_at <= school.now + datetime.timedelta(days=1):
        opens_at = min(opens_at, school.now - datetime.timedelta(hours=1))
    survey = attach_form(
        form=school.form[language], page=live_class, opens_at=opens_at, closes_at=opens_at + DAYS_OPEN, by=None
    )
    if opens_at > school.now:
        return
    accounts = {user.pk for user in school.accounts.values()}
    learners = [row.learner for row in school.rosters[training_class.pk] if row.learner_id not in accounts]
    answering = school.rng.sample(learners, round(len(learners) * school.rng.uniform(0.6, 0.92)))
    FeedbackParticipation.objects.bulk_create(
        [FeedbackParticipation(survey=survey, learner=learner) for learner in answering], batch_size=BATCH
    )
    _answer(school, survey, language, len(answering))
    school.tick(len(answering))


def _answer(school: DemoSchool, survey: FeedbackSurvey, language: str, count: int) -> None:
    responses = [FeedbackResponse(id=school.uuid(), survey=survey) for _number in range(count)]
    FeedbackResponse.objects.bulk_create(responses, batch_size=BATCH)
    questions = list(school.form[language].questions.all())
    comments = content.feedback_comments(language)
    liking = {question.pk: school.rng.uniform(0.2, 3.0) for question in questions}
    answers = []
    for response in responses:
        for question in questions:
            answer = FeedbackAnswer(id=school.uuid(), response=response, question=question)
            if question.kind == QuestionKind.TEXT:
                if school.rng.random() > 0.25:
                    continue
                answer.text = school.rng.choice(comments)
            else:
                like = liking[question.pk]
                answer.number = school.rng.choices([1, 2, 3, 4, 5], [1, 2, 5 + like, 14 * like, 18 * like])[0]
            answers.append(answer)
    FeedbackAnswer.objects.bulk_create(answers, batch_size=BATCH)


def _points(school: DemoSchool) -> None:
    """Give each learner of a class that has begun some explained entries."""
    rows: list[PointEntry] = []
    for training_class in school.classes:
        if training_class.starts_on > school.today:
            continue
        language = school.language_of(training_class)
        components = list(school.scheme[language].components.all())
        reasons = content.point_reasons(language)
        latest = min(school.now, school.at(training_class.ends_on, "18:00"))
        first = school.at(training_class.starts_on, "09:00")
        for enrollment in school.rosters[training_class.pk]:
            for _number in range(ENTRIES_A_LEARNER):
                component = school.rng.choice(components)
                rows.append(
                    PointEntry(
                        public_id=school.uuid(),
                        learner=enrollment.learner,
                        training_class=training_class,
                        component=component,
                        points=Decimal(school.rng.randint(1, 8)) / 2,
                        reason=school.rng.choice(reasons),
                        source="by_hand",
                        by=training_class.class_teacher,
                        occurred_at=first + (latest - first) * school.rng.random(),
                    )
                )
    PointEntry.objects.bulk_create(rows, batch_size=BATCH)
