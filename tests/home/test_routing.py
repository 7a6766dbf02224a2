"""Pages are found with one query, and never where they no longer are."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction, Site

from foundation.stamps import bump
from home import routing
from home.models import HomePage
from lessons.models import LessonIndexPage
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    organization = make_organization()
    root = Site.objects.get().root_page.get_parent()
    home = root.add_child(instance=HomePage(title="Home", slug="front", organization=organization))
    Site.objects.update(root_page=home, hostname="localhost", is_default_site=True)
    bump(routing.STAMP)  # as a saved site would
    return home


def page_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    tables = ("wagtailcore_site", "wagtailcore_locale", "wagtailcore_pageviewrestriction")
    return sum(any(table in query["sql"] for table in tables) for query in queries)


def test_page_is_found_with_one_query(client, home) -> None:
    lesson = make_lesson(index=home, audience="public")
    client.get(lesson.get_url())
    assert page_queries(client, lesson.get_url()) == 1


def test_page_that_was_moved_renamed_or_withdrawn_is_found_no_more(client, home) -> None:
    lesson = make_lesson(index=home, audience="public")
    old = lesson.get_url()
    for _time in range(2):
        assert client.get(old).status_code == 200

    lesson.slug = "renamed"
    lesson.save()
    assert client.get(old).status_code == 404
    assert client.get(lesson.get_url()).status_code == 200

    other = home.add_child(instance=LessonIndexPage(title="Other", slug="other"))
    lesson.move(other, pos="last-child")
    assert client.get("/renamed/").status_code == 301
    assert client.get("/other/renamed/").status_code == 200

    lesson.refresh_from_db()
    lesson.unpublish()
    assert client.get("/other/renamed/").status_code != 200


def test_address_leads_to_the_page_that_took_it_over(client, home) -> None:
    first = make_lesson(index=home, audience="public", title="First")
    address = first.get_url()
    assert "First" in client.get(address).content.decode()
    second = make_lesson(index=home, audience="public", title="Second")
    first.slug, second.slug = "gone", first.slug
    first.save()
    second.save()
    assert "Second" in client.get(address).content.decode()


def test_another_root_of_the_site_counts_at_once(client, home) -> None:
    lesson = make_lesson(index=home, audience="public")
    address = lesson.get_url()
    assert client.get(address).status_code == 200
    other = home.add_child(instance=LessonIndexPage(title="Other", slug="other"))
    site = Site.objects.get()
    site.root_page = other
    site.save()
    assert client.get(address).status_code == 404


def test_page_is_found_in_the_language_of_its_address(client, home) -> None:
    from django.conf import settings

    other = next(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    Locale.objects.get_or_create(language_code=other)
    twin = home.copy_for_translation(Locale.objects.get(language_code=other))
    twin.title = "Twin"
    twin.save_revision().publish()
    for _time in range(2):
        assert "Twin" in client.get(f"/{other}/").content.decode()
        assert "Twin" not in client.get("/").content.decode()


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_view_restriction_above_a_page_counts_at_once(client, home, kind: str) -> None:
    lesson = make_lesson(index=home, audience="public")
    address = lesson.get_url()
    for _time in range(2):
        assert client.get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(page=home, restriction_type=kind, password="x")
    assert client.get(address).status_code == 302
    restriction.delete()
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_site_changed_in_another_process_counts_at_once(client) -> None:
    organization = make_organization()
    root = Site.objects.get().root_page.get_parent()
    home = root.add_child(instance=HomePage(title="Home", slug="front", organization=organization))
    lesson = make_lesson(index=home, audience="public")
    Site.objects.get().delete()
    Site.objects.create(root_page=home, hostname="localhost", is_default_site=True)
    assert client.get(f"/{lesson.slug}/").status_code == 200
    kept: Any = (dict(routing._sites), dict(routing._places))

    def elsewhere() -> None:
        """Do as another process does: it knows nothing of what is kept here."""
        Site.objects.update(root_page=root)
        bump(routing.STAMP)
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert (dict(routing._sites), dict(routing._places)) == kept
    assert client.get(f"/{lesson.slug}/").status_code == 404
    assert client.get(f"/front/{lesson.slug}/").status_code == 200
