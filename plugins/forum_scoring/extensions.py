"""What the plugin shows in the pages of the rooms."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from forums.models import ForumPage
from foundation import stamps
from foundation.fragments import kept_text
from people.models import User
from plugins.forum_scoring.models import ForumRubric
from plugins.forum_scoring.permissions import may_score_in
from plugins.forum_scoring.queries.rubrics import STAMP, is_scored
from plugins.forum_scoring.queries.scores import beside_thread, own_scores


def desk_address(page: Any, user: Any) -> str | None:
    """Lead those who give points in the class to its desk."""
    return reverse("plugins:forum_scoring:desk", args=[page.public_id]) if may_score_in(user, page) else None


def aside(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Show what waits beside a thread to those who score, and to learners what their posts were given."""
    thread, user = arguments["thread"], request.user if request is not None else None
    forum = thread.forum
    if not isinstance(user, User) or forum.training_class is None or not is_scored(forum):
        return None
    if scores := own_scores(thread, user):
        return kept_text(scores, "forum_scoring/aside_own.html", lambda: {"scores": scores})
    if not may_score_in(user, forum.training_class):
        return None
    context = {"thread": thread, "forum": forum, **beside_thread(thread)}
    return render_to_string("forum_scoring/aside.html", context, request=request)


def explain(page: Page) -> str:
    """Say what scores of posts are."""
    return _("What you say in a forum is scored against a rubric; each entry says for which post and for what.")


def move_rubrics(*, source: Any, copy: Any, pages: dict[int, int], shift: timedelta, by: Any) -> None:
    """Let the forums of the next period go by the same rubrics."""
    forums = set(ForumPage.objects.filter(pk__in=pages.values()).values_list("pk", flat=True))
    rows = ForumRubric.objects.filter(forum__in=pages)
    ForumRubric.objects.bulk_create(
        ForumRubric(
            forum_id=pages[row.forum_id],
            rubric_id=row.rubric_id,
            counting=row.counting,
            component_id=row.component_id,
            by=by,
        )
        for row in rows
        if pages[row.forum_id] in forums
    )
    stamps.bump(STAMP)
