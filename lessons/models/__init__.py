"""Models of the lessons room."""

from lessons.models.category import LessonCategory, LessonCategoryKind
from lessons.models.pages import LessonIndexPage, LessonLevel, LessonPage, LessonPageTag
from lessons.models.progress import LessonProgress, ProgressState
from lessons.models.views import LessonViewDay

__all__ = [
    "LessonCategory",
    "LessonCategoryKind",
    "LessonIndexPage",
    "LessonLevel",
    "LessonPage",
    "LessonPageTag",
    "LessonProgress",
    "LessonViewDay",
    "ProgressState",
]
