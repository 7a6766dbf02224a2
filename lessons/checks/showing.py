"""What readers see of quick checks: a frame that all of them share, and in it what is each reader's own."""

import uuid
import zlib
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from foundation.fragments import SharedRequest, kept_text
from lessons.checks.base import ORDERS, Check, CheckBlock, Outcome, Shown
from lessons.checks.finding import asking, checks_in
from lessons.checks.standing import CheckStanding, Kept, standing_in
from lessons.models import LessonPage, LessonProgress
from people.models import User
from people.published import published_version
from schoolhouse.refusals import Refusal

FRAME = "lessons/checks/frame.html"
CONTENT = "lessons/checks/content.html"


def show(check: Check, context: Mapping[str, Any]) -> SafeString:
    """Render a check where it stands in a lesson.

    On a published lesson those who have signed in get a form, with a place for what is their own (``marks_of_checks``).
    Strangers read the question, editors in the preview also what will be said; programs get the question alone.
    """
    request, page = context.get("request"), context.get("page")
    is_page = "marks" in context or isinstance(request, SharedRequest)
    if not is_page or not isinstance(page, LessonPage) or request is None:
        return _framed(context, check, content=content_of(check, Shown(), {"is_read_only": True}))
    if not request.user.is_authenticated:
        return _framed(context, check, content=content_of(check, Shown(), {"is_read_only": True}), is_stranger=True)
    if getattr(request, "is_preview", False) or not page.live:
        return _framed(context, check, content=content_of(check, Shown(is_solved=True), {"is_preview": True}))
    return _framed(context, check, address=address_of(page, check))


def address_of(lesson: LessonPage, check: Check) -> str:
    """Return where answers to a check are sent."""
    return reverse("lessons:answer", args=[lesson.translation_key, lesson.locale.language_code, check.block])


def marks_of_checks(lesson: LessonPage, user: User, progress: LessonProgress | None) -> dict[str, dict[str, str]]:
    """Return what each check shows to one reader, and a fresh key for the next answer. No query of its own."""
    checks = checks_in(lesson)
    if not checks:
        return {}
    return {
        "check": {check.block: own_content(lesson, check, user, progress) for check in checks},
        "check_key": {check.block: str(uuid.uuid4()) for check in checks},
    }


def own_content(
    lesson: LessonPage, check: Check, user: User, progress: LessonProgress | None, **more: Any
) -> SafeString | str:
    """Return a check as it stands for one reader; nothing where a plugin's kind fails."""
    key, language = lesson.translation_key, lesson.locale.language_code
    standing = standing_in(check, Kept.of(progress, check.block), key=key, language=language)
    seed = seed_of(user, check, standing)
    try:
        with asking(check.kind) as kind:
            if more or not _is_common(kind, check, standing):
                return _content(kind, check, standing, seed, more)
            name = (lesson.pk, published_version(), check.block, standing, seed)
            return kept_text(name, CONTENT, lambda: _variables(kind, check, standing, seed))
    except Refusal:
        return ""


def seed_of(user: User, check: Check, standing: CheckStanding) -> int:
    """Return what a reader's order of parts is drawn from: the same until they answer."""
    return zlib.crc32(f"{user.public_id}:{check.block}:{standing.tries}".encode()) % ORDERS


def content_of(check: Check, shown: Shown, more: Mapping[str, Any]) -> SafeString | str:
    """Return a check without a reader."""
    try:
        with asking(check.kind) as kind:
            variables = {"check": check, "kind_template": kind.meta.template, **kind.parts(check, shown), **more}
            return render_to_string(CONTENT, {**variables, "is_solved": shown.is_solved})
    except Refusal:
        return ""


def outcome_of(kind: CheckBlock, check: Check, standing: CheckStanding) -> Outcome | None:
    """Return how the last answer is judged, part by part."""
    return kind.judge(check.asked, standing.answer) if standing.answer is not None else None


def _is_common(kind: CheckBlock, check: Check, standing: CheckStanding) -> bool:
    """Say whether many readers are shown the same, so that the text is worth keeping."""
    return standing.answer is None or (kind.has_few_answers and not check.is_shuffled)


def _content(kind: CheckBlock, check: Check, standing: CheckStanding, seed: int, more: Mapping[str, Any]) -> SafeString:
    return render_to_string(CONTENT, {**_variables(kind, check, standing, seed), **more})


def _variables(kind: CheckBlock, check: Check, standing: CheckStanding, seed: int) -> dict[str, Any]:
    is_closed = standing.is_closed(check)
    shown = Shown(seed, standing.answer, outcome_of(kind, check, standing), is_closed)
    return {
        "check": check,
        "kind_template": kind.meta.template,
        "standing": standing,
        "left": standing.left(check),
        "is_closed": is_closed,
        "is_solved": is_closed,
        **kind.parts(check, shown),
    }


def _framed(context: Mapping[str, Any], check: Check, **variables: Any) -> SafeString:
    return render_to_string(FRAME, {**context, "check": check, **variables})
