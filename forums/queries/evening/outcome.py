"""Outcomes and follow-ups, and the draft that is collected from what was said."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.models import LiveClassInstructor
from forums.models import (
    BoxQuestion,
    FollowUp,
    ForumHost,
    ForumPage,
    Outcome,
    OutcomeState,
    Post,
    QuestionState,
)
from forums.queries.evening.room_record import people_of, records_of
from foundation.fragments import kept_value
from people.models import User
from people.published import published_version

MOST_POSTS = 5
"""So many posts stand in a collected draft."""
EXCERPT = 300


@dataclass(frozen=True)
class Draft:
    """A proposal for an outcome, for a host to work on."""

    theme: str
    discussion: str
    agreed: str
    tasks: tuple[str, ...]


def settled_outcome(forum: ForumPage) -> Outcome | None:
    """Return what everybody reads, or ``None``. One query, and one for what is to be done."""
    rows = Outcome.objects.filter(forum=forum, state=OutcomeState.SETTLED)
    return rows.prefetch_related("follow_ups__owner").first()


def _worth_keeping(forum: ForumPage) -> QuerySet[Post]:
    """Return the posts that moved the others: chosen as best answers, then the most thanked for, the most answered."""
    return (
        Post.objects.filter(thread__forum=forum, is_hidden=False)
        .annotate(
            is_best=Case(When(thread__best_answer=F("pk"), then=1), default=0, output_field=IntegerField()),
            answers=Count("replies", filter=Q(replies__is_hidden=False)),
        )
        .filter(Q(is_best=1) | Q(thanks_count__gt=0) | Q(answers__gt=0))
        .select_related("author", "thread")
        .order_by("-is_best", "-thanks_count", "-answers", "created_at", "pk")
    )


def collected(forum: ForumPage) -> Draft:
    """Return a draft of what was said: prompts for the theme, best answers and the most marked posts, records.

    Questions of the day that nobody has answered are things to do.
    """
    rows = _worth_keeping(forum)[:MOST_POSTS]
    said = [
        _("%(name)s (%(thread)s, #%(number)d): %(words)s")
        % {
            "name": post.author_name,
            "thread": post.thread.title,
            "number": post.number,
            "words": post.words[:EXCERPT],
        }
        for post in rows
    ]
    in_room = [
        _("%(group)s: %(gist)s") % {"group": row.group_name, "gist": row.gist} if row.group_name else row.gist
        for row in records_of(forum)
        if row.gist
    ]
    prompts = pgettext("list", "; ").join(prompt.title for prompt in forum.prompts.all())
    questions = BoxQuestion.objects.filter(forum=forum, state=QuestionState.CARRIED).order_by("created_at", "pk")
    tasks = tuple(_("Answer: %(question)s") % {"question": question.body[:250]} for question in questions[:10])
    return Draft((prompts or forum.title)[:200], "\n\n".join([*said, *in_room]), "", tasks)


def people_for(forum: ForumPage) -> list[User]:
    """Return who may be given something to do: the class with its teacher and instructors, or who came to a salon."""
    rows = {person.pk: person for person in people_of(forum, None)}
    hosts = Q(pk__in=ForumHost.objects.filter(forum=forum).values("person_id"))
    if forum.training_class is not None:
        below = LiveClassInstructor.objects.filter(live_class__path__startswith=forum.training_class.path)
        hosts |= Q(pk__in=below.values("instructor_id")) | Q(pk=forum.training_class.class_teacher_id)
    else:
        hosts |= Q(pk=forum.owner_id)
    rows |= {person.pk: person for person in User.objects.filter(hosts)}
    return sorted(rows.values(), key=lambda person: (person.full_name, person.pk))


def has_follow_ups(user: User) -> bool:
    """Say whether ``user`` has something left to do; asks only after something was published."""

    def ask() -> frozenset[int]:
        rows = FollowUp.objects.filter(done_at=None, owner__isnull=False, outcome__state=OutcomeState.SETTLED)
        return frozenset(key for key in rows.values_list("owner_id", flat=True).distinct() if key is not None)

    return user.pk in kept_value(("forums.follow_ups", published_version()), ask)


def follow_ups_of(user: User) -> QuerySet[FollowUp]:
    """Return what ``user`` has left to do, the most urgent first."""
    rows = FollowUp.objects.filter(owner=user, done_at=None, outcome__state=OutcomeState.SETTLED)
    return rows.select_related("outcome__forum__locale").order_by("due_on", "pk")
