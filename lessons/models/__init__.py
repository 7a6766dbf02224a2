"""Models of the lessons room."""

from lessons.models.beat import LessonBeat
from lessons.models.category import LessonCategory, LessonCategoryKind
from lessons.models.check import CheckAttempt, CheckQuestion
from lessons.models.co_author import CoAuthor, LessonSuggestion, SuggestionState
from lessons.models.document_import import DocumentImport, DocumentState
from lessons.models.links import LessonPrerequisite, PrerequisiteRule, RelatedLesson
from lessons.models.note import LessonNote, NoteKind
from lessons.models.pages import LessonIndexPage, LessonLevel, LessonPage, LessonPageTag
from lessons.models.progress import LessonProgress, ProgressState
from lessons.models.quality import LessonQuality, QualitySettings
from lessons.models.rule import CompletionRule, FinishedBy
from lessons.models.series import LessonSeries, LessonSeriesItem
from lessons.models.settings import LessonSettings
from lessons.models.views import LessonView, LessonViewDay

__all__ = [
    "CheckAttempt",
    "CheckQuestion",
    "CoAuthor",
    "CompletionRule",
    "DocumentImport",
    "DocumentState",
    "FinishedBy",
    "LessonBeat",
    "LessonCategory",
    "LessonCategoryKind",
    "LessonIndexPage",
    "LessonLevel",
    "LessonNote",
    "LessonPage",
    "LessonPageTag",
    "LessonPrerequisite",
    "LessonProgress",
    "LessonQuality",
    "LessonSeries",
    "LessonSeriesItem",
    "LessonSettings",
    "LessonSuggestion",
    "LessonView",
    "LessonViewDay",
    "NoteKind",
    "PrerequisiteRule",
    "ProgressState",
    "QualitySettings",
    "RelatedLesson",
    "SuggestionState",
]
