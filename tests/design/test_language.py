"""The interface speaks the reader's language, pages keep theirs."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import get_language, override
from wagtail import hooks
from wagtail.models import Locale, Page, Site
from wagtail.users.models import UserProfile

from design.languages import language_tag, supported
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/preferences/"  # refuses a GET, in the language of whoever asks


def lang(response) -> str:
    """Return the interface language of an answer."""
    return response.headers["Content-Language"]


def test_saved_choice_wins_over_cookie_and_browser(client):
    client.force_login(make_user(preferred_language="zh-hans"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert lang(client.get(ADDRESS, headers={"accept-language": "en"})) == "zh-hans"


def test_cookie_wins_over_browser(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert lang(client.get(ADDRESS, headers={"accept-language": "zh-CN"})) == "en"


@pytest.mark.parametrize(("accepted", "expected"), [("en-GB,en;q=0.8", "en"), ("zh-CN", "zh-hans"), ("zh", "zh-hans")])
def test_browser_is_asked_where_nothing_was_chosen(client, accepted, expected):
    assert lang(client.get(ADDRESS, headers={"accept-language": accepted})) == expected


@pytest.mark.parametrize("accepted", ["", "fr", "*", "x" * 600])
def test_school_default_counts_where_no_language_fits(client, accepted):
    assert lang(client.get(ADDRESS, headers={"accept-language": accepted})) == settings.LANGUAGE_CODE


def test_unknown_saved_language_is_passed_over(client):
    client.force_login(make_user(preferred_language="fr"))
    assert lang(client.get(ADDRESS, headers={"accept-language": "en"})) == "en"


def test_caches_are_told_that_the_language_counts(client):
    assert "Accept-Language" in client.get(ADDRESS).headers["Vary"]


def test_missing_page_speaks_the_readers_language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get("/nowhere/")
    assert (answer.status_code, lang(answer)) == (404, "en")
    assert "There is nothing here" in answer.content.decode()


@pytest.fixture
def pages() -> dict[str, Page]:
    """Make a site whose root page and one page below it exist in both languages; return the lower pages by language."""
    Page.objects.filter(depth__gt=1).delete()
    chinese = Locale.objects.get_or_create(language_code="zh-hans")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.get_first_root_node().add_child(instance=Page(title="学堂", slug="school", locale=chinese))
    page = root.add_child(instance=Page(title="急救", slug="first-aid", locale=chinese))
    root.copy_for_translation(english).save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=root, is_default_site=True)
    return {"zh-hans": page, "en": Page.objects.get(pk=twin.pk)}


def serve(client: Client, address: str, **headers: str) -> str:
    """Ask for a page; return its own language and the interface's, as a hook in between sees them."""

    def answer(page, request, args, kwargs):
        return HttpResponse(f"{page.locale.language_code} {get_language()} {request.LANGUAGE_CODE}")

    with hooks.register_temporarily("before_serve_page", answer):
        return client.get(address, headers=headers).content.decode()


def test_page_is_found_in_its_language_and_dressed_in_the_readers(client, pages):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert serve(client, "/first-aid/") == "zh-hans en en"


def test_translated_page_is_found_whatever_the_reader_speaks(client, pages):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert serve(client, pages["en"].get_url()) == "en zh-hans zh-hans"


def test_saved_choice_dresses_pages_too(client, pages):
    client.force_login(make_user(preferred_language="en"))
    assert serve(client, "/first-aid/") == "zh-hans en en"


def test_admin_follows_the_saved_choice(client):
    client.force_login(make_superuser(preferred_language="en"))
    assert '<html lang="en"' in client.get("/admin/").content.decode()


def test_choice_in_the_admin_is_kept_everywhere(client):
    person = make_user()
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    assert lang(client.get(ADDRESS, headers={"accept-language": "zh-CN"})) == "en"


def test_switch_leads_to_the_pages_translation(client, pages):
    answer = client.post("/preferences/", {"language": "en", "next": "/first-aid/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, pages["en"].get_url())


def test_switch_stays_where_there_is_no_translation(client, pages):
    pages["en"].delete()
    answer = client.post("/preferences/", {"language": "en", "next": "/first-aid/"})
    assert answer.headers["Location"] == "/first-aid/"


def test_switch_tells_nothing_of_a_draft(client, pages):
    pages["en"].specific.unpublish()
    answer = client.post("/preferences/", {"language": "en", "next": "/first-aid/"})
    assert answer.headers["Location"] == "/first-aid/"


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en"), ("en-gb", "en-GB")])
def test_language_tags_are_written_as_html_has_them(code, tag):
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("code", "offered"), [("zh-CN", "zh-hans"), ("en-us", "en"), ("fr", ""), ("", ""), ("../", "")]
)
def test_only_offered_languages_are_supported(code, offered):
    with override("en"):
        assert supported(code) == offered
