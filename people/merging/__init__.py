"""How each model's rows follow when one account is made of two.

Every foreign key to a person is repointed by ``people.actions.merging.merge_people`` without being named anywhere.
Only a model on which both accounts may hold a row that may exist once (one progress per person and lesson, say) says
what happens then, in the ``ready()`` of its own room::

    merging.register(ThreadRead, merging.drop_colliding("reader", "thread"))

A model that registers nothing and collides makes the merge refuse, naming it: nothing is ever lost by silence.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from people.models import User

Resolver = Callable[[type[Model], User, User], bool | None]
"""Takes the model, the account that stays and the duplicate, inside the merge's transaction.

It makes the duplicate's rows movable: merges or deletes those that collide with a row of the account that stays. What
then still points at the duplicate is repointed. Returning ``True`` says that nothing more is to be repointed: the rows
stay where they are, for models whose rows must never change.
"""

_resolvers: dict[str, Resolver] = {}


def register(model: type[Model], resolver: Resolver) -> None:
    """Say how ``model``'s rows are made movable. Raises ``ValueError`` for a model that is registered already."""
    label = model._meta.label_lower
    if label in _resolvers:
        raise ValueError(f"{label} has a resolver already")
    _resolvers[label] = resolver


def resolver_for(model: type[Model]) -> Resolver | None:
    """Return what was registered for ``model``."""
    return _resolvers.get(model._meta.label_lower)


def rows(model: type[Model], **conditions: Any) -> QuerySet[Any]:
    """Return rows past every manager of the model, so that hidden and closed ones are not forgotten."""
    return QuerySet(model).filter(**conditions)


def drop_colliding(user_field: str, *key: str) -> Resolver:
    """Make a resolver that drops the duplicate's row where the account that stays has one with the same ``key``."""

    def resolve(model: type[Model], keep: User, duplicate: User) -> None:
        kept = set(rows(model, **{user_field: keep}).values_list(*key))
        for row in rows(model, **{user_field: duplicate}).values_list("pk", *key):
            if row[1:] in kept:
                rows(model, pk=row[0]).delete()

    return resolve


def drop_all(user_field: str) -> Resolver:
    """Make a resolver that drops all rows of the duplicate: sessions, tokens, second steps."""

    def resolve(model: type[Model], keep: User, duplicate: User) -> None:
        rows(model, **{user_field: duplicate}).delete()

    return resolve


def refuse_colliding(model: type[Model], keep: User, duplicate: User) -> None:
    """Leave what both have once to the database: the merge is refused, and says which records stand against it."""


def keep_as_is(model: type[Model], keep: User, duplicate: User) -> bool:
    """Leave a model's rows with the closed duplicate, where its history can still be read."""
    return True


def relations() -> list[ForeignObjectRel]:
    """List every foreign key and one-to-one that points at a person, those of other rooms and plugins included."""
    found = [
        relation
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.auto_created and not relation.many_to_many
    ]
    return sorted(found, key=lambda relation: (relation.related_model._meta.label_lower, relation.field.name))
