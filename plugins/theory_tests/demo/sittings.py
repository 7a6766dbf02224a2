"""Tests in the demo school: one that is over, marked but for some answers in words, and one that is open now."""

import datetime
import random
from decimal import Decimal
from typing import Any

from classes.models import EnrollmentState, TrainingClassPage
from foundation import stamps
from people.models import Organization
from plugins.theory_tests.actions.figures import figure_of
from plugins.theory_tests.content import fingerprint_of
from plugins.theory_tests.marking import earned, share_of
from plugins.theory_tests.models import (
    AnswerState,
    Attempt,
    AttemptAnswer,
    AttemptState,
    BankQuestion,
    Mark,
    Paper,
    PaperQuestion,
    PaperVersion,
    PinnedQuestion,
    QuestionFigure,
    QuestionVersion,
    Settled,
    Sitting,
)
from plugins.theory_tests.queries.papers import layout_of
from plugins.theory_tests.queries.sittings import STAMP
from schoolhouse.demo import LoadedSchool, draw_uuid

MOST_LEARNERS = 60
KNOWS = 0.7
"""So often somebody knows the answer."""
WORDS = {
    "zh": (
        "理论知识测验",
        "请独立完成，时间 40 分钟。",
        "先看清要求，再一步一步去做，做完检查一遍。",
        "要点说到了，步骤还可以再细一些。",
    ),
    "en": (
        "Test of theory",
        "Work on your own; you have 40 minutes.",
        "First read what is asked, then go on.",
        "To the point.",
    ),
}
SETTINGS = {
    "minutes": 40,
    "attempts": 1,
    "pass_percent": 60,
    "shuffle_questions": False,
    "shuffle_choices": True,
    "multiple_rule": "no_wrong",
}


def load_tests(school: LoadedSchool, chance: random.Random) -> None:
    """Build a paper for each language; let the first class sit it, and set it for its next days."""
    city = Organization.get_root_nodes().first()
    if city is None:
        return
    versions = {language: _paper(city, language, chance) for language in WORDS}
    for page in list(school.classes)[:2]:
        language = "zh" if page.locale.language_code.startswith("zh") else "en"
        version = versions[language]
        if version is not None:
            _sat(school, page, version, language, chance)
    stamps.bump(STAMP)


def _paper(city: Organization, language: str, chance: random.Random) -> PaperVersion | None:
    """Build a paper of fixed questions: so everybody sees the same in the demo."""
    rows = BankQuestion.objects.filter(category__organization=city).order_by("pk")
    questions = [one for one in rows if (_is_chinese(one.text)) == (language == "zh")]
    if not questions:
        return None
    chosen = [one for one in questions if one.kind != "essay"][:10] + [one for one in questions if one.kind == "essay"][
        :1
    ]
    title, intro, _answer, _comment = WORDS[language]
    paper = Paper(public_id=draw_uuid(chance), organization=city, title=title, intro=intro, is_ready=True, **SETTINGS)
    points = [Decimal(10 if one.kind == "essay" else 5) for one in chosen]
    paper.questions = [
        PaperQuestion(sort_order=at, question=one, points=worth)
        for at, (one, worth) in enumerate(zip(chosen, points, strict=True))
    ]
    paper.save()
    asked = [one.versions.get(number=1) for one in chosen]
    content = {
        "title": title,
        "intro": intro,
        **SETTINGS,
        "fixed": [
            {"version": str(one.public_id), "points": str(worth)} for one, worth in zip(asked, points, strict=True)
        ],
        "rules": [],
    }
    version = PaperVersion.objects.create(
        public_id=draw_uuid(chance),
        paper=paper,
        number=1,
        content=content,
        fingerprint=fingerprint_of(content),
        points=sum(points),
        questions=len(asked),
    )
    PinnedQuestion.objects.bulk_create(PinnedQuestion(paper_version=version, version=one) for one in asked)
    return version


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def _sat(
    school: LoadedSchool, page: TrainingClassPage, version: PaperVersion, language: str, chance: random.Random
) -> None:
    hour = datetime.timedelta(hours=1)
    now = school.now.replace(minute=0, second=0, microsecond=0)
    over = _set(page, version, chance, now - 26 * hour, now - 24 * hour, closed_at=now - 24 * hour)
    _set(page, version, chance, now - hour, now + 72 * hour)
    asked = [
        (QuestionVersion.objects.get(public_id=one["version"]), Decimal(one["points"]))
        for one in version.content["fixed"]
    ]
    seats = page.enrollments.filter(state__in=[EnrollmentState.ENROLLED, EnrollmentState.COMPLETED]).order_by("pk")
    sat = [_attempt(over, seat, asked, page, language, chance) for seat in seats[:MOST_LEARNERS]]
    _count(over, [answers for answers in sat if answers])
    school.tick(len(sat))


