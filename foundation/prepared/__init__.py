"""Prepared queries: a queryset that is compiled to SQL once in a process, and asked many times with other values.

Building and compiling an ordinary queryset takes Django between half a millisecond and four, most often more than the
database needs to answer it. A hot query is written as ever, as a function of its parameters that returns a queryset:

    @prepared
    def own_progress(learner, key):
        return LessonProgress.objects.filter(learner_id=learner, translation_key=key)

    own_progress.first(learner=user.pk, key=lesson.translation_key)

The first call compiles it with a placeholder for each parameter; later ones only fill in the values. The SQL is made
from the models by Django itself, so it follows migrations and both databases, and answers as the queryset does.

What a parameter can be: a number, text, a UUID, a date or a time; a list of them for ``__in``, compiled once for each
length. Not ``None``, and nothing that would change the statement. ``prefetch_related`` is not followed.
"""

import datetime
import inspect
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Value
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery

from foundation.prepared.statements import executed, fetched

__all__ = ["Prepared", "prepared", "prepared_update"]

KEPT = 500
"""So many rows with their instances each query keeps for ``known``."""

Row = TypeVar("Row")

_STORED_AS: dict[type, models.Field[Any, Any]] = {
    uuid.UUID: models.UUIDField(),
    datetime.datetime: models.DateTimeField(),
    datetime.date: models.DateField(),
}


@dataclass(frozen=True)
class _Place:
    """Where a value goes: the name of its parameter, and which one of a list."""

    name: str
    index: int | None = None


class _Parameter(Value):
    """Stands for a value while the queryset is compiled; the sample tells its type."""

    def __init__(self, place: _Place, sample: Any) -> None:
        super().__init__(sample)
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write a placeholder."""
        return "%s", (self.place,)


class _Parameters(Value):
    """Stands for a list of values after ``__in``."""

    def __init__(self, places: tuple[_Place, ...]) -> None:
        super().__init__(None)
        self.places = places

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write a placeholder for each value; nothing is in an empty list."""
        if not self.places:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.places))})", self.places


