"""Which remarks keep a lesson from being published."""

from typing import Any

from lessons.quality.checks import check_lesson
from lessons.quality.kinds import Finding
from lessons.queries.quality import strict_kinds


def strict_remarks(lesson: Any) -> list[Finding]:
    """Return what is to be remarked on ``lesson`` that the school does not let through. No look where nothing stops."""
    strict = strict_kinds()
    return [one for one in check_lesson(lesson) if one.code in strict] if strict else []
