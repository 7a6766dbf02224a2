"""Putting questions into the box of a live class, supporting them, and dealing with them."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import LiveClassPage
from forums.actions.evening.question_edges import BY_HAND, EDGES, Attempt, follow
from forums.evening.permissions import BoxStanding, box_standing_of
from forums.models import BoxQuestion, QuestionBox, QuestionState, QuestionSupport
from forums.models.question_box import QUESTION_LENGTH
from people.models import User
from people.published import renew
from schoolhouse.refusals import Refusal

MOST_OPEN = 20
"""So many open questions one person may have in one box."""


def ask_question(*, live_class: LiveClassPage, body: str, client_key: uuid.UUID, by: User) -> BoxQuestion:
    """Put a question into the box; sending the same ``client_key`` twice puts in one.

    Raises ``Refusal``: somebody from outside, a box that takes none, nothing asked, too long, too many at once, or a
    form that was sent before with other words.
    """
    body = " ".join(body.replace("\x00", "").split())
    standing = box_standing_of(by, live_class)
    if (sent := _sent_before(live_class, by, client_key, body)) is not None:
        return sent
    _check(live_class, body, standing, by)
    try:
        with transaction.atomic():
            return BoxQuestion.objects.create(live_class=live_class, asker=by, client_key=client_key, body=body)
    except IntegrityError:
        if (sent := _sent_before(live_class, by, client_key, body)) is None:
            raise
        return sent


def _sent_before(live_class: LiveClassPage, by: User, client_key: uuid.UUID, body: str) -> BoxQuestion | None:
    sent = BoxQuestion.objects.filter(asker=by, client_key=client_key).first()
    if sent is not None and (sent.live_class_id != live_class.pk or sent.body != body):
        raise Refusal(
            _("Something else was already sent from this form. Nothing is lost: please send it once more."),
            code="sent_before",
        )
    return sent


def _check(live_class: LiveClassPage, body: str, standing: BoxStanding, by: User) -> None:
    if not standing.sees:
        raise Refusal(_("You cannot ask in this live class."), code="forbidden", status=403)
    if not standing.asks:
        raise Refusal(_("The question box of this live class is closed."), code="closed")
    if not body:
        raise Refusal(_("Please write your question first."), code="empty", status=400)
    if len(body) > QUESTION_LENGTH:
        raise Refusal(
            _("A question may have at most %(limit)d characters.") % {"limit": QUESTION_LENGTH},
            code="too_long",
            status=400,
        )
    if BoxQuestion.objects.filter(live_class=live_class, asker=by, state=QuestionState.OPEN).count() >= MOST_OPEN:
        raise Refusal(_("You have many open questions here already. Wait for the first answers."), code="too_many")


@transaction.atomic
def support_question(*, question: BoxQuestion, wanted: bool, by: User) -> None:
    """Say that one would like to know this, too, or take that back; said twice it counts once. Raises ``Refusal``."""
    standing = box_standing_of(by, question.live_class)
    if not standing.shows(question, by):
        raise Refusal(_("You cannot support this question."), code="forbidden", status=403)
    if question.asker_id == by.pk:
        raise Refusal(_("It is your own question."), code="own")
    if wanted:
        QuestionSupport.objects.get_or_create(question=question, person=by)
    else:
        QuestionSupport.objects.filter(question=question, person=by).delete()


@transaction.atomic
def move_question(*, question: BoxQuestion, act: str, by: User) -> BoxQuestion:
    """Mark a question as answered in class, set it aside, or open it again: ``act`` is one of ``BY_HAND``.

    Done twice it is done once. Raises ``Refusal`` for who does not host the live class.
    """
    if act not in BY_HAND:
        raise Refusal(_("There is no such act."), code="unknown", status=400)
    attempt = Attempt(by, hosts=box_standing_of(by, question.live_class).hosts)
    question = BoxQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if attempt.hosts and question.state == EDGES[act].target:
        return question
    question.state = follow(act, question.state, attempt)
    is_open = question.state == QuestionState.OPEN
    question.moved_by, question.moved_at = (None, None) if is_open else (by, timezone.now())
    if question.forum_id:
        renew()
    if is_open:
        question.forum = None
    question.save(update_fields=["state", "moved_by", "moved_at", "forum"])
    return question


@transaction.atomic
def set_box(*, live_class: LiveClassPage, shows_others: bool, is_closed: bool, by: User) -> QuestionBox:
    """Choose whether learners see each other's questions, and whether the box takes more. Raises ``Refusal``."""
    if not box_standing_of(by, live_class).hosts:
        raise Refusal(_("Only a host of this live class may do this."), code="forbidden", status=403)
    values = {"shows_others": shows_others, "is_closed": is_closed}
    box, _made = QuestionBox.objects.update_or_create(live_class=live_class, defaults=values)
    return box
