"""What a forum page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from classes.queries.place import settle_zone
from forums.models import CarriedThread, ForumPage, ForumPrompt, ForumVenue, StudyListItem, Thread
from forums.queries.evening.outcome import settled_outcome
from forums.queries.evening.question_box import carried_to
from forums.queries.evening.room_record import records_of
from forums.queries.keypages import place_from, place_page
from forums.queries.reading import prompt_threads_in, studied, threads_in
from forums.queries.thread import THREADS_PER_PAGE, place_of_thread, threads_of
from foundation.fragments import kept_text, render_shared
from people.models import User
from people.published import published_version


@dataclass(frozen=True)
class PromptCard:
    """A prompt and the thread that it opened, if the forum is published."""

    prompt: ForumPrompt
    thread: Thread | None


@dataclass(frozen=True)
class StudyRow:
    """A page of the study list."""

    title: str
    url: str
    page_id: int


def show_forum(forum: ForumPage, request: HttpRequest) -> HttpResponse:
    """Answer with a forum to a reader who was let in: its first page is a text that all readers share."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    template = forum.get_template(request)
    if request.GET:
        return TemplateResponse(request, template, forum.get_context(request))
    reader = request.user.pk or 0
    threads = threads_in.raw(forum=forum.pk, reader=reader)
    asked = prompt_threads_in.raw(forum=forum.pk, reader=reader)
    zone = zone_of(forum)
    return render_shared(
        request,
        template,
        key=(
            published_version(),
            (forum.pk, forum.has_opened, forum.has_closed, str(zone), timezone.now().astimezone(zone).date()),
            [row[:-2] for row in threads + asked],
        ),
        shared=lambda: {"page": forum, "self": forum, **_shared_context(forum, request)},
        marks={
            **study_marks(forum, request.user),
            **_news_marks(request, threads, asked),
            "host": _host_mark(forum, request),
        },
    )


def forum_context(forum: ForumPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of a forum page; whoever asks was let in.

    A preview shows the page as a learner would see it; that of a new forum has no threads yet.
    """
    context = _shared_context(forum, request)
    marks = {} if is_preview(request) else study_marks(forum, request.user)
    rows = [(thread.pk, thread.last_number, thread.read_to) for thread in context["threads"]]
    asked = [
        (card.thread.pk, card.thread.last_number, card.thread.read_to) for card in context["prompts"] if card.thread
    ]
    host = "" if is_preview(request) else _host_mark(forum, request)
    return {**context, "marks": {**marks, **_news_marks(request, rows, asked), "host": host}}


def _host_mark(forum: ForumPage, request: HttpRequest) -> str:
    from forums.views.evening.host import host_mark  # which shows this page's crumbs

    return host_mark(forum, request.user)


def is_preview(request: HttpRequest) -> bool:
    """Say whether an editor looks at a page before it is published."""
    return bool(getattr(request, "is_preview", False))


def _shared_context(forum: ForumPage, request: HttpRequest) -> dict[str, Any]:
    before = place_from(request.GET.get("before", ""))
    rows = threads_of(forum, request.user, before=before).filter(prompt=None) if forum.pk else Thread.objects.none()
    threads = place_page(rows, place_of_thread, size=THREADS_PER_PAGE)
    return {
        "training_class": forum.training_class,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, request),
        "prompts": _prompt_cards(forum, request) if before is None else [],
        "study_list": study_rows(forum, request),
        "threads": threads.rows,
        "is_further": before is not None,
        "older": threads.next,
        **_evening_context(forum, request),
        "can_post": forum.has_opened
        and not forum.refuses_late
        and (is_preview(request) or request.user.is_authenticated),
    }


def _evening_context(forum: ForumPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the evening adds for all readers alike: the version of what is published says when it changed."""
    if is_preview(request) or not forum.pk:
        return {}
    carried = CarriedThread.objects.select_related("thread").filter(forum=forum).first()
    in_room = forum.held != ForumVenue.ONLINE
    records = records_of(forum) if in_room else []
    outcome, today = settled_outcome(forum), timezone.now().astimezone(zone_of(forum)).date()
    return {
        "outcome": outcome,
        "overdue": {row.pk for row in outcome.follow_ups.all() if row.is_overdue(today)} if outcome else set(),
        "carried": list(carried_to(forum)),
        "carried_thread": carried.thread if carried else None,
        "held_in_room": in_room,
        "records": [(record, [row.person.full_name for row in record.spoken.all()]) for record in records],
    }


def _news_marks(request: HttpRequest, threads: Sequence[Any], asked: Sequence[Any]) -> dict[str, dict[str, str]]:
    """Return the marks of threads in which something is new for the reader; rows end with last and read number."""
    if not request.user.is_authenticated or is_preview(request):
        return {}
    return {"new_in_thread": _news("pill", threads), "new_in_prompt": _news("line", asked)}


def _news(shape: str, rows: Sequence[Any]) -> dict[str, str]:
    def text(count: int) -> str:
        return kept_text((shape, count), "forums/_new_count.html", lambda: {"count": count, "shape": shape})

    return {str(row[0]): text(row[-2] - row[-1]) for row in rows if row[-2] > row[-1]}


def zone_of(forum: ForumPage) -> ZoneInfo | Any:
    """Return the time zone of the class, or of the organization for a salon."""
    if forum.training_class is not None:
        return settle_zone(forum.training_class)
    return forum.organization.zone if forum.organization else timezone.get_current_timezone()


def crumbs(forum: ForumPage, request: HttpRequest, *pages: Page) -> list[dict[str, str]]:
    """Return the way down to a forum or thread: the class, then ``pages``."""
    way = [forum.training_class] if forum.training_class else []
    return [{"label": page.title, "url": page.get_url(request)} for page in [*way, *pages]]


def _prompt_cards(forum: ForumPage, request: HttpRequest) -> list[PromptCard]:
    """Return the prompts with their threads, each thread with what the reader has read. Two queries."""
    rows = threads_of(forum, request.user).exclude(prompt_key=None) if forum.pk else Thread.objects.none()
    threads = {thread.prompt_key: thread for thread in rows}
    return [PromptCard(prompt, threads.get(prompt.public_id)) for prompt in forum.prompts.all()]


def study_rows(forum: ForumPage, request: HttpRequest) -> list[StudyRow]:
    """Return the published pages to study before the discussion; ``study_marks`` says which the reader has done."""
    if is_preview(request):
        items = [item for item in forum.study_list.all() if item.page.live]
    else:
        rows = StudyListItem.objects.filter(forum_id=forum.pk, page__live=True).select_related("page")
        items = list(rows.order_by("sort_order", "pk"))
    return [StudyRow(item.page.title, item.page.get_url(request) or "", item.page_id) for item in items]


def study_marks(forum: ForumPage, reader: User | AnonymousUser) -> dict[str, dict[str, str]]:
    """Return the mark of each page of the study list that ``reader`` has finished. One query."""
    if not reader.is_authenticated or not forum.pk:
        return {}
    return studied_marks([page for (page,) in studied.all(forum=forum.pk, reader=reader.pk)])


def studied_marks(done: Sequence[int]) -> dict[str, dict[str, str]]:
    """Return the mark of each page of a study list that is done."""
    word = kept_text((), "forums/_studied.html", dict) if done else ""
    return {"studied": {str(page): word for page in done}}
