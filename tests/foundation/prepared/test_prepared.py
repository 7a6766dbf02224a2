"""Prepared queries answer as the querysets that they are made of."""

import datetime
import threading
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from foundation.prepared import prepared, prepared_update
from foundation.prepared.statements import fetched
from people.models import User

pytestmark = pytest.mark.django_db


@prepared
def people_named(name: str, ids: list[uuid.UUID]) -> models.QuerySet[User]:
    return User.objects.filter(full_name__startswith=name, public_id__in=ids).order_by("pk")


@prepared
def people_since(moment: datetime.datetime) -> models.QuerySet[User, Any]:
    return User.objects.filter(date_joined__gte=moment).order_by("pk").values_list("public_id", "date_joined")


@prepared
def page_in(path: str, language: str) -> models.QuerySet[Page]:
    return (
        Page.objects.filter(path=path, locale__language_code=language)
        .select_related("locale")
        .annotate(is_root=Exists(Site.objects.filter(root_page=OuterRef("pk"))))
    )


def make_people() -> list[User]:
    return [User.objects.create_user(account_name=f"p{number}", full_name=f"Wang {number}") for number in range(3)]


def test_prepared_finds_what_its_queryset_finds() -> None:
    people = make_people()
    ids = [person.public_id for person in people[:2]]
    for values in ({"name": "Wang", "ids": ids}, {"name": "Wang 1", "ids": ids}, {"name": "%", "ids": ids}):
        assert people_named.all(**values) == list(people_named(**values))


def test_prepared_compiles_each_length_of_a_list() -> None:
    people = make_people()
    for length in (3, 1, 0, 2, 3):
        ids = [person.public_id for person in people[:length]]
        assert people_named.all(name="Wang", ids=ids) == people[:length]


def test_prepared_reads_rows_of_values_with_their_types() -> None:
    make_people()
    since = timezone.now() - datetime.timedelta(hours=1)
    rows = people_since.all(moment=since)
    assert rows == list(people_since(moment=since))
    assert [type(value) for value in rows[0]] == [uuid.UUID, datetime.datetime]
    assert people_since.all(moment=timezone.now() + datetime.timedelta(hours=1)) == []


def test_prepared_fills_relations_and_annotations() -> None:
    site = Site.objects.get()
    site.root_page.locale = Locale.objects.get_or_create(language_code="zh-hans")[0]
    site.root_page.save()
    page_in.first(path="none", language="zh-hans")
    with CaptureQueriesContext(connection) as queries:
        page = page_in.first(path=site.root_page.path, language="zh-hans")
        assert page is not None
        assert (page.locale.language_code, page.is_root) == ("zh-hans", True)
    assert len(queries) == 1


def test_prepared_asks_with_new_values_each_time() -> None:
    first, second, _third = make_people()
    assert people_named.first(name="Wang", ids=[first.public_id]) == first
    assert people_named.first(name="Wang", ids=[second.public_id]) == second
    assert not people_named.exists(name="Li", ids=[second.public_id])


def test_prepared_refuses_none_and_unknown_parameters() -> None:
    with pytest.raises(TypeError, match="None"):
        people_since.all(moment=None)
    with pytest.raises(TypeError, match="exactly"):
        people_named.all(name="Wang")


@pytest.mark.django_db(transaction=True)
def test_prepared_answers_on_the_connection_of_each_thread() -> None:
    people = make_people()
    found: list[Any] = []

    def ask() -> None:
        found.append(people_named.all(name="Wang", ids=[people[0].public_id]))
        connection.close()

    people_named.all(name="Wang", ids=[people[0].public_id])
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [[people[0]]]


def test_known_finds_what_first_finds_each_time_anew() -> None:
    root = Page.objects.get(depth=1)
    values = {"path": root.path, "language": root.locale.language_code}
    assert page_in.known(**values) == page_in.first(**values) == root
    Page.objects.filter(pk=root.pk).update(title="Renamed")
    with CaptureQueriesContext(connection) as queries:
        again = page_in.known(**values)
    assert (len(queries), again.title, again.is_root) == (1, "Renamed", False)
    assert page_in.known(path="nowhere", language="en") is None