@dataclass(frozen=True)
class _Plan:
    """A compiled statement and how to read its rows. ``sql`` is empty when nothing can ever be found."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[list[Any], Any]], ...] = ()
    make: Callable[[Sequence[Any]], Any] = tuple


class Prepared(Generic[Row]):
    """A function that builds a queryset, with its compiled forms. Call it like the function to get the queryset."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self.__name__ = build.__name__
        self._names = tuple(inspect.signature(build).parameters)
        self._plans: dict[tuple[Any, ...], _Plan] = {}
        self._kept: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any]] = {}

    def __call__(self, **values: Any) -> models.QuerySet[Any, Row]:
        """Return the ordinary queryset for these values."""
        return self.build(**values)

    def all(self, **values: Any) -> list[Row]:
        """Return what the queryset would give, in one query: instances, or tuples of ``values_list``."""
        plan = self._plan(values)
        return _rows(plan, values) if plan.sql else []

    def raw(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return rows as the database gives them, where nothing but whether they are equal is asked of most values."""
        plan = self._plan(values)
        return [tuple(row) for row in _fetched(plan, values, connections[DEFAULT_DB_ALIAS])] if plan.sql else []

    def known(self, **values: Any) -> Row | None:
        """Return the first instance, or ``None``: made of its row only where the row is another than the last time.

        The database is asked as by ``first``, and the answer is the same; but making an instance with many fields costs
        more than to read its row, and a page that everybody asks for is seldom changed. The instance is the caller's
        own, and so are those that ``select_related`` brought.
        """
        plan = self._plan(values)
        connection = connections[DEFAULT_DB_ALIAS]
        row = next(iter(_fetched(plan, values, connection)), None) if plan.sql else None
        if row is None:
            return None
        name, row = tuple(map(_hashable, values.values())), tuple(row)
        kept = self._kept.get(name)
        if kept is None or kept[0] != row:
            kept = (row, _made(plan, row, connection))
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[name] = kept
        return _twin(kept[1])  # type: ignore[no-any-return]

    def first(self, **values: Any) -> Row | None:
        """Return the first row, or ``None``. The queryset should say with a slice that one is enough."""
        return next(iter(self.all(**values)), None)

    def exists(self, **values: Any) -> bool:
        """Say whether there is a row."""
        return bool(self.all(**values))

    def _plan(self, values: Mapping[str, Any]) -> _Plan:
        try:
            ordered = [values[name] for name in self._names]
        except KeyError:
            ordered = []
        if len(values) != len(ordered):
            raise TypeError(f"{self.__name__} takes exactly: {', '.join(sorted(self._names))}.")
        shape = tuple([len(value) if isinstance(value, (list, tuple)) else None for value in ordered])
        return self._plans.get(shape) or self._prepare(shape, values)

    def _prepare(self, shape: tuple[Any, ...], values: Mapping[str, Any]) -> _Plan:
        queryset = self.build(**{name: _parameters(name, value) for name, value in values.items()})
        self._plans[shape] = plan = _compiled(queryset)
        return plan


def prepared(build: Callable[..., models.QuerySet[Any, Row]]) -> Prepared[Row]:
    """Make a prepared query of a function that builds a queryset from its parameters."""
    return Prepared(build)


def prepared_update(build: Callable[..., tuple[models.QuerySet[Any, Any], Mapping[str, Any]]]) -> Callable[..., int]:
    """Make a prepared ``QuerySet.update()`` of a function that returns the queryset, and the new value of each field.

    Call it with its parameters; it returns how many rows were changed. As with ``update()``, no signal is sent.
    """
    plans: list[tuple[str, tuple[Any, ...]]] = []

    @wraps(build)
    def update(**values: Any) -> int:
        if not plans:
            rows, fields = build(**{name: _parameters(name, value) for name, value in values.items()})
            query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]  # typed as what it was
            query.add_update_values(dict(fields))
            plans.append(query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql())
        sql, params = plans[0]
        connection = connections[DEFAULT_DB_ALIAS]
        return executed(connection, sql, _filled(params, values, connection))

    return update


def _parameters(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _Parameters(tuple(_Place(name, index) for index in range(len(value))))
    return _Parameter(_Place(name), value)


def _compiled(queryset: models.QuerySet[Any, Any]) -> _Plan:
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Plan("", ())
    converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
    make: Callable[[Sequence[Any]], Any] = tuple
    if issubclass(queryset._iterable_class, ModelIterable):
        make = _maker(compiler)
    return _Plan(sql, tuple(params), tuple(converters.items()), make)


def _maker(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Return what makes a row an instance, with what ``select_related`` and ``annotate`` added, as Django does."""
    info, select = compiler.klass_info, compiler.select
    model, start, end = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # typed for a later Django
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def make(row: Sequence[Any]) -> Any:
        instance = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, instance)
        for name, position in annotations:
            setattr(instance, name, row[position])
        return instance

    return make


def _fetched(plan: _Plan, values: Mapping[str, Any], connection: Any) -> list[Any]:
    return fetched(connection, plan.sql, _filled(plan.params, values, connection))


def _rows(plan: _Plan, values: Mapping[str, Any]) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    rows = _fetched(plan, values, connection)
    if not plan.converters and plan.make is tuple:
        return [tuple(row) for row in rows]
    return [_made(plan, row, connection) for row in rows]


def _made(plan: _Plan, row: Sequence[Any], connection: Any) -> Any:
    if plan.converters:
        row = list(row)
        for position, (functions, expression) in plan.converters:
            for convert in functions:
                row[position] = convert(row[position], expression, connection)
    return plan.make(row)


def _filled(params: Sequence[Any], values: Mapping[str, Any], connection: Any) -> list[Any]:
    return [_value(param, values, connection) if isinstance(param, _Place) else param for param in params]


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _twin(instance: Any, twins: dict[int, Any] | None = None) -> Any:
    """Return an instance with the same fields and related instances, and nothing that could be changed in common."""
    twins = {} if twins is None else twins  # a page and its parent's part lead to each other
    if id(instance) in twins:
        return twins[id(instance)]
    model: type[models.Model] = type(instance)
    twin = twins[id(instance)] = model.__new__(model)
    vars(twin).update(vars(instance))
    twin._state = models.base.ModelState()
    twin._state.db, twin._state.adding = instance._state.db, False
    twin._state.fields_cache = {
        name: _twin(one, twins) if isinstance(one, models.Model) else one
        for name, one in instance._state.fields_cache.items()
    }
    return twin


def _value(place: _Place, values: Mapping[str, Any], connection: Any) -> Any:
    value = values[place.name] if place.index is None else values[place.name][place.index]
    if value is None:
        raise TypeError(f"“{place.name}” is None: that would be another statement.")
    field = _STORED_AS.get(type(value))
    return field.get_db_prep_value(value, connection) if field is not None else value
