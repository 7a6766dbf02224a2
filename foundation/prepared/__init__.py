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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Value
from django.db.models.query import ModelIterable, get_related_populators

__all__ = ["Prepared", "prepared"]

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
        self._names = frozenset(inspect.signature(build).parameters)
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def __call__(self, **values: Any) -> models.QuerySet[Any, Row]:
        """Return the ordinary queryset for these values."""
        return self.build(**values)

    def all(self, **values: Any) -> list[Row]:
        """Return what the queryset would give, in one query: instances, or tuples of ``values_list``."""
        plan = self._plan(values)
        return list(_rows(plan, values)) if plan.sql else []

    def raw(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return rows as the database gives them, where nothing but whether they are equal is asked of most values."""
        plan = self._plan(values)
        return [tuple(row) for row in _fetched(plan, values)] if plan.sql else []

    def first(self, **values: Any) -> Row | None:
        """Return the first row, or ``None``. The queryset should say with a slice that one is enough."""
        return next(iter(self.all(**values)), None)

    def exists(self, **values: Any) -> bool:
        """Say whether there is a row."""
        return bool(self.all(**values))

    def _plan(self, values: Mapping[str, Any]) -> _Plan:
        if values.keys() != self._names:
            raise TypeError(f"{self.__name__} takes exactly: {', '.join(sorted(self._names))}.")
        shape = tuple(len(value) if isinstance(value, list | tuple) else None for _, value in sorted(values.items()))
        return self._plans.get(shape) or self._prepare(shape, values)

    def _prepare(self, shape: tuple[Any, ...], values: Mapping[str, Any]) -> _Plan:
        queryset = self.build(**{name: _parameters(name, value) for name, value in values.items()})
        self._plans[shape] = plan = _compiled(queryset)
        return plan


def prepared(build: Callable[..., models.QuerySet[Any, Row]]) -> Prepared[Row]:
    """Make a prepared query of a function that builds a queryset from its parameters."""
    return Prepared(build)


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


def _fetched(plan: _Plan, values: Mapping[str, Any]) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    params = [_value(param, values, connection) if isinstance(param, _Place) else param for param in plan.params]
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, params)
        return cursor.fetchall()  # type: ignore[no-any-return]


def _rows(plan: _Plan, values: Mapping[str, Any]) -> Iterator[Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    for row in _fetched(plan, values):
        if plan.converters:
            row = list(row)
            for position, (functions, expression) in plan.converters:
                for convert in functions:
                    row[position] = convert(row[position], expression, connection)
        yield plan.make(row)


def _value(place: _Place, values: Mapping[str, Any], connection: Any) -> Any:
    value = values[place.name] if place.index is None else values[place.name][place.index]
    if value is None:
        raise TypeError(f"“{place.name}” is None: that would be another statement.")
    field = _STORED_AS.get(type(value))
    return field.get_db_prep_value(value, connection) if field is not None else value
