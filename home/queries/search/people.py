"""People who are found by their names, by those who look after them."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse

from classes.models import Enrollment
from classes.queries.membership import classes_run_by
from foundation.search.excerpts import holds_all
from foundation.search.tokens import clean
from home.queries.search.asked import PERSON, Asked
from home.queries.search.hits import MOST, Hit
from people.models import User
from people.queries.people import people_administered_by, people_found_by
from people.roles import Role
from people.scope import scope_of

MOST_WORDS = 5


def findable_people(user: User | AnonymousUser) -> QuerySet[User]:
    """People whom ``user`` may find: of the own organizations by a role, and on the rosters of classes one runs."""
    if not isinstance(user, User) or scope_of(user).everything:
        return people_found_by(user)
    rosters = Enrollment.objects.filter(training_class__in=classes_run_by(user).order_by().values("pk"))
    on_roster = Q(pk__in=rosters.values("learner_id"), is_active=True, is_superuser=False)
    return User.objects.filter(Q(pk__in=people_found_by(user).values("pk")) | on_roster)


def people_hits(user: User | AnonymousUser, asked: Asked) -> tuple[list[Hit], bool]:
    """Return the people whose names hold the words, and whether there are more; of whom one administers also accounts.

    People are found by any part of a name. They have no date and no place, so a question for those finds nobody.
    """
    words = clean(asked.words).split()[:MOST_WORDS]
    if asked.is_narrowed or not words or not isinstance(user, User) or not _looks_after_people(user):
        return [], False
    people = findable_people(user)
    administers = scope_of(user).everything or scope_of(user).has_role(Role.ADMINISTRATOR)
    accounts = Q(pk__in=people_administered_by(user).values("pk")) if administers else None
    for word in words:
        named = Q(full_name__icontains=word)
        if accounts is not None:
            named |= Q(account_name__icontains=word) & accounts
        people = people.filter(named)
    rows: Any = people.order_by("full_name", "pk").values_list("pk", "full_name")[: MOST + 1]
    holds = holds_all(asked.words)
    hits = [Hit(PERSON, pk, name, rank=-float(place), has_title=holds(name)) for place, (pk, name) in enumerate(rows)]
    return hits[:MOST], len(hits) > MOST


def _looks_after_people(user: User) -> bool:
    roles = (Role.ADMINISTRATOR, Role.CLASS_TEACHER, Role.COORDINATOR, Role.HEAD)
    return scope_of(user).has_role(*roles) or user.taught_classes.exists()


def administered_among(user: User, people: list[User]) -> set[int]:
    """Return the keys of those whose accounts ``user`` administers. One query."""
    keys = [one.pk for one in people]
    return set(people_administered_by(user).filter(pk__in=keys).values_list("pk", flat=True))


def addresses_of(user: User, people: list[User]) -> dict[int, str]:
    """Return where ``user`` goes on with each of ``people``: the account, or the place on a roster; not for all."""
    run = classes_run_by(user).order_by().values("pk")
    seats = Enrollment.objects.filter(learner__in=people, training_class__in=run)
    rows = seats.order_by("training_class__starts_on", "pk").values_list("learner_id", "public_id")
    addresses = {learner: reverse("classes:enrollment", args=[key]) for learner, key in rows}
    accounts = administered_among(user, people)
    return addresses | {pk: reverse("wagtailusers_users:edit", args=[pk]) for pk in accounts}
