"""Carrying the questions that the day left open over to the evening's forum."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forums.actions.evening.question_edges import Attempt, follow
from forums.models import BoxQuestion, CarriedThread, ForumPage, QuestionState, Thread
from forums.permissions import may_host
from forums.queries.evening.question_box import questions_for_evening
from people.models import User
from people.published import renew
from schoolhouse.refusals import Refusal


@transaction.atomic
def carry_over(*, forum: ForumPage, by: User | None = None) -> list[BoxQuestion]:
    """Carry the open questions of the day over to ``forum``, in a pinned thread of its own; return those carried now.

    Each question goes once, however often this is called; without any, no thread is opened. The worker calls it when
    the forum opens, a host (``by``) whenever they like. Raises ``Refusal`` for who does not host the forum.
    """
    attempt = Attempt(by, hosts=by is not None and may_host(by, forum))
    if by is not None and not attempt.hosts:
        raise Refusal(_("Only a host of this forum may do this."), code="not_yours", status=403)
    # The worker and a host wait for each other here.
    forum = ForumPage.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
    rows = questions_for_evening(forum)
    questions = list(BoxQuestion.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk")))
    if not questions:
        return []
    _thread_of(forum)
    now = timezone.now()
    for question in questions:
        question.state = follow("carry", question.state, attempt)
        question.forum, question.moved_by, question.moved_at = forum, by, now
    BoxQuestion.objects.bulk_update(questions, ["state", "forum", "moved_by", "moved_at"])
    renew()
    return questions


def _thread_of(forum: ForumPage) -> Thread:
    carried = CarriedThread.objects.select_related("thread").filter(forum=forum).first()
    if carried is not None:
        return carried.thread
    with translation.override(forum.locale.language_code):
        title = _("Questions left from the day")
    thread = Thread.objects.create(forum=forum, title=title, is_pinned=True)
    CarriedThread.objects.create(forum=forum, thread=thread)
    return thread


def still_open(forum: ForumPage) -> int:
    """Return how many of the questions carried to ``forum`` nobody has answered yet."""
    return BoxQuestion.objects.filter(forum=forum, state=QuestionState.CARRIED).count()
