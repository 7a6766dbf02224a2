"""Telling people that they have a ballot, and that they are recognized."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from people.notifications import tell
from plugins.recognitions.events import awarded, opened
from plugins.recognitions.models import Means, Recognition, RecognitionResult, RecognitionState
from plugins.recognitions.queries.recognitions import candidates_for, waiting_rows
from schoolhouse.activation import is_active
from schoolhouse.events import ReceivedEvent
from schoolhouse.notifications import Words, keys_named, visible_among

NAME = "recognitions"
OPENED, AWARDED = "recognitions.opened", "recognitions.awarded"
NAMED = "recognition"
"""Under which the data of a notification has the public id."""


@opened.handler("recognitions.tell_opened")
def tell_opened(event: ReceivedEvent) -> None:
    """Tell the learners of the class, or the jury, that they may choose."""
    one = _recognition(event, RecognitionState.OPEN)
    if one is None:
        return
    by = _by(event)
    people: list[int] = []
    if one.means == Means.VOTE:
        people = [seat.learner_id for seat in candidates_for(one)]
    elif one.means == Means.JURY:
        people = list(one.jurors.values_list("person_id", flat=True))
    _tell(OPENED, one, event, people, reverse("plugins:recognitions:ballot", args=[one.public_id]), by)


@awarded.handler("recognitions.tell_awarded")
def tell_awarded(event: ReceivedEvent) -> None:
    """Tell those who are recognized."""
    one = _recognition(event, RecognitionState.AWARDED)
    if one is not None:
        people = one.results.filter(is_awarded=True).values_list("enrollment__learner_id", flat=True)
        address = reverse("plugins:recognitions:of_class", args=[one.training_class.public_id])
        _tell(AWARDED, one, event, list(people), address, _by(event))


def opened_words(data: Mapping[str, Any]) -> Words:
    """Say about what there is a ballot."""
    return Words(
        _("Choose who is recognized: %(title)s") % {"title": data.get("title", "")}, str(data.get("class", ""))
    )


def awarded_words(data: Mapping[str, Any]) -> Words:
    """Say what somebody is."""
    return Words(_("You are recognized: %(title)s") % {"title": data.get("title", "")}, str(data.get("class", "")))


def ballot_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each whether the person's ballot is still to be cast."""
    if not isinstance(person, User):
        return [False for _row in rows]
    found = waiting_rows(person.pk).filter(public_id__in=keys_named(rows, NAMED))
    return visible_among(rows, NAMED, found.values_list("public_id", flat=True))


def award_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each whether the person is still recognized."""
    own = RecognitionResult.objects.filter(
        is_awarded=True, enrollment__learner_id=person.pk, recognition__public_id__in=keys_named(rows, NAMED)
    )
    return visible_among(rows, NAMED, own.order_by().values_list("recognition__public_id", flat=True))


def _recognition(event: ReceivedEvent, state: RecognitionState) -> Recognition | None:
    """Return what an event is about, where it still stands so and its class has recognitions."""
    rows = Recognition.objects.select_related("training_class")
    found = rows.filter(public_id=event.data["recognition"], state=state).first()
    return found if found is not None and is_active(NAME, found.training_class) else None


def _by(event: ReceivedEvent) -> User | None:
    return User.objects.filter(public_id=event.data["by"]).first()


def _tell(kind: str, one: Recognition, event: ReceivedEvent, people: list[int], url: str, by: User | None) -> None:
    page = one.training_class
    tell(
        kind,
        key=f"{one.public_id}/{event.id}",
        people=people,
        data={NAMED: str(one.public_id), "title": one.title, "class": page.title},
        url=url,
        by=by,
        organization=page.organization,
    )
