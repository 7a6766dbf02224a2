import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from home.actions.place import open_home
from lessons.models import LessonIndexPage
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization


@pytest.mark.django_db
def test_sitemap_names_only_what_a_stranger_may_open() -> None:
    home = open_home(
        organization=make_organization(), parent=Page.get_first_root_node(), locale=Locale.get_default(), by=None
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "testserver"})
    index = LessonIndexPage.objects.child_of(home).get()
    for audience in ("public", "signed_in", "class"):
        make_lesson(index=index, title=audience, audience=audience)
    slugs = {page.audience: page.slug for page in index.specific.get_children().specific()}
    text = Client().get("/sitemap.xml").content.decode()
    assert {audience: f"/{slug}/" in text for audience, slug in slugs.items()} == {
        "public": True,
        "signed_in": False,
        "class": False,
    }
