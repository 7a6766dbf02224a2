"""Facets: counts are right for the reader and for everything else that was chosen."""

import json
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from lessons.catalogue.facets import choose
from lessons.catalogue.wanted import CatalogueFilter
from lessons.models import LessonPage, LessonProgress, LessonSettings, LessonViewDay
from lessons.queries.catalogue import shelf_for
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def shelf(query="", user=STRANGER, within=None):
    return shelf_for(user, "zh-hans", CatalogueFilter.from_query(QueryDict(query)), within)


def titles(query="", user=STRANGER):
    return [fact.title for fact in shelf(query, user).found]


def tagged(lesson, *names):
    lesson.tags.add(*names)
    lesson.save()
    return lesson


@pytest.fixture
def city():
    return make_organization("City", kind="city")


@pytest.fixture
def school(city):
    top = make_category(city, name="Skills")
    low = make_category(city, name="First aid", parent=top)
    open_to_all = {"audience": "public"}
    tagged(make_lesson(city, title="A", category=low, stated_minutes=5, **open_to_all), "急救")
    tagged(make_lesson(city, title="B", category=top, stated_minutes=30, level="advanced", **open_to_all), "急救", "水")
    make_lesson(city, title="C", stated_minutes=3, **open_to_all)
    tagged(make_lesson(city, title="D", category=low, stated_minutes=4, audience="signed_in"), "秘密")
    return {"top": top, "low": low}


def test_branch_means_everything_below_it(school):
    assert titles(f"category={school['top'].translation_key}&sort=title") == ["A", "B"]
    assert titles(f"category={school['low'].translation_key}") == ["A"]
    assert titles("category=skills&sort=title") == ["A", "B"]
    assert titles("category=none") == []


def test_values_of_a_facet_widen_and_facets_narrow(school):
    assert titles("level=basic&level=advanced&sort=title") == ["A", "B", "C"]
    assert titles(f"level=basic&tag={quote('急救')}") == ["A"]
    assert titles("length=micro&sort=shortest") == ["C", "A"]


def test_counts_look_at_all_other_facets_and_at_nobody_elses_lessons(school):
    counts = shelf().chosen.counts
    assert counts["tag"] == {"急救": 2, "水": 1}
    assert counts["category"][str(school["top"].translation_key)] == 2
    assert counts["length"] == {"micro": 2, "full": 1}
    chosen = shelf("length=micro").chosen.counts
    assert chosen["length"] == {"micro": 2, "full": 1}
    assert chosen["tag"] == {"急救": 1}
    assert shelf(user=make_user()).chosen.counts["tag"] == {"急救": 2, "水": 1, "秘密": 1}


def test_micro_is_below_what_the_school_says(school):
    assert titles("length=micro&sort=title") == ["A", "C"]
    LessonSettings.objects.create(micro_minutes=4)
    assert titles("length=micro") == ["C"]


def test_words_are_looked_for_among_what_one_may_see(city, monkeypatch):
    # However much there is of what one may not see: nothing is found first and taken away afterwards.
    monkeypatch.setattr("lessons.queries.catalogue.MOST_FOUND", 1, raising=False)
    for _number in range(3):
        make_lesson(city, title="果树", intro="果树果树", audience="class")
    make_lesson(city, title="修剪", intro="给果树剪枝，一步一步地学。" * 9, audience="public")
    make_lesson(city, title="果树", audience="public")
    assert titles(f"q={quote('果树')}") == ["果树", "修剪"]
    assert titles(f"q={quote('果树')}&sort=newest") == ["果树", "修剪"]
    assert titles(f"q={quote('果树 剪枝')}") == ["修剪"]
    assert titles(f"q={quote('？！')}") == []
    assert len(titles(f"q={quote('果树')}", make_superuser())) == 5


def test_film_is_found_in_the_body(city):
    film = {"media": None, "address": "http://films.example.test/a.mp4", "caption": ""}
    body = json.dumps([{"type": "video", "id": "one", "value": film}])
    make_lesson(city, title="With", audience="public", body=body)
    make_lesson(city, title="Without", audience="public")
    assert titles("film=yes") == ["With"]
    assert shelf().chosen.counts["film"] == {"yes": 1}


def test_own_progress_is_a_facet_of_those_signed_in(school):
    learner = make_user()
    LessonProgress.objects.create(learner=learner, translation_key=LessonPage.objects.get(title="A").translation_key)
    assert titles("progress=started", learner) == ["A"]
    assert titles("progress=started", make_user()) == []
    assert shelf(user=learner).chosen.counts["progress"] == {"started": 1, "new": 3}


def test_lessons_come_in_the_order_asked_for(school):
    import datetime

    from django.utils import timezone

    key = LessonPage.objects.get(title="B").translation_key
    LessonViewDay.objects.create(translation_key=key, day=timezone.localdate(), views=9)
    old = timezone.localdate() - datetime.timedelta(days=200)
    LessonViewDay.objects.create(translation_key=LessonPage.objects.get(title="C").translation_key, day=old, views=99)
    assert titles("sort=viewed")[0] == "B"
    assert titles("sort=shortest") == ["C", "A", "B"]
    assert titles() == ["C", "B", "A"]


def test_chinese_titles_stand_in_the_order_of_their_sounds(city):
    for title in ("做饭", "包扎", "急救"):
        make_lesson(city, title=title, audience="public")
    assert titles("sort=title") == ["包扎", "急救", "做饭"]


def test_address_keeps_what_was_chosen_and_nothing_else():
    asked = "q=a&category=skills&level=basic&level=none&tag=x&sort=title&page=3&length=odd"
    wanted = CatalogueFilter.from_query(QueryDict(asked))
    assert wanted.query() == "?q=a&category=skills&level=basic&tag=x&sort=title"
    assert wanted.without("tag", "x").without("words").query() == "?category=skills&level=basic&sort=title"
    assert CatalogueFilter.from_query(QueryDict("q=%00&tag=&sort=best")).query() == ""


def test_superuser_counts_everything_and_an_organizations_list_its_own(school, city):
    assert len(titles(user=make_superuser())) == 4
    make_lesson(make_organization("Other", parent=city), title="E", audience="public")
    index = LessonPage.objects.get(title="E").get_parent()
    assert [fact.title for fact in shelf(within=LessonPage.objects.live().child_of(index)).found] == ["E"]


def test_choosing_among_nothing_is_nothing():
    assert choose([], CatalogueFilter(), shelf().ground).facts == []