def _set(
    page: TrainingClassPage, version: PaperVersion, chance: random.Random, opens_at: Any, closes_at: Any, **fields: Any
) -> Sitting:
    return Sitting.objects.create(
        public_id=draw_uuid(chance),
        client_key=draw_uuid(chance),
        training_class=page,
        version=version,
        title=version.content["title"],
        opens_at=opens_at,
        closes_at=closes_at,
        shows="explanations",
        by=page.class_teacher,
        **fields,
    )


def _attempt(
    sitting: Sitting, seat: Any, asked: list[Any], page: TrainingClassPage, language: str, chance: random.Random
) -> list[AttemptAnswer]:
    if chance.random() < 0.05:
        return []
    started = sitting.opens_at + datetime.timedelta(minutes=chance.randint(0, 20))
    ended = started + datetime.timedelta(minutes=chance.randint(15, 40))
    attempt = Attempt(
        public_id=draw_uuid(chance),
        sitting=sitting,
        enrollment=seat,
        number=1,
        started_at=started,
        deadline=started + datetime.timedelta(minutes=40),
        ended_at=ended,
        most=sitting.version.points,
    )
    answers, is_read = [], chance.random() < 0.8
    for number, (version, points) in enumerate(asked, 1):
        content = version.content
        given = _given(content, language, chance)
        share = share_of(content, given, "no_wrong")
        if share is None and is_read:
            share = Decimal(chance.randint(4, 10)) / 10
        answers.append(
            AttemptAnswer(
                public_id=draw_uuid(chance),
                attempt=attempt,
                number=number,
                version=version,
                points=points,
                order=layout_of(content, shuffles=True, chance=chance),
                given=given,
                revision=1,
                saved_at=ended,
                state=AnswerState.WAITING if share is None else AnswerState.DONE,
                share=share,
                earned=None if share is None else earned(share, points),
            )
        )
    is_marked = all(one.state == AnswerState.DONE for one in answers)
    attempt.state = AttemptState.MARKED if is_marked else AttemptState.MARKING
    attempt.points = sum((one.earned or Decimal(0) for one in answers), Decimal(0)) if is_marked else None
    attempt.save()
    AttemptAnswer.objects.bulk_create(answers)
    if is_marked:
        Settled.objects.create(sitting=sitting, enrollment=seat, attempt=attempt)
    _mark(answers, page, language, chance)
    return answers


def _mark(answers: list[AttemptAnswer], page: TrainingClassPage, language: str, chance: random.Random) -> None:
    for one in answers:
        if one.version.content["kind"] == "essay" and one.share is not None and page.class_teacher is not None:
            Mark.objects.create(
                public_id=draw_uuid(chance),
                answer=one,
                step=1,
                share=one.share,
                comment=WORDS[language][3],
                by=page.class_teacher,
                at=one.saved_at or one.attempt.started_at,
            )


def _given(content: dict[str, Any], language: str, chance: random.Random) -> dict[str, Any]:
    knows, answers = chance.random() < KNOWS, content["answers"]
    right = [at for at, one in enumerate(answers) if Decimal(one["percent"]) > 0]
    if content["kind"] == "true_false":
        return {"choices": [int(content["is_true"] == knows)]}
    if content["kind"] == "single":
        return {"choices": [right[0] if knows else chance.randrange(len(answers))]}
    if content["kind"] == "multiple":
        return {"choices": right if knows else sorted(chance.sample(range(len(answers)), 2))}
    if content["kind"] == "essay":
        return {"text": WORDS[language][2]}
    return {"text": answers[right[0]]["text"]} if knows else {}


def _count(sitting: Sitting, sat: list[list[AttemptAnswer]]) -> None:
    """Compute the figures as the worker would: of attempts that are marked."""
    marked = [answers for answers in sat if all(one.state == AnswerState.DONE for one in answers)]
    if not marked:
        return
    ranks = {
        one.attempt_id: (one.attempt.points or Decimal(0)) / one.attempt.most for answers in marked for one in answers
    }
    QuestionFigure.objects.bulk_create(
        figure_of(sitting, column[0].version.content, column, ranks) for column in zip(*marked, strict=True)
    )