def test_known_gives_each_caller_an_instance_of_its_own() -> None:
    root = Page.objects.get(depth=1)
    values = {"path": root.path, "language": root.locale.language_code}
    first = page_in.known(**values)
    first.title, first.locale.language_code, first.seen = "Changed", "xx", True
    second = page_in.known(**values)
    assert (second.title, second.locale.language_code) == (root.title, root.locale.language_code)
    assert not hasattr(second, "seen")
    with CaptureQueriesContext(connection) as queries:
        assert second.locale.pk == root.locale_id
        second.save()
    assert not any("INSERT INTO" in query["sql"] and "wagtailcore_page" in query["sql"] for query in queries)


@prepared_update
def rename(person: int, name: str, moment: datetime.datetime) -> tuple[models.QuerySet[User], dict[str, Any]]:
    return User.objects.filter(pk=person), {"full_name": name, "date_joined": moment, "is_active": models.F("is_staff")}


def test_prepared_update_changes_its_rows_and_counts_them() -> None:
    first, second, _third = make_people()
    moment = timezone.now() - datetime.timedelta(days=1)
    assert rename(person=first.pk, name="Li", moment=moment) == 1
    assert rename(person=second.pk, name="Zhao", moment=moment) == 1
    assert rename(person=0, name="Nobody", moment=moment) == 0
    found = list(User.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk"))
    assert [(one.full_name, one.date_joined, one.is_active) for one in found] == [
        ("Li", moment, False),
        ("Zhao", moment, False),
    ]


def kept_by_postgres() -> int:
    """Return how many statements about people's names the connection keeps; SQLite has no list of them."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%full_name%LIKE%'")
        return cursor.fetchone()[0]


def test_statement_is_kept_by_postgres_where_the_school_says_so(settings: Any) -> None:
    ids = [person.public_id for person in make_people()]
    settings.DATABASE_PREPARED_STATEMENTS = False
    before, plain = kept_by_postgres(), people_named.all(name="A", ids=ids)
    assert kept_by_postgres() == before
    settings.DATABASE_PREPARED_STATEMENTS = True
    for _again in range(7):  # from the sixth on with one plan for all values
        assert people_named.all(name="A", ids=ids) == plain == list(people_named(name="A", ids=ids))
    assert kept_by_postgres() >= (connection.vendor == "postgresql")


def test_statement_that_fails_leaves_the_next_one_whole() -> None:
    # PostgreSQL refuses it, SQLite finds nobody by it.
    with suppress(DatabaseError), transaction.atomic():
        assert people_named.all(name="A", ids=["no identifier"]) == []
    ids = [person.public_id for person in make_people()]
    assert people_named.all(name="A", ids=ids) == list(people_named(name="A", ids=ids))


@pytest.mark.django_db(transaction=True)
def test_statement_is_asked_anew_after_a_migration() -> None:
    elsewhere("CREATE TABLE migrated (one integer)")
    elsewhere("INSERT INTO migrated VALUES (1)")
    try:
        assert [ask_migrated(), ask_migrated()] == [[(1,)], [(1,)]]
        elsewhere("ALTER TABLE migrated ADD COLUMN other integer DEFAULT 2")
        assert [ask_migrated(), ask_migrated()] == [[(1, 2)], [(1, 2)]]
    finally:
        elsewhere("DROP TABLE migrated")


def elsewhere(statement: str) -> None:
    """Run a statement as another process does, by a connection of its own."""

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_statements_are_written_down_where_queries_are_looked_at() -> None:
    ids = [person.public_id for person in make_people()]
    with CaptureQueriesContext(connection) as queries:
        for _again in range(3):
            people_named.all(name="A", ids=ids)
    assert ["full_name" in query["sql"] for query in queries] == [True] * 3


def ask_migrated() -> list[Any]:
    return [tuple(row) for row in fetched(connection, "SELECT * FROM migrated WHERE one = %s", [1])]
