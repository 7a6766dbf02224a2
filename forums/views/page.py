"""What a forum page shows."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from forums.models import ForumPage, ForumPrompt, StudyListItem, Thread
from forums.queries.thread import THREADS_PER_PAGE, threads_of
from lessons.models import LessonProgress, ProgressState


@dataclass(frozen=True)
class PromptCard:
    """A prompt and the thread that it opened, if the forum is published."""

    prompt: ForumPrompt
    thread: Thread | None


@dataclass(frozen=True)
class StudyRow:
    """A page of the study list, and whether the reader has finished it."""

    title: str
    url: str
    done: bool


def forum_context(forum: ForumPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of a forum page; whoever asks was let in.

    A preview shows the page as a learner would see it; that of a new forum has no threads yet.
    """
    threads = threads_of(forum, request.user).filter(prompt=None) if forum.pk else Thread.objects.none()
    page = Paginator(threads, THREADS_PER_PAGE).get_page(request.GET.get("page"))
    is_preview = getattr(request, "is_preview", False)
    return {
        "training_class": forum.training_class,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, request),
        "prompts": _prompt_cards(forum, request) if page.number == 1 else [],
        "study_list": study_rows(forum, request),
        "threads": page,
        "can_post": forum.has_opened and (is_preview or request.user.is_authenticated),
    }


def zone_of(forum: ForumPage) -> ZoneInfo | Any:
    """Return the time zone of the class, or of the organization for a salon."""
    if forum.training_class is not None:
        return forum.training_class.zone
    return forum.organization.zone if forum.organization else timezone.get_current_timezone()


def crumbs(forum: ForumPage, request: HttpRequest, *pages: Page) -> list[dict[str, str]]:
    """Return the way down to a forum or thread: the class, then ``pages``."""
    way = [forum.training_class] if forum.training_class else []
    return [{"label": page.title, "url": page.get_url(request)} for page in [*way, *pages]]


def _prompt_cards(forum: ForumPage, request: HttpRequest) -> list[PromptCard]:
    """Return the prompts with their threads, each thread with ``unread`` for the reader. Two queries."""
    rows = threads_of(forum, request.user).exclude(prompt_key=None) if forum.pk else Thread.objects.none()
    threads = {thread.prompt_key: thread for thread in rows}
    return [PromptCard(prompt, threads.get(prompt.public_id)) for prompt in forum.prompts.all()]


def study_rows(forum: ForumPage, request: HttpRequest) -> list[StudyRow]:
    """Return the published pages to study before the discussion, in one query; in a preview none is done yet."""
    if getattr(request, "is_preview", False):
        items = [item for item in forum.study_list.all() if item.page.live]
        return [StudyRow(item.page.title, item.page.get_url(request) or "", False) for item in items]
    done = LessonProgress.objects.filter(
        learner_id=request.user.pk, translation_key=OuterRef("page__translation_key"), state=ProgressState.COMPLETED
    )
    rows = StudyListItem.objects.filter(forum_id=forum.pk, page__live=True).select_related("page")
    return [
        StudyRow(item.page.title, item.page.get_url(request) or "", item.done)
        for item in rows.annotate(done=Exists(done)).order_by("sort_order", "pk")
    ]
