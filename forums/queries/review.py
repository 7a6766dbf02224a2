"""What waits for a moderator, over all forums in which somebody keeps order."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forums.models import CaseState, HeldPost, HeldState, ModerationNotice, Post, PostReport, ReportCase
from forums.queries.keypages import KeyPage, key_page
from forums.queries.parts.stored import parts_of_held
from forums.queries.search import forums_kept_by
from forums.writing.rendering import render_post
from people.models import User

ITEMS_PER_PAGE = 25
HELD, REPORTED, RETURNED, NEWEST, HIDDEN = "held", "reported", "returned", "newest", "hidden"
SHELVES = (HELD, REPORTED, RETURNED, NEWEST, HIDDEN)


@dataclass(frozen=True)
class Waiting:
    """How much waits for somebody: posts that are held, cases of reported ones, posts that are with their authors."""

    held: int
    reported: int
    returned: int

    @property
    def total(self) -> int:
        """How many posts wait to be decided about."""
        return self.held + self.reported


def cases_open_to(user: User) -> QuerySet[ReportCase]:
    """Open cases that ``user`` may decide: where they keep order, and not about their own posts."""
    kept = forums_kept_by(user).values("pk")
    cases = ReportCase.objects.filter(state=CaseState.OPEN, post__thread__forum__in=kept)
    return cases.exclude(post__author=user)


def held_open_to(user: User, state: str = HeldState.HELD) -> QuerySet[HeldPost]:
    """Held posts that ``user`` may look at as a moderator: where they keep order, and not their own."""
    return HeldPost.objects.filter(state=state, forum__in=forums_kept_by(user).values("pk")).exclude(author=user)


def posts_kept_by(user: User) -> QuerySet[Post]:
    """Posts that are shown in the forums in which ``user`` keeps order, but for their own."""
    kept = forums_kept_by(user).values("pk")
    return Post.objects.filter(is_hidden=False, thread__forum__in=kept).exclude(author=user)


def hidden_posts_kept_by(user: User) -> QuerySet[Post]:
    """Posts that are hidden in the forums in which ``user`` keeps order, but for their own and those under revision."""
    kept = forums_kept_by(user).values("pk")
    revised = HeldPost.objects.filter(post=OuterRef("pk"), state__in=(HeldState.HELD, HeldState.RETURNED))
    return Post.objects.filter(~Exists(revised), is_hidden=True, thread__forum__in=kept).exclude(author=user)


def told_and_waiting(person: User) -> tuple[int, bool]:
    """Return how many acts ``person`` was not shown yet, and whether a post of theirs waits or came back. One query."""
    untold = ModerationNotice.objects.filter(person=OuterRef("pk"), seen_at=None).order_by().values("person")
    count = Subquery(untold.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    waits = Exists(HeldPost.objects.filter(author=OuterRef("pk"), state__in=(HeldState.HELD, HeldState.RETURNED)))
    found = User.objects.filter(pk=person.pk).values_list(Coalesce(count, 0), waits).first()
    return found or (0, False)


def waiting_for_moderator(user: User) -> Waiting:
    """Count what waits. Two queries."""
    held = held_open_to(user, HeldState.HELD) | held_open_to(user, HeldState.RETURNED)
    counts = held.aggregate(
        held=Count("pk", filter=Q(state=HeldState.HELD)), returned=Count("pk", filter=Q(state=HeldState.RETURNED))
    )
    return Waiting(reported=cases_open_to(user).count(), **counts)


def shelf(user: User, name: str, beyond: int | None = None) -> KeyPage[Any]:
    """Return a page of what stands on one of ``SHELVES``: what waits longest first, of what was posted the latest."""
    if name == REPORTED:
        reports = PostReport.objects.filter(withdrawn_at=None).select_related("reporter").order_by("created_at", "pk")
        cases = cases_open_to(user).select_related("post__author", "post__thread__forum")
        rows: QuerySet[Any] = cases.prefetch_related(Prefetch("reports", queryset=reports, to_attr="standing"))
    elif name in (NEWEST, HIDDEN):
        posts = posts_kept_by(user) if name == NEWEST else hidden_posts_kept_by(user)
        rows = posts.select_related("author", "thread__forum")
    else:
        state = HeldState.HELD if name == HELD else HeldState.RETURNED
        rows = held_open_to(user, state).select_related("author", "forum", "thread", "post")
    page = key_page(rows, beyond, oldest_first=name not in (NEWEST, HIDDEN), size=ITEMS_PER_PAGE)
    return render_held(page) if name in (HELD, RETURNED) else page


def render_held(page: KeyPage[HeldPost]) -> KeyPage[HeldPost]:
    """Give each held post of a page ``html``, its text as it would show. Two queries."""
    parts = parts_of_held(page.rows)
    for held in page.rows:
        held.html = render_post(held.body, parts[held.pk])  # type: ignore[attr-defined]
    return page


def held_by_author(author: User, beyond: int | None = None) -> KeyPage[HeldPost]:
    """Return the posts of ``author`` that wait, came back or were not published, the latest first."""
    rows = HeldPost.objects.filter(author=author).exclude(state=HeldState.WITHDRAWN)
    return key_page(rows.select_related("forum", "thread", "post"), beyond)
