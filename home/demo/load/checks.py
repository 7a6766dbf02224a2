"""Quick checks in the demo's lessons, and what learners answered to them."""

import datetime
import random
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html

from home.demo import content
from home.demo.load.school import BATCH, CHINESE, DemoSchool
from home.demo.shapes import LessonText
from lessons.checks.base import Check
from lessons.checks.finding import asking, checks_in
from lessons.checks.standing import Kept
from lessons.models import CheckAttempt, CheckQuestion, LessonPage, LessonProgress, ProgressState

_IDS = uuid.UUID("5f1a8d70-6f4f-4a0c-8f0e-2f8f3a9d7c11")
RIGHT_SHARE = 0.6
"""Of those who are right at the first attempt."""


def checks_of(slug: str, text: LessonText) -> list[dict[str, Any]]:
    """Return a lesson's quick checks as blocks of its body, in order."""
    rows = [block.check for block in text.body if block.kind == "check"]
    return [_block(f"{slug}:{number}", row) for number, row in enumerate(rows)]


def _block(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kind = row["check"]
    value = {
        "question": format_html("<p>{}</p>", row["question"]),
        "right_feedback": row.get("right", ""),
        "wrong_feedback": row.get("wrong", ""),
        "explanation": format_html("<p>{}</p>", row["explanation"]) if "explanation" in row else "",
        "attempts": row.get("attempts", 0),
        **_PARTS[kind](name, row),
    }
    return {"type": f"check_{kind}", "id": str(uuid.uuid5(_IDS, name)), "value": value}


def _items(name: str, values: list[Any]) -> list[dict[str, Any]]:
    ids = (str(uuid.uuid5(_IDS, f"{name}:{number}")) for number in range(len(values)))
    return [{"type": "item", "id": one, "value": value} for one, value in zip(ids, values, strict=True)]


def _choices(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    rows = [{"text": text, "is_right": right, "feedback": feedback} for text, right, feedback in row["choices"]]
    return {"choices": _items(name, rows), "shuffle": row.get("shuffle", False)}


def _true_false(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "is_true": "true" if row["answer"] else "false",
        "true_feedback": row.get("when_true", ""),
        "false_feedback": row.get("when_false", ""),
    }


_PARTS = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _true_false,
    "short": lambda name, row: {"answers": _items(name, row["answers"])},
    "ordering": lambda name, row: {"items": _items(name, row["items"])},
    "matching": lambda name, row: {
        "pairs": _items(name, [{"left": left, "right": right} for left, right in row["pairs"]])
    },
}


def load_attempts(school: DemoSchool) -> None:
    """Let those who finished a lesson have passed its checks, not all of them at once; a few statements for each."""
    rng = random.Random(f"checks:{school.scale}")  # its own, so that what is loaded later stays the same
    for lesson in content.lessons():
        page = school.lessons[lesson.slug, CHINESE]
        for check in checks_in(page):
            _answer(school, rng, page, check)


def _answer(school: DemoSchool, rng: random.Random, page: LessonPage, check: Check) -> None:
    question = CheckQuestion.objects.create(
        translation_key=page.translation_key,
        block=check.block,
        language=CHINESE,
        version=check.version,
        kind=check.kind,
        asked=dict(check.asked),
    )
    progress = LessonProgress.objects.filter(translation_key=page.translation_key, state=ProgressState.COMPLETED)
    attempts, changed = [], []
    for row in progress.order_by("pk"):
        answers = [] if rng.random() < RIGHT_SHARE else [_wrong(rng, check)]
        answers = [answer for answer in answers if answer is not None] + [_right(check)]
        kept = Kept(check.version, CHINESE, len(answers), True, answers[-1], True)
        row.checks = {**row.checks, check.block: kept.stored()}
        changed.append(row)
        at = row.completed_at or school.now
        for number, answer in enumerate(answers, start=1):
            attempts.append(
                CheckAttempt(
                    learner_id=row.learner_id,
                    question=question,
                    translation_key=page.translation_key,
                    block=check.block,
                    number=number,
                    is_first=number == 1,
                    answer=answer,
                    is_right=number == len(answers),
                    client_key=uuid.UUID(int=rng.getrandbits(128), version=4),
                    attempted_at=at - datetime.timedelta(minutes=len(answers) - number),
                )
            )
    CheckAttempt.objects.bulk_create(attempts, batch_size=BATCH)
    LessonProgress.objects.bulk_update(changed, ["checks"], batch_size=BATCH)


def _right(check: Check) -> Any:
    asked = check.asked
    if "choices" in asked:
        return [choice["id"] for choice in asked["choices"] if choice["right"]]
    if "items" in asked:
        return [item["id"] for item in asked["items"]]
    if "pairs" in asked:
        return {pair["id"]: pair["id"] for pair in asked["pairs"]}
    return asked["answers"][0] if "answers" in asked else [asked["right"]]


def _wrong(rng: random.Random, check: Check) -> Any:
    """Return an answer as it is given by who guesses; ``None`` where the guess was right after all."""
    asked = check.asked
    answer: Any = "119"
    if "choices" in asked:
        answer = [rng.choice(asked["choices"])["id"]]
    elif "items" in asked:
        answer = rng.sample([item["id"] for item in asked["items"]], len(asked["items"]))
    elif "pairs" in asked:
        names = [pair["id"] for pair in asked["pairs"]]
        answer = dict(zip(names, rng.sample(names, len(names)), strict=True))
    elif "right" in asked:
        answer = ["true" if asked["right"] == "false" else "false"]
    with asking(check.kind) as kind:
        return None if kind.judge(asked, answer).is_right else answer
