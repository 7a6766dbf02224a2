"""Makes lessons and categories for tests."""

from itertools import count
from typing import Any

from wagtail.models import Locale, Page

from lessons.models import LessonCategory, LessonCategoryKind, LessonIndexPage, LessonPage
from people.models import Organization
from tests.factories.people import make_organization, make_place

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
    """Publish a lesson of ``organization`` (or of a new one), below a lesson list of its own or ``index``."""
    number = next(_numbers)
    if index is None:
        place = make_place(organization or make_organization())
        index = place.add_child(instance=LessonIndexPage(title="Lessons", slug=f"lessons-{number}"))
    index.refresh_from_db()
    return index.add_child(instance=LessonPage(title=title or f"Lesson {number}", slug=f"lesson-{number}", **fields))
