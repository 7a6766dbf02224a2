"""Telling people of what happens in discussions."""

from typing import Any

from django.urls import reverse

from forums.events import answer_chosen, mentioned, moderated, outcome_settled, post_published
from forums.models import FollowUp, ModerationEntry, OutcomeState, Post, PostMention
from forums.notifications import kinds
from people.models import User
from people.notifications import tell
from schoolhouse.events import ReceivedEvent


@post_published.handler("forums.tell_of_post")
def tell_of_post(event: ReceivedEvent) -> None:
    """Tell whom a post answers, and who opened the thread; somebody who is both is told once."""
    post = _post(event.data["post"])
    if post is None or post.is_hidden:
        return
    answered = post.reply_to.author_id if post.reply_to is not None else None
    opened = post.thread.author_id
    by = None if post.is_anonymous else post.author
    if answered is not None and answered != post.author_id:
        _tell(kinds.REPLY, post, answered, by=by)
    if opened is not None and opened not in (answered, post.author_id):
        _tell(kinds.ANSWER, post, opened, by=by)


@mentioned.handler("forums.tell_of_mention")
def tell_of_mention(event: ReceivedEvent) -> None:
    """Tell somebody that a post names them, while it does; who is told of the post as an answer is not told again."""
    post = _post(event.data["post"])
    person = User.objects.filter(public_id=event.data["person"]).first()
    if post is None or post.is_hidden or person is None or person.pk == post.author_id:
        return
    if not PostMention.objects.filter(post=post, person=person, stands=True).exists():
        return
    if post.reply_to is None or post.reply_to.author_id != person.pk:
        _tell(kinds.MENTION, post, person.pk, by=None if post.is_anonymous else post.author)


@answer_chosen.handler("forums.tell_of_choice")
def tell_of_choice(event: ReceivedEvent) -> None:
    """Tell the author of a post that it was chosen, while it still is."""
    post = _post(event.data["post"])
    if post is not None and post.thread.best_answer_id == post.pk:
        _tell(kinds.BEST, post, post.author_id, by=User.objects.filter(public_id=event.data["by"]).first())


@moderated.handler("forums.tell_of_act")
def tell_of_act(event: ReceivedEvent) -> None:
    """Tell those whom a moderator's act concerns, without naming the moderator; they read why where all acts stand."""
    rows = ModerationEntry.objects.select_related("thread", "forum")
    entry = rows.filter(public_id=event.data["entry"]).first()
    if entry is None:
        return
    data = {
        "entry": str(entry.public_id),
        "act": entry.act,
        "thread": (entry.thread or entry.forum).title,
        "reason": entry.reason,
    }
    people = list(entry.notices.values_list("person_id", flat=True))
    tell(kinds.MODERATED, key=str(entry.public_id), people=people, data=data, url=reverse("forums:told"))


@outcome_settled.handler("forums.tell_of_follow_ups")
def tell_of_follow_ups(event: ReceivedEvent) -> None:
    """Tell those who are to do something after an evening, each thing once, while its outcome is settled."""
    rows = FollowUp.objects.filter(
        outcome__forum__public_id=event.data["forum"], outcome__state=OutcomeState.SETTLED, done_at=None
    )
    by = User.objects.filter(public_id=event.data["by"]).first()
    for row in rows.select_related("outcome__forum", "owner"):
        forum = row.outcome.forum
        tell(
            kinds.FOLLOW_UP,
            key=str(row.public_id),
            people=[row.owner] if row.owner else [],
            data={"follow_up": str(row.public_id), "what": row.what, "forum": forum.title},
            url=reverse("forums:follow_ups"),
            by=by,
            organization=forum.organization,
        )


def post_data(post: Post) -> dict[str, Any]:
    """Return what a kind about a post is told with."""
    author = "" if post.is_anonymous else post.author.full_name
    return {"post": str(post.public_id), "thread": post.thread.title, "author": author}


def _tell(kind: str, post: Post, person: int, by: User | None) -> None:
    url = reverse("forums:post", args=[post.public_id])
    organization = post.thread.forum.organization
    tell(
        kind,
        key=str(post.public_id),
        people=[person],
        data=post_data(post),
        url=url,
        by=by,
        organization=organization,
    )


def _post(public_id: str) -> Post | None:
    return Post.objects.select_related("thread__forum", "author", "reply_to").filter(public_id=public_id).first()
