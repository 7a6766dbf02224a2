"""Whether a lesson's rule is fulfilled, and what is missing, in words."""

from collections.abc import Set
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lessons.completion.films import Films
from lessons.completion.study import Study
from lessons.models import LessonPage
from lessons.models.rule import FinishedBy

LAST_MOMENT = 0.5
"""Seconds at the end of a film that no player reports reliably."""


@dataclass(frozen=True)
class Condition:
    """One condition: ``text`` tells the learner what to do, and what is still missing."""

    kind: str
    text: str | Promise
    is_met: bool


def conditions_of(lesson: LessonPage, films: Films, study: Study, checks: Set[str] = frozenset()) -> list[Condition]:
    """Return what ``lesson`` asks for and how far ``study`` fulfills it, in the order of the editor's panel.

    ``checks`` are the blocks of the quick checks that the rule asks for (see ``checks.finding.checks_asked``).
    """
    asked = (
        (lesson.needs_reading, _reading),
        (lesson.needs_watching, _watching),
        (lesson.needs_minutes, _minutes),
        (lesson.needs_checks, partial(_passing, checks)),
        (lesson.needs_confirmation, _confirmation),
        (lesson.needs_word, _word),
    )
    return [make(lesson, films, study) for is_asked, make in asked if is_asked]


def is_fulfilled(lesson: LessonPage, conditions: list[Condition]) -> bool:
    """Say whether the lesson is finished by these conditions."""
    if not conditions:
        return False
    holds = any if lesson.finished_by == FinishedBy.ANY else all
    return holds(condition.is_met for condition in conditions)


def _reading(lesson: LessonPage, films: Films, study: Study) -> Condition:
    if study.percent >= 100:
        return Condition("reading", _("Read to the end."), True)
    return Condition("reading", _("Read to the end: %(percent)s %% so far.") % {"percent": study.percent}, False)


def _watching(lesson: LessonPage, films: Films, study: Study) -> Condition:
    total = films.total
    if not total:
        return Condition("watching", _("Watch the films; their length is not known yet."), False)
    needed = min(total * lesson.watched_percent / 100, max(total - LAST_MOMENT, LAST_MOMENT))
    left = needed - films.watched(study.played)
    said = {"percent": lesson.watched_percent, "left": clock(left)}
    if left <= 0:
        return Condition("watching", _("Watch %(percent)s %% of the films.") % said, True)
    return Condition("watching", _("Watch %(percent)s %% of the films: %(left)s to go.") % said, False)


def _minutes(lesson: LessonPage, films: Films, study: Study) -> Condition:
    minutes = lesson.needs_minutes or 0
    left = minutes * 60 - study.seconds
    said = {"minutes": minutes, "left": clock(left)}
    if left <= 0:
        text = ngettext("Study for %(minutes)s minute.", "Study for %(minutes)s minutes.", minutes)
    else:
        text = ngettext(
            "Study for %(minutes)s minute: %(left)s to go.", "Study for %(minutes)s minutes: %(left)s to go.", minutes
        )
    return Condition("minutes", text % said, left <= 0)


def _passing(checks: Set[str], lesson: LessonPage, films: Films, study: Study) -> Condition:
    total = len(checks)
    needed = -(-total * lesson.checks_percent // 100)
    passed = len(checks & study.passed)
    said = {"needed": needed, "total": total, "passed": passed}
    if not total:
        return Condition("checks", _("Pass the quick checks; there are none at the moment."), False)
    if passed >= needed:
        return Condition("checks", _("Pass %(needed)s of %(total)s quick checks.") % said, True)
    text = _("Pass %(needed)s of %(total)s quick checks: %(passed)s so far.")
    return Condition("checks", text % said, False)


def _confirmation(lesson: LessonPage, films: Films, study: Study) -> Condition:
    return Condition("confirmation", _("Have it confirmed by an instructor."), study.confirmed)


def _word(lesson: LessonPage, films: Films, study: Study) -> Condition:
    return Condition("word", _("Say so with the button below the lesson."), study.said)


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, rounded up: ``3:05``."""
    whole = max(0, int(-(-seconds // 1)))
    return f"{whole // 60}:{whole % 60:02}"
