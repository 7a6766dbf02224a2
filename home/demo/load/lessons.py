"""Lessons in both languages, their categories and how often they were read."""

import datetime
import json
import math
import uuid
from collections.abc import Callable

from django.utils.html import escape

from home.demo import content
from home.demo.load.checks import checks_of, load_attempts
from home.demo.load.course_system import load_categories, load_links
from home.demo.load.materials import image_of, sheets_of
from home.demo.load.school import BATCH, CHINESE, LANGUAGES, DemoSchool
from home.demo.shapes import Block, Lesson, LessonText
from lessons.models import (
    LessonCategory,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    LessonViewDay,
    ProgressState,
)
from people.models.audience import Audience

_KEYS = uuid.UUID("6d0f6a3e-6a51-4f0c-9a35-5d0c7c1b8e42")
VIEW_DAYS = 60
PUBLIC_SHARE = 4
"""Every so manieth lesson can be read by everyone, the others by those who have signed in."""


def load(school: DemoSchool) -> None:
    """Publish every lesson in each language, as translations of one another."""
    categories = load_categories(school)
    for number, lesson in enumerate(content.lessons()):
        for language in LANGUAGES:
            school.lessons[lesson.slug, language] = _publish(school, lesson, language, number, categories)
            school.tick(1)
    load_links(school)
    _views(school)
    _progress(school)
    load_attempts(school)


def _publish(
    school: DemoSchool,
    lesson: Lesson,
    language: str,
    number: int,
    categories: dict[tuple[str, str], LessonCategory],
) -> LessonPage:
    text = lesson.texts[language]
    page = LessonPage(
        title=text.title,
        slug=lesson.slug,
        locale=school.locales[language],
        intro=text.intro,
        body=_body(school, lesson.slug, text, language),
        needs_word=not lesson.is_checked,
        needs_checks=lesson.is_checked,
        category=categories.get((f"lesson {lesson.slug}", language), categories[lesson.category, language]),
        level=lesson.level,
        training_hours=lesson.training_hours,
        stated_minutes=lesson.minutes,
        audience=Audience.PUBLIC if number % PUBLIC_SHARE == 0 else Audience.SIGNED_IN,
        owner=school.accounts["editor"],
        search_description=text.intro,
    )
    # The same in both languages and each time the demo is loaded: what is kept of learners names it.
    page.translation_key = uuid.uuid5(_KEYS, lesson.slug)
    index = LessonIndexPage.objects.child_of(school.homes[school.city.code, language]).get()
    index.add_child(instance=page)
    page.tags.add(*text.tags)
    page.save()
    page.save_revision(user=school.accounts["editor"]).publish()
    return page


def _body(school: DemoSchool, slug: str, text: LessonText, language: str) -> str:
    """Return the body; quick checks and their parts have the same ids in all languages."""
    checks = iter(checks_of(slug, text))
    parts = [next(checks) if block.kind == "check" else _stored(block, school, language) for block in text.body]
    return json.dumps(parts)


def _stored(block: Block, school: DemoSchool, language: str) -> dict[str, object]:
    """Give a block of the demo's matter as a block of a lesson's body."""
    kind, value = STORED[block.kind](block, school, language)
    return {"type": kind, "value": value}


def _table(block: Block, school: DemoSchool, language: str) -> tuple[str, object]:
    names, *rows = block.rows
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": name} for name in names],
        "rows": [{"values": list(row)} for row in rows],
    }
    return "table", {"table": table, "has_row_names": True, "on_phones": "cards"}


def _gallery(block: Block, school: DemoSchool, language: str) -> tuple[str, object]:
    pictures = [
        {
            "image": {"image": image_of(school, name).pk, "alt_text": seen, "decorative": False},
            "caption": caption,
        }
        for name, caption, seen in block.rows
    ]
    return "gallery", {"pictures": pictures, "caption": ""}


def _sheets(block: Block, school: DemoSchool, language: str) -> tuple[str, object]:
    return block.kind, {"document": sheets_of(school, block, language).pk, "caption": ""}


def _steps(block: Block) -> list[dict[str, str]]:
    return [{"title": step.title, "text": f"<p>{escape(step.text)}</p>"} for step in block.steps]


STORED: dict[str, Callable[[Block, DemoSchool, str], tuple[str, object]]] = {
    "text": lambda block, school, language: ("text", block.html),
    "quote": lambda block, school, language: ("quotation", {"text": block.text, "source": block.source}),
    "callout": lambda block, school, language: (
        "callout",
        {"kind": block.tone, "text": f"<p>{escape(block.text)}</p>"},
    ),
    "steps": lambda block, school, language: ("steps", _steps(block)),
    "accordion": lambda block, school, language: ("accordion", {"parts": _steps(block), "opens_first": False}),
    "code": lambda block, school, language: (
        "code",
        {"language": block.tone, "code": block.text, "caption": block.source},
    ),
    "page_card": lambda block, school, language: (
        "page_card",
        {"page": school.lessons[block.source, language].pk, "note": block.text},
    ),
    "table": _table,
    "gallery": _gallery,
    "document": _sheets,
    "document_pages": _sheets,
}
"""How each kind of block of the demo's matter is stored."""


def _views(school: DemoSchool) -> None:
    """Let every lesson have been read, more often lately and the micro-lessons most."""
    rows = []
    for lesson in content.lessons():
        key = school.lessons[lesson.slug, CHINESE].translation_key
        weight = (40 if lesson.is_micro else 15) * math.sqrt(max(school.scale, 0.01))
        for back in range(VIEW_DAYS):
            views = int(school.rng.random() * weight * (1 - back / (VIEW_DAYS * 1.5)))
            if views:
                day = school.today - datetime.timedelta(days=back)
                rows.append(LessonViewDay(translation_key=key, day=day, views=views))
    LessonViewDay.objects.bulk_create(rows, batch_size=BATCH)


def _progress(school: DemoSchool) -> None:
    """Let learners have begun and finished lessons; the first account always has one to go on with."""
    keys = [school.lessons[lesson.slug, CHINESE].translation_key for lesson in content.lessons()]
    rows = []
    for number, learner in enumerate(school.learners):
        for order, key in enumerate(school.rng.sample(keys, 3)):
            finished = school.rng.random() < 0.6 and not (number == 0 and order == 0)
            days = school.rng.randint(0, VIEW_DAYS)
            rows.append(
                LessonProgress(
                    learner=learner,
                    translation_key=key,
                    state=ProgressState.COMPLETED if finished else ProgressState.STARTED,
                    percent=100 if finished else school.rng.randint(10, 90),
                    seconds_spent=school.rng.randint(60, 1_500),
                    completed_at=school.now - datetime.timedelta(days=days) if finished else None,
                )
            )
    LessonProgress.objects.bulk_create(rows, batch_size=BATCH)
