import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.models import LessonProgress
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, lesson: Any) -> str:
    return reverse(f"lessons:{name}", args=[lesson.translation_key, lesson.locale.language_code])


def test_finishing_a_draft_or_a_closed_lesson_is_404() -> None:
    client = signed_in(make_user())
    for lesson in (make_lesson(live=False), make_lesson(audience="class")):
        assert client.post(address("finish", lesson)).status_code == 404
    assert Client().post(address("finish", make_lesson())).status_code == 302
    assert not LessonProgress.objects.exists()


def test_lesson_page_shows_its_blocks_in_order() -> None:
    body = [
        {"type": "heading", "value": "Before you knock"},
        {"type": "text", "value": "<p>Listen to each alone.</p>"},
        {"type": "quotation", "value": {"text": "Say it back", "source": "A mediator"}},
        {"type": "steps", "value": [{"title": "Stop", "text": "<p>Put the phone away</p>"}]},
        {"type": "callout", "value": {"kind": "warning", "text": "<p>Never alone</p>"}},
    ]
    lesson = make_lesson(body=json.dumps(body), audience="public")
    text = _serve(lesson, Client()).split('class="prose"')[1]
    words = ["Before you knock", "Listen to each alone.", "Say it back", "A mediator", "Stop", "Never alone"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def _serve(lesson: Any, client: Client) -> str:
    """Return the page as the site shows it, with the lesson's home as the site's root."""
    from wagtail.models import Site

    root = lesson.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": root, "hostname": "localhost"})
    answer = client.get(lesson.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 30, 300])
def test_catalogue_costs_as_many_queries_however_many_there_are(count: int, django_assert_max_num_queries: Any) -> None:
    organization = make_organization()
    place = make_place(organization)
    from lessons.models import LessonIndexPage

    index = place.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    category = make_category(organization)
    for _number in range(count):
        make_lesson(index=index, category=category)
    client = signed_in(make_user())
    with django_assert_max_num_queries(30):
        assert client.get(reverse("lessons:catalogue")).status_code == 200
    with django_assert_max_num_queries(7):
        text = client.get(reverse("lessons:catalogue")).content.decode()
    assert text.count("lesson-card__facts") == min(count, 24)


def test_catalogue_hides_what_one_may_not_see() -> None:
    make_lesson(title="Publiccanary", audience="public")
    make_lesson(title="Signedcanary", audience="signed_in")
    make_lesson(title="Classcanary", audience="class")
    make_lesson(title="Draftcanary", audience="public", live=False)
    make_lesson(title="Organizationcanary", audience="organization", audience_organization=make_organization())

    def seen(client: Client) -> set[str]:
        text = client.get(reverse("lessons:catalogue")).content.decode()
        return {w for w in ("Public", "Signed", "Class", "Draft", "Organization") if f"{w}canary" in text}

    assert seen(Client()) == {"Public"}
    assert seen(signed_in(make_user())) == {"Public", "Signed"}


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "level=none", "category=%27", "page=999999", "page=-1"])
def test_catalogue_takes_any_query(query: str) -> None:
    assert Client().get(f"{reverse('lessons:catalogue')}?{query}").status_code in (200, 400, 404)
