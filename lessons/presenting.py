"""What a lesson's page shows beside its body."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.fragments import kept_text, render_shared
from lessons.blocks.basic import heading_anchors
from lessons.catalogue.beside import beside_marks
from lessons.catalogue.prerequisites import asked_first, holds_back
from lessons.catalogue.shelf import shelf_context
from lessons.checks.base import CheckBlock
from lessons.checks.finding import checks_asked, checks_in
from lessons.checks.showing import marks_of_checks
from lessons.completion.films import read_films
from lessons.completion.opening import seal
from lessons.completion.rules import Condition, conditions_of
from lessons.completion.study import Study
from lessons.models import LessonIndexPage, LessonPage
from lessons.permissions import may_confirm_some, may_see_answers
from lessons.queries.progress import Standing, standing_of
from lessons.seen import view_token
from people.models import User
from people.published import published_version

_LINK = '<p class="card__note"><a href="{}">{}</a></p>'


@dataclass(frozen=True)
class Heading:
    """An entry of the lesson's contents."""

    title: str
    anchor: str


def lesson_context(lesson: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Return what a lesson shows to one reader, who may look at a draft."""
    standing = _standing(lesson, request)
    return {
        **shared_context(lesson),
        "finished_at": _finished_at(standing),
        "marks": marks_of(lesson, request.user, standing),
    }


def show_lesson(lesson: LessonPage, request: HttpRequest) -> HttpResponse:
    """Answer with a lesson to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    first = asked_first(lesson)
    standing = _standing(lesson, request, [fact.key for fact in first])
    finished = standing.finished if standing else frozenset()
    beside = beside_marks(lesson, request, finished)
    if first and holds_back(lesson, request.user, finished):
        context = {"page": lesson, "self": lesson, "prerequisites": beside["prerequisites"]}
        return render(request, "lessons/locked.html", context, status=403)
    finished_at = _finished_at(standing)
    context = {"page": lesson, "self": lesson, "finished_at": finished_at}
    return render_shared(
        request,
        lesson.template,
        key=(lesson.pk, published_version(), finished_at and timezone.localdate(finished_at)),
        shared=lambda: {**context, **shared_context(lesson)},
        marks={**marks_of(lesson, request.user, standing), **beside},
    )


def marks_of(lesson: LessonPage, user: User | AnonymousUser, standing: Standing | None) -> dict[str, Any]:
    """Return what is the reader's own: how far, what is missing, where in a film, the seal of this opening."""
    if not user.is_authenticated:
        return {"seen": view_token(lesson.translation_key)} if lesson.live else {}
    percent = standing.study.percent if standing else 0
    marks: dict[str, Any] = {
        "percent": str(percent),
        "progress": kept_text(percent, "lessons/_progress.html", lambda: {"percent": percent}),
        "opened": seal(user, lesson.translation_key),
        "place": _place(standing),
    }
    if _finished_at(standing) is None:
        marks["conditions"] = _conditions(standing.conditions if standing else _asked(lesson))
    if may_confirm_some(user, lesson):
        address = reverse("lessons:learners", args=[lesson.translation_key, lesson.locale.language_code])
        marks["learners"] = format_html(_LINK, address, _("Learners of this lesson"))
    if standing is not None and checks_in(lesson):
        marks |= marks_of_checks(lesson, user, standing.progress)
        if may_see_answers(user, lesson):
            address = reverse("lessons:answers", args=[lesson.translation_key, lesson.locale.language_code])
            marks["answers"] = format_html(_LINK, address, _("How the quick checks were answered"))
    return marks


def _standing(lesson: LessonPage, request: HttpRequest, others: Iterable[uuid.UUID] = ()) -> Standing | None:
    user = request.user
    is_draft = getattr(request, "is_preview", False) or not lesson.pk
    return standing_of(user, lesson, others) if user.is_authenticated and not is_draft else None


def _finished_at(standing: Standing | None) -> datetime.datetime | None:
    return standing.progress.completed_at if standing and standing.progress else None


def _place(standing: Standing | None) -> str:
    """Return the block and second of the film that the reader played last, on whichever device."""
    place = standing.study.place if standing else None
    return f"{place[1]} {int(place[2])}" if place else ""


def _asked(lesson: LessonPage) -> list[Condition]:
    return conditions_of(lesson, read_films(lesson), Study(), checks_asked(lesson, is_draft=True))


def _conditions(conditions: list[Condition]) -> SafeString:
    """Return the list of conditions. Written here: it is each reader's own, and too short for a template."""
    return _conditions_text(tuple(conditions), translation.get_language())


@lru_cache(maxsize=2_000)
def _conditions_text(conditions: tuple[Condition, ...], language: str | None) -> SafeString:
    done = _("Done:")
    rows = ((one.kind, mark_safe("" if one.is_met else " hidden"), done, one.text) for one in conditions)
    item = '<li data-condition="{}"><span{}>✓<span class="visually-hidden"> {}</span> </span><span>{}</span></li>'
    return format_html_join("", item, rows)


def shared_context(lesson: LessonPage) -> dict[str, Any]:
    """Return what a lesson shows to all its readers."""
    headings = [str(block.value) for block in lesson.body if block.block_type == "heading"]
    return {
        "headings": [Heading(*pair) for pair in zip(headings, heading_anchors(headings), strict=True)],
        "language": lesson.locale.language_code,
        "has_checks": any(isinstance(block.block, CheckBlock) for block in lesson.body),
    }


def index_context(index: LessonIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the lessons of one organization that the reader may see."""
    if not index.pk:
        return {}
    return shelf_context(request, index.locale.language_code, within=LessonPage.objects.live().child_of(index))
