"""Makes lessons and categories for tests."""

import datetime
import json
import uuid
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from lessons.checks.finding import checks_in
from lessons.models import (
    CheckAttempt,
    CheckQuestion,
    LessonBeat,
    LessonCategory,
    LessonCategoryKind,
    LessonIndexPage,
    LessonNote,
    LessonPage,
    LessonPrerequisite,
    LessonSeries,
    LessonSeriesItem,
)
from people.models import Organization, OrganizationPage, SchoolMedia, User
from tests.factories.people import make_media, make_organization, make_place, make_user

_numbers = count(1)


def make_category(
    organization: Organization | None = None, *, name: str | None = None, **fields: Any
) -> LessonCategory:
    """Make a category of the course system."""
    fields.setdefault("locale", Locale.get_default())
    fields.setdefault("kind", LessonCategoryKind.SKILLS)
    return LessonCategory.objects.create(
        organization=organization or make_organization(), name=name or f"Category {next(_numbers)}", **fields
    )


def make_lesson(
    organization: Organization | None = None, *, index: Page | None = None, title: str | None = None, **fields: Any
) -> LessonPage:
    """Publish a lesson of ``organization`` (or of a new one), below its lesson list or ``index``."""
    number = next(_numbers)
    if index is None and organization is not None:
        index = LessonIndexPage.objects.filter(pk__in=_below(organization)).first()
    if index is None:
        place = make_place(organization or make_organization())
        index = place.add_child(instance=LessonIndexPage(title="Lessons", slug=f"lessons-{number}"))
    index.refresh_from_db()
    return index.add_child(instance=LessonPage(title=title or f"Lesson {number}", slug=f"lesson-{number}", **fields))


def _below(organization: Organization) -> list[int]:
    places = OrganizationPage.objects.filter(organization=organization).select_related("page")
    return [page.pk for place in places for page in place.page.get_children()]


def make_series(
    organization: Organization | None = None, *, lessons: Iterable[LessonPage] = (), title: str = "", **fields: Any
) -> LessonSeries:
    """Make a series of ``lessons``, in their order."""
    fields.setdefault("locale", Locale.get_default())
    organization, title = organization or make_organization(), title or f"Series {next(_numbers)}"
    series = LessonSeries.objects.create(organization=organization, title=title, **fields)
    for order, lesson in enumerate(lessons):
        LessonSeriesItem.objects.create(series=series, lesson=lesson, sort_order=order)
    return series


