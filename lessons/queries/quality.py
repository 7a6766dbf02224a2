"""Lessons with what was remarked on them."""

from django.db.models import F, QuerySet

from lessons.models import LessonPage, QualitySettings
from lessons.quality.kinds import KINDS
from people.models import User
from people.queries.in_scope import in_scope


def lessons_with_quality(user: User, *, code: str = "") -> QuerySet[LessonPage]:
    """Lessons that ``user`` works on, those with most remarks first; with ``code`` only those with such a remark."""
    lessons = in_scope(user, LessonPage.objects.filter(alias_of=None)).select_related("quality", "locale")
    if code in KINDS:
        # As text, so that it works on every database: a code stands nowhere else in quotation marks with its key.
        lessons = lessons.filter(quality__findings__icontains=f'"code": "{code}"')
    else:
        lessons = lessons.filter(quality__isnull=False)
    return lessons.defer("body").order_by(F("quality__count").desc(nulls_last=True), "title", "pk")


def strict_kinds() -> frozenset[str]:
    """Return the kinds of remarks that stop a lesson, as the school decided."""
    return frozenset(QualitySettings.load().strict) & KINDS.keys()
