"""Prepared queries answer as the querysets that they are made of."""

import datetime
import threading
import uuid
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from foundation.prepared import prepared
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