def make_prerequisites(lesson: LessonPage, *first: LessonPage, **fields: Any) -> LessonPage:
    """Let ``lesson`` ask for others first, and publish it."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.prerequisites.set([LessonPrerequisite(lesson=other) for other in first])
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def make_filmed_lesson(*, seconds: float = 100, block: str = "film", **fields: Any) -> LessonPage:
    """Publish a lesson with one film of the school, in the block with this id, that has to be watched."""
    organization = fields.pop("organization", None) or make_organization()
    media = make_media(organization, duration=seconds)
    SchoolMedia.objects.filter(pk=media.pk).update(type="video")
    body = json.dumps([{"type": "video", "id": block, "value": {"media": media.pk, "address": "", "caption": ""}}])
    rule = {"needs_word": False, "needs_watching": True, **fields}
    return make_lesson(organization, body=body, **rule)


def make_beat(learner: User, lesson: LessonPage, *, ago: float = 100, seconds: float = 20, **fields: Any) -> LessonBeat:
    """Let ``learner`` have reported ``seconds`` of study that began so many seconds ago; it is not merged yet."""
    now = fields.setdefault("received_at", timezone.now())
    start = now - datetime.timedelta(seconds=ago)
    span = {"starts_at": start, "ends_at": start + datetime.timedelta(seconds=seconds)}
    language = lesson.locale.language_code
    fields.setdefault("key", uuid.uuid4())
    return LessonBeat.objects.create(
        learner=learner, translation_key=lesson.translation_key, language=language, **span, **fields
    )


def make_note(author: User, lesson: LessonPage | None = None, *, body: str = "", **fields: Any) -> LessonNote:
    """Let ``author`` have noted something on ``lesson`` (or on a new one)."""
    lesson = lesson or make_lesson()
    fields.setdefault("client_key", uuid.uuid4())
    fields.setdefault("updated_at", timezone.now())
    named = {"translation_key": lesson.translation_key, "language": lesson.locale.language_code}
    body = body or f"Thought {next(_numbers)}"
    return LessonNote.objects.create(author=author, lesson_title=lesson.title, body=body, **named, **fields)


def item(name: str, value: Any) -> dict[str, Any]:
    """Return an item of a list in a body, with a name that answers use."""
    return {"type": "item", "value": value, "id": name}


CHECKS: dict[str, dict[str, Any]] = {
    "single": {
        "choices": [
            item("shade", {"text": "In the shade", "is_right": True, "feedback": "It stays cool."}),
            item("sun", {"text": "In the sun", "is_right": False, "feedback": "It loses water there."}),
            item("rain", {"text": "In the rain", "is_right": False, "feedback": ""}),
        ]
    },
    "multiple": {
        "choices": [
            item("gloves", {"text": "Gloves", "is_right": True, "feedback": ""}),
            item("mask", {"text": "A mask", "is_right": True, "feedback": ""}),
            item("scarf", {"text": "A scarf", "is_right": False, "feedback": "It gets caught."}),
        ]
    },
    "true_false": {"is_true": "false", "true_feedback": "Think of the wind.", "false_feedback": ""},
    "short": {"answers": [item("a", "120"), item("b", "one hundred*twenty")]},
    "ordering": {"items": [item("call", "Call"), item("shout", "Shout"), item("press", "Press")]},
    "matching": {
        "pairs": [
            item("p1", {"left": "Oil", "right": "Lid"}),
            item("p2", {"left": "Wood", "right": "Water"}),
        ]
    },
}
"""One quick check of each kind, as a body has them. ``RIGHT`` says what is right."""

RIGHT: dict[str, Any] = {
    "single": ["shade"],
    "multiple": ["mask", "gloves"],
    "true_false": ["false"],
    "short": "１２０。",
    "ordering": ["call", "shout", "press"],
}
WRONG: dict[str, Any] = {
    "single": ["sun"],
    "multiple": ["gloves", "scarf"],
    "true_false": ["true"],
    "short": "12",
    "ordering": ["shout", "call", "press"],
}


def check_raw(kind: str = "single", block: str = "", **fields: Any) -> dict[str, Any]:
    """Return a quick check as it stands in a body, in the block of this id (or of the kind's name)."""
    value = {"question": f"<p>What of {kind}?</p>", "attempts": 0, **CHECKS[kind], **fields}
    return {"type": f"check_{kind}", "id": block or kind, "value": value}


def make_checked_lesson(*kinds: str, checks: list[dict[str, Any]] | None = None, **fields: Any) -> LessonPage:
    """Publish a lesson with a quick check of each of these kinds, or with ``checks``; finished by passing all."""
    body = checks if checks is not None else [check_raw(kind) for kind in kinds or ("single",)]
    rule = {"needs_word": False, "needs_checks": True, **fields}
    return make_lesson(rule.pop("organization", None), body=json.dumps(body), **rule)


def make_attempts(lesson: LessonPage, count: int) -> None:
    """Let so many learners have answered each check of a lesson once, every second one rightly."""
    now, key = timezone.now(), lesson.translation_key
    learners = [make_user(password=None) for _number in range(count)]
    for check in checks_in(lesson):
        question = CheckQuestion.objects.create(
            translation_key=key,
            block=check.block,
            language=lesson.locale.language_code,
            version=check.version,
            kind=check.kind,
            asked=check.asked,
        )
        right = RIGHT.get(check.block, {"p1": "p1", "p2": "p2"})
        wrong = WRONG.get(check.block, {"p1": "p2", "p2": "p1"})
        CheckAttempt.objects.bulk_create(
            CheckAttempt(
                learner=learner,
                question=question,
                translation_key=key,
                block=check.block,
                number=1,
                is_first=True,
                answer=right if number % 2 else wrong,
                is_right=bool(number % 2),
                client_key=uuid.uuid4(),
                attempted_at=now,
            )
            for number, learner in enumerate(learners)
        )
