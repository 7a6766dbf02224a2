"""Lessons in both languages, their categories and how often they were read."""

import datetime
import json
import math

from django.utils.html import escape, format_html_join

from home.demo import content
from home.demo.load.school import BATCH, CHINESE, LANGUAGES, DemoSchool
from home.demo.shapes import Block, Lesson, LessonText
from lessons.models import (
    LessonCategory,
    LessonCategoryKind,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    LessonViewDay,
    ProgressState,
)
from people.models.audience import Audience

CATEGORY_NAMES = {
    "theory": ("理论学习", "Theory"),
    "conduct": ("作风修养", "Conduct"),
    "policy": ("政策法规", "Policy"),
    "skills": ("实务技能", "Skills"),
    "knowledge": ("综合知识", "Knowledge"),
    "local": ("乡土课程", "Local matters"),
}
VIEW_DAYS = 60
PUBLIC_SHARE = 4
"""Every so manieth lesson can be read by everyone, the others by those who have signed in."""


def load(school: DemoSchool) -> None:
    """Publish every lesson in each language, as translations of one another."""
    categories = _categories(school)
    for number, lesson in enumerate(content.lessons()):
        for language in LANGUAGES:
            school.lessons[lesson.slug, language] = _publish(school, lesson, language, number, categories)
            school.tick(1)
    _views(school)
    _progress(school)


def _categories(school: DemoSchool) -> dict[tuple[str, str], LessonCategory]:
    made = {}
    for order, kind in enumerate(LessonCategoryKind.values):
        key = school.uuid()
        for language, name in zip(LANGUAGES, CATEGORY_NAMES[kind], strict=True):
            made[kind, language] = LessonCategory.objects.create(
                organization=school.city,
                name=name,
                kind=kind,
                sort_order=order,
                locale=school.locales[language],
                translation_key=key,
                public_id=school.uuid(),
            )
    return made


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
        body=_body(text),
        category=categories[lesson.category, language],
        level=lesson.level,
        training_hours=lesson.training_hours,
        estimated_minutes=lesson.minutes,
        audience=Audience.PUBLIC if number % PUBLIC_SHARE == 0 else Audience.SIGNED_IN,
        owner=school.accounts["editor"],
        search_description=text.intro,
    )
    if language != CHINESE:
        page.translation_key = school.lessons[lesson.slug, CHINESE].translation_key
    index = LessonIndexPage.objects.child_of(school.homes[school.city.code, language]).get()
    index.add_child(instance=page)
    page.tags.add(*text.tags)
    page.save()
    page.save_revision(user=school.accounts["editor"]).publish()
    return page


def _body(text: LessonText) -> str:
    return json.dumps([part for block in text.body for part in _stream(block)])


def _stream(block: Block) -> list[dict[str, object]]:
    """Give a block of the demo's matter as blocks of a lesson's body."""
    if block.kind == "text":
        return [{"type": "text", "value": block.html}]
    if block.kind == "quote":
        return [{"type": "quotation", "value": {"text": block.text, "source": block.source}}]
    if block.kind == "callout":
        return [{"type": "callout", "value": {"kind": block.tone, "text": f"<p>{escape(block.text)}</p>"}}]
    if block.kind == "steps":
        steps = [{"title": step.title, "text": f"<p>{escape(step.text)}</p>"} for step in block.steps]
        return [{"type": "steps", "value": steps}]
    rows = format_html_join("", "<li>{}</li>", ((" · ".join(row),) for row in block.rows))
    return [{"type": "text", "value": f"<ul>{rows}</ul>"}]


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
