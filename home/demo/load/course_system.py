"""The course system as a tree, series, and what lessons point at; nothing of it is drawn by chance."""

import uuid
from typing import Any

from home.demo import content
from home.demo.load.school import LANGUAGES, DemoSchool
from lessons.models import (
    LessonCategory,
    LessonCategoryKind,
    LessonPage,
    LessonPrerequisite,
    LessonSeries,
    LessonSeriesItem,
    PrerequisiteRule,
    RelatedLesson,
)

KIND_NAMES = {
    "theory": ("理论学习", "Theory"),
    "conduct": ("作风修养", "Conduct"),
    "policy": ("政策法规", "Policy"),
    "skills": ("实务技能", "Skills"),
    "knowledge": ("综合知识", "Knowledge"),
    "local": ("乡土课程", "Local matters"),
}
NAMES = uuid.UUID("6f0c2a0e-5a7d-4f57-9a39-0b7a1c1f4e10")


def load_categories(school: DemoSchool) -> dict[tuple[str, str], LessonCategory]:
    """Make the tree in each language; return the category of each kind, and of each lesson by its slug."""
    made: dict[tuple[str, str], LessonCategory] = {}
    for order, kind in enumerate(LessonCategoryKind.values):
        for language, name in zip(LANGUAGES, KIND_NAMES[kind], strict=True):
            made[kind, language] = _category(school, kind, language, name=name, kind=kind, sort_order=order)
    for order, branch in enumerate(content.course_system()["branches"]):
        for language in LANGUAGES:
            above = made[branch.get("below", branch["kind"]), language]
            fields = {"parent": above, "kind": branch["kind"], "sort_order": order}
            name = branch[content.LANGUAGES[language]]
            category = _category(school, branch["slug"], language, name=name, **fields)
            made[branch["slug"], language] = category
            made.update({(f"lesson {slug}", language): category for slug in branch["lessons"]})
    return made


def _category(school: DemoSchool, slug: str, language: str, **fields: Any) -> LessonCategory:
    return LessonCategory.objects.create(
        organization=school.city,
        locale=school.locales[language],
        translation_key=uuid.uuid5(NAMES, f"category {slug}"),
        public_id=uuid.uuid5(NAMES, f"category {slug} {language}"),
        **fields,
    )


def load_links(school: DemoSchool) -> None:
    """Make the series, and publish what lessons ask for first and what goes with them."""
    for row in content.course_system()["series"]:
        for language in LANGUAGES:
            _series(school, row, language)
    system = content.course_system()
    for slug in sorted({*system["prerequisites"], *system["related"]}):
        for language in LANGUAGES:
            _link(school, slug, language)


def _series(school: DemoSchool, row: dict[str, Any], language: str) -> None:
    code = content.LANGUAGES[language]
    series = LessonSeries.objects.create(
        organization=school.city,
        locale=school.locales[language],
        translation_key=uuid.uuid5(NAMES, f"series {row['slug']}"),
        public_id=uuid.uuid5(NAMES, f"series {row['slug']} {language}"),
        title=row[code],
        intro=row[f"{code}_intro"],
    )
    LessonSeriesItem.objects.bulk_create(
        LessonSeriesItem(series=series, lesson=school.lessons[slug, language], sort_order=order)
        for order, slug in enumerate(row["lessons"])
    )


def _link(school: DemoSchool, slug: str, language: str) -> None:
    system = content.course_system()
    page = LessonPage.objects.get(pk=school.lessons[slug, language].pk)

    def pages(name: str) -> list[LessonPage]:
        return [school.lessons[other, language] for other in system[name].get(slug, ())]

    page.prerequisites.set([LessonPrerequisite(lesson=other) for other in pages("prerequisites")])
    page.related_lessons.set([RelatedLesson(lesson=other) for other in pages("related")])
    if slug in system["locked"]["lessons"]:
        page.prerequisite_rule = PrerequisiteRule.LOCKED
    page.save_revision(user=school.accounts["editor"]).publish()
    school.lessons[slug, language] = page
