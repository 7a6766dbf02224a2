"""What a forum page shows."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from classes.models import TrainingClassPage
from forums.models import ForumPage, ForumPrompt, Thread
from forums.permissions import may_post
from forums.queries.forum import training_class_of
from forums.queries.thread import THREADS_PER_PAGE, threads_of
from lessons.models import LessonProgress, ProgressState
from people.models import User


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
    """Return the context of a forum page; a preview of an unsaved forum shows no threads yet."""
    training_class = training_class_of(forum) if forum.path else None
    threads = threads_of(forum, request.user) if forum.pk else Thread.objects.none()
    return {
        "training_class": training_class,
        "zone": zone_of(forum, training_class),
        "crumbs": crumbs(training_class, request),
        "prompts": _prompt_cards(forum),
        "study_list": _study_rows(forum, request),
        "threads": Paginator(threads, THREADS_PER_PAGE).get_page(request.GET.get("page")),
        "can_post": bool(forum.pk) and may_post(request.user, forum),
    }


def zone_of(forum: ForumPage, training_class: TrainingClassPage | None) -> ZoneInfo | Any:
    """Return the time zone of the class, or the reader's for a salon."""
    return training_class.zone if training_class else timezone.get_current_timezone()


def crumbs(training_class: TrainingClassPage | None, request: HttpRequest, *pages: Page) -> list[dict[str, str]]:
    """Return the way down to a forum or thread: the class, then ``pages``."""
    way = [training_class] if training_class else []
    return [{"label": page.title, "url": page.get_url(request)} for page in [*way, *pages]]


def _prompt_cards(forum: ForumPage) -> list[PromptCard]:
    prompts = list(forum.prompts.all())
    threads = {t.prompt_id: t for t in Thread.objects.filter(prompt__in=[p.pk for p in prompts if p.pk])}
    return [PromptCard(prompt, threads.get(prompt.pk)) for prompt in prompts]


def _study_rows(forum: ForumPage, request: HttpRequest) -> list[StudyRow]:
    ids = [item.page_id for item in forum.study_list.all()]
    pages = Page.objects.live().in_bulk(ids)
    done = _finished([page.translation_key for page in pages.values()], request.user)
    return [
        StudyRow(pages[pk].title, pages[pk].get_url(request) or "", pages[pk].translation_key in done)
        for pk in ids
        if pk in pages
    ]


def _finished(keys: list[Any], user: User | AnonymousUser) -> set[Any]:
    """Return those of ``keys`` whose lesson ``user`` has finished."""
    if not user.is_authenticated or not keys:
        return set()
    finished = LessonProgress.objects.filter(learner=user, translation_key__in=keys, state=ProgressState.COMPLETED)
    return set(finished.values_list("translation_key", flat=True))
