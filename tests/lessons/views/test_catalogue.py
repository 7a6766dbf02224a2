"""The catalogue's answers: a whole page, or the parts that change; the same for an organization's list."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from tests.factories.lessons import make_category, make_lesson, make_series
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def lessons():
    city = make_organization("City", kind="city")
    category = make_category(city, name="Skills")
    return [
        make_lesson(city, title="Opencanary", audience="public", category=category, stated_minutes=5),
        make_lesson(city, title="Longcanary", audience="public", stated_minutes=50),
        make_lesson(city, title="Closedcanary", audience="signed_in"),
    ]


def get(query="", client=None, address=None, **headers):
    client = client or Client()
    return client.get(
        f"{address or reverse('lessons:catalogue')}{query}", headers={"accept-language": "zh-hans", **headers}
    )


def test_htmx_gets_the_parts_that_change_and_the_address_that_stands_for_them(lessons):
    answer = get("?length=micro&sort=&q=&tag=", **HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    assert answer["HX-Push-Url"] == "/lessons/?length=micro"
    assert "HX-Request" in answer["Vary"]
    assert "Opencanary" in text
    assert "Longcanary" not in text
    assert '<p id="count">1 门课程' in text
    assert "Closedcanary" not in text


def test_history_gets_the_whole_page(lessons):
    text = get("?length=micro", **HTMX, **{"hx-history-restore-request": "true"}).content.decode()
    assert "<html" in text
    assert 'value="micro" form="shelf" checked' in text


def test_chosen_filters_are_chips_that_lead_to_the_rest(lessons):
    text = get("?length=micro&level=basic&q=Opencanary").content.decode()
    for rest in ("?length=micro&amp;level=basic", "?q=Opencanary&amp;level=basic", "?q=Opencanary&amp;length=micro"):
        assert f'class="chip" href="/lessons/{rest}"' in text
    assert "Opencanary" not in get("?q=Nonsense").content.decode()


def test_stranger_is_not_asked_for_progress(lessons):
    client = Client()
    client.force_login(make_user())
    assert 'name="progress"' not in get().content.decode()
    assert 'name="progress"' in get(client=client).content.decode()


def test_list_of_an_organization_shows_its_own_in_the_same_way(lessons):
    other = make_lesson(title="Othercanary", audience="public")
    index = lessons[0].get_parent()
    Site.objects.all().delete()
    Site.objects.create(is_default_site=True, root_page=index.get_parent(), hostname="localhost")
    address = index.specific.get_url()
    text = get("?length=micro", address=address).content.decode()
    assert "Opencanary" in text
    assert other.title not in text
    assert 'name="organization"' not in text
    assert "<html" not in get("?length=micro", address=address, **HTMX).content.decode()
    index.slug = "课程"
    index.save()
    named = get("?length=micro", address=index.specific_deferred.get_url(), **HTMX)
    assert named["HX-Push-Url"] == f"{quote('/课程/')}?length=micro"


def test_series_stand_in_front_as_far_as_the_reader_may_see_them(lessons):
    make_series(lessons=lessons, title="Seriescanary")
    make_series(lessons=lessons[2:], title="Closedseries")
    text = get().content.decode()
    assert "Seriescanary" in text
    assert "Closedseries" not in text
    minutes = sum(lesson.estimated_minutes for lesson in lessons[:2])
    assert f"2 门课程 · {minutes} 分钟" in text
    assert "Seriescanary" not in get("?level=basic").content.decode()
