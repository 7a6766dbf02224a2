"""People of a forum, who can be named in it."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from classes.models import Enrollment, LiveClassInstructor
from classes.permissions import INSIDE_STATES
from forums.models import ForumPage, Post
from forums.permissions import standing_of
from people.models import User

OFFERED = 8
"""So many people are offered at once."""
LEAST_KEY = 4
"""So many characters of a public id tell people of one name apart."""


class Offer(NamedTuple):
    """Somebody to name; ``written`` goes behind the ``@`` and means nobody else in the forum."""

    name: str
    organization: str
    written: str


def people_of(forum: ForumPage) -> QuerySet[User]:
    """People who may read ``forum``, each with ``organization``, the name of where they come from.

    Of a class those who learn in it, teach in it or look after it; of a salon those who spoke there under their names,
    of whom ``readers_among`` says who may read it still.
    """
    training_class, people = forum.training_class, User.objects.filter(is_active=True)
    if training_class is None:
        spoken = Post.objects.filter(author=OuterRef("pk"), thread__forum=forum.pk, is_hidden=False, is_anonymous=False)
        nowhere = Value("", output_field=CharField())
        return people.filter(Exists(spoken)).annotate(organization=nowhere)
    seats = Enrollment.objects.filter(
        training_class=training_class, learner=OuterRef("pk"), state__in=INSIDE_STATES
    ).order_by()
    teaching = LiveClassInstructor.objects.filter(
        live_class__path__startswith=training_class.path, live_class__live=True, instructor=OuterRef("pk")
    )
    inside = Q(Exists(seats)) | Q(Exists(teaching)) | Q(pk=training_class.class_teacher_id)
    place = Coalesce(Subquery(seats.values("organization__name")[:1]), Value(""), output_field=CharField())
    return people.filter(inside).annotate(organization=place)


def readers_among(forum: ForumPage, people: Collection[User]) -> list[User]:
    """Return those of ``people_of(forum)`` who may read it. No query for a class; a few for each of a salon."""
    if forum.training_class is not None:
        return list(people)
    return [person for person in people if standing_of(person, forum).reads]


def people_named(forum: ForumPage, names: Collection[str]) -> list[User]:
    """Return everybody of ``forum`` who has one of ``names``. One query."""
    return readers_among(forum, people_of(forum).filter(full_name__in=names).order_by("pk"))


def offers_for(forum: ForumPage, asked: str, *, by: User) -> list[Offer]:
    """Return up to ``OFFERED`` people other than ``by`` whose name has ``asked`` in it. Two queries, for a class."""
    found = people_of(forum).filter(full_name__icontains=asked).exclude(pk=by.pk).order_by("full_name", "pk")
    people = readers_among(forum, found[:OFFERED])
    people.sort(key=lambda person: not person.full_name.lower().startswith(asked.lower()))
    namesakes = people_named(forum, {person.full_name for person in people})
    return [Offer(one.full_name, place_of(one), _written(one, namesakes)) for one in people]


def place_of(person: User) -> str:
    """Return where somebody whom ``people_of`` found comes from."""
    return str(person.organization)  # type: ignore[attr-defined]


def _written(person: User, known: list[User]) -> str:
    """Return the name of ``person``, and in brackets what tells them from their namesakes."""
    same = [one for one in known if one.full_name == person.full_name]
    if len(same) < 2:
        return person.full_name
    places = Counter(place_of(one) for one in same)
    place = place_of(person)
    is_plain = place and not set(place) & set("()（）\n")
    return f"{person.full_name}({place if is_plain and places[place] == 1 else person.public_id.hex[:LEAST_KEY]})"
