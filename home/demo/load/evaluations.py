"""Feedback on live classes, and points on the ledger."""

import datetime
from decimal import Decimal
from typing import Any

from classes.models import LiveClassPage
from evaluations.actions.feedback.attaching import OPENS_BEFORE, attach_form
from evaluations.actions.feedback.forms import publish_form
from evaluations.actions.feedback.tallying import recount
from evaluations.models import (
    AssessmentScheme,
    ClassScheme,
    ComponentKind,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackParticipation,
    FeedbackResponse,
    FeedbackSurvey,
    PointEntry,
    QuestionKind,
    SchemeComponent,
    SchemeVersion,
)
from evaluations.queries.points.assessment import STAMP, parts_of
from foundation import stamps
from home.demo import content
from home.demo.load.school import BATCH, LANGUAGES, DemoSchool
from home.demo.shapes import QuestionText, Text
from schoolhouse.extension_points import score_rules

DAYS_OPEN = datetime.timedelta(days=7)
ENTRIES_A_LEARNER = 3
RULES_COUNT_FOR = "posts"
"""The component to which the points of all score rules go."""

OVERALL = "overall"
POOR = 6
"""Of ten: who says at most this is asked why."""


def load(school: DemoSchool) -> None:
    """Attach the form to every live class that has begun, let learners answer, and give points."""
    school.form = _form(school)
    for language in LANGUAGES:
        school.scheme[language] = _scheme(school, language)
    for live_class in school.live_classes:
        _feedback(school, live_class)
    _about_a_class(school)
    recount()
    _points(school)


def _form(school: DemoSchool) -> FeedbackForm:
    """Make one form in both languages, which may be taken as a template."""
    text = content.feedback_form()
    form = FeedbackForm(
        organization=school.city,
        public_id=school.uuid(),
        title=text.title.en,
        title_zh=text.title.zh,
        intro=text.intro.en,
        intro_zh=text.intro.zh,
        is_template=True,
    )
    scales = [_scale(school, row) for row in text.questions if row.kind == QuestionKind.SCALE]
    scales[-1]["value"]["name"] = OVERALL
    only_if = {"question": OVERALL, "test": "at_most", "value": str(POOR)}
    form.content = [  # type: ignore[assignment]  # as the editor sends it
        _block(school, "section", title=_words(text.section), questions=scales),
        _block(school, QuestionKind.TEXT, text=_words(text.why), only_if=only_if),
        *(_block(school, row.kind, text=_words(row.question)) for row in text.questions if row.kind != "scale"),
    ]
    form.save()
    form.refresh_from_db()
    publish_form(form=form, by=None)
    return form


def _block(school: DemoSchool, kind: str, **value: Any) -> dict[str, Any]:
    return {"type": str(kind), "id": str(school.uuid()), "value": value}


def _scale(school: DemoSchool, row: QuestionText) -> dict[str, Any]:
    fields = {"text": row.question, "low": row.low, "high": row.high}
    words = {name: _words(text) for name, text in fields.items()}
    return _block(school, row.kind, **words, levels=row.most, is_required=True)


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _scheme(school: DemoSchool, language: str) -> AssessmentScheme:
    text = content.scheme()
    final = sum(Decimal(row.weight) for row in text.components if row.kind == ComponentKind.FINAL)
    scheme = AssessmentScheme(
        organization=school.city, public_id=school.uuid(), title=text.title.get(language), final_share=final
    )
    rules = sorted(rule.source for rule in score_rules.values())
    scheme.components = [
        SchemeComponent(
            public_id=school.uuid(),
            name=row.name.get(language),
            kind=row.kind,
            maximum=Decimal(row.weight),
            sources=rules if row.slug == RULES_COUNT_FOR else [],
            sort_order=order,
        )
        for order, row in enumerate(text.components)
    ]
    scheme.save()
    scheme.refresh_from_db()
    SchemeVersion.objects.create(
        public_id=school.uuid(),
        scheme=scheme,
        number=1,
        parts=parts_of(scheme.components.order_by("sort_order")),
        final_share=scheme.final_share,
        pass_mark=scheme.pass_mark,
        distinction_mark=scheme.distinction_mark,
    )
    return scheme


def _feedback(school: DemoSchool, live_class: LiveClassPage) -> None:
    """Open a survey from ten minutes before the end; the accounts have not answered those that are still open."""
    opens_at = live_class.ends_at - datetime.timedelta(minutes=10)
    training_class = next(c for c in school.classes if live_class.path.startswith(c.path))
    language = school.language_of(training_class)
    is_own = training_class is school.classes[0]
    if is_own and live_class.starts_at <= school.now + datetime.timedelta(days=1):
        opens_at = min(opens_at, school.now - datetime.timedelta(hours=1))
    survey = attach_form(form=school.form, page=live_class, opens_at=opens_at, closes_at=opens_at + DAYS_OPEN, by=None)
    if opens_at > school.now:
        return
    accounts = {user.pk for user in school.accounts.values()}
    learners = [row.learner for row in school.rosters[training_class.pk] if row.learner_id not in accounts]
    answering = school.rng.sample(learners, round(len(learners) * school.rng.uniform(0.6, 0.92)))
    FeedbackParticipation.objects.bulk_create(
        [FeedbackParticipation(survey=survey, learner=learner, is_mixed=True) for learner in answering],
        batch_size=BATCH,
    )
    _answer(school, survey, language, len(answering))
    school.tick(len(answering))


def _about_a_class(school: DemoSchool) -> None:
    """Ask the learners of the accounts' class about the whole of it, and about its class teacher, at its end."""
    training_class = school.classes[0]
    form = school.form
    attach_form(form=form, page=training_class, opens_before=OPENS_BEFORE, by=None)
    if (teacher := training_class.class_teacher) is not None:
        attach_form(form=form, page=training_class, opens_before=OPENS_BEFORE, instructor=teacher, by=None)


def _answer(school: DemoSchool, survey: FeedbackSurvey, language: str, count: int) -> None:
    responses = [FeedbackResponse(id=school.uuid(), survey=survey) for _number in range(count)]
    FeedbackResponse.objects.bulk_create(responses, batch_size=BATCH)
    questions = list(survey.version.questions.all())
    comments = content.feedback_comments(language)
    liking = {question.pk: school.rng.uniform(0.2, 3.0) for question in questions}
    answers = []
    for response in responses:
        last = 0
        for question in questions:
            answer = FeedbackAnswer(id=school.uuid(), response=response, question=question)
            if question.kind == QuestionKind.TEXT:
                is_left_out = question.position < len(questions) - 1 and last > POOR
                if is_left_out or school.rng.random() > 0.25:
                    continue
                answer.text = school.rng.choice(comments)
            else:
                like = liking[question.pk]
                of_five = school.rng.choices([1, 2, 3, 4, 5], [1, 2, 5 + like, 14 * like, 18 * like])[0]
                last = answer.number = round(of_five * question.levels / 5)
            answers.append(answer)
    FeedbackAnswer.objects.bulk_create(answers, batch_size=BATCH)


def _points(school: DemoSchool) -> None:
    """Give each learner of a class that has begun some explained entries."""
    rows: list[PointEntry] = []
    for training_class in school.classes:
        if training_class.starts_on > school.today:
            continue
        language = school.language_of(training_class)
        if training_class.class_teacher is not None:
            ClassScheme.objects.create(
                public_id=school.uuid(),
                training_class=training_class,
                number=1,
                version=school.scheme[language].versions.get(),
                by=training_class.class_teacher,
            )
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
    stamps.bump(STAMP)
