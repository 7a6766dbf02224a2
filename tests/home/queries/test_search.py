"""Whoever may open a thing finds it, and nobody else does, nor sees it counted."""

import datetime
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from classes.permissions import may_know_of, may_see_inside
from forums.actions.thread import hide_post
from forums.models import ForumPage, ForumText, Post
from forums.permissions import standing_of
from home.queries.search import Asked, search, suggestions
from home.queries.search import sources as sources_module
from home.queries.search.places import Places
from lessons.models import LessonIndexPage, LessonPage
from people.audience import may_see
from people.models import Role
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_post, make_prompt, make_thread
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_place, make_superuser, make_user
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db


def found(user, words, **asked):
    """Return the titles of what is found, by kind."""
    results = search(user, Asked(words=words, **asked))
    return {group.kind: [hit.title for hit in group.hits] for group in results.groups}


def counts(user, words, **asked):
    results = search(user, Asked(words=words, **asked))
    return {group.kind: (group.count.number, group.count.is_more) for group in results.groups}


def choices(user, words, **asked):
    """Return what is offered to narrow by: value, or name of an organization, and how many."""
    results = search(user, Asked(words=words, **asked))
    return {facet.name: {str(c.label): c.count.number for c in facet.choices} for facet in results.facets}


def test_everybody_finds_exactly_what_they_may_open():
    school = make_school()
    east = school.east
    things = [
        ("lesson", "Eastcanary lesson", lambda user: may_see(user, east.lesson)),
        ("class", "Eastcanary class", lambda user: may_know_of(user, east.training_class)),
        ("session", "Eastcanary live", lambda user: may_see(user, east.live_class)),
        ("forum", "Eastcanary forum", lambda user: standing_of(user, east.forum).reads),
        ("post", "Eastcanary post", lambda user: standing_of(user, east.forum).reads),
        ("post", "Eastcanary thread", lambda user: standing_of(user, east.forum).reads),
        ("post", "Eastcanary question", lambda user: standing_of(user, east.forum).reads),
    ]
    actors = {**school.actors(), "root": school.root}
    wrong = [
        (name, kind, words)
        for (name, user), (kind, words, may) in itertools.product(actors.items(), things)
        if (counts(user, words).get(kind) == (1, False)) != may(user)
    ]
    assert wrong == []
    assert {name for name, user in actors.items() if counts(user, "Eastcanary post")} == {
        "learner", "instructor", "class_teacher", "head", "editor", "administrator", "point", "root",
    }  # fmt: skip
    for _name, user in actors.items():
        assert counts(user, "Eastcanary draft") == {}
    assert may_see_inside(east.people["learner"], east.training_class)


def test_people_are_found_by_those_who_look_after_them():
    school = make_school()
    east, west = school.east.people, school.west.people
    names = {name: person.full_name for name, person in east.items()}
    everybody = set(names.values())
    by_role = {
        "administrator": everybody,
        "class_teacher": everybody,
        "head": {names["learner"], names["outsider"], names["point"]},
        "coordinator": {names["learner"], names["point"]},
        "editor": set(),
        "instructor": set(),
        "learner": set(),
        "point": set(),
    }
    for role, expected in by_role.items():
        assert set(found(east[role], "East").get("person", [])) - {"Eastcanary"} == expected, role
        assert "person" not in found(west[role], "East"), role
    assert "person" not in found(AnonymousUser(), "East")
    assert set(found(school.root, "East")["person"]) >= everybody
    named = make_user("Named teacher", role=Role.LEARNER, organization=school.west.organization)
    school.east.training_class.class_teacher = named
    school.east.training_class.save()
    assert found(named, "East learner")["person"] == [names["learner"]]


def test_only_administrators_find_people_by_their_accounts():
    organization = make_organization()
    make_user("王小梅", role=Role.LEARNER, organization=organization, account_name="xiaomei88")
    administrator = make_user(role=Role.ADMINISTRATOR, organization=organization)
    teacher = make_user(role=Role.CLASS_TEACHER, organization=organization)
    assert found(administrator, "iaomei8")["person"] == ["王小梅"]
    assert found(teacher, "iaomei8") == {}
    assert found(teacher, "小梅")["person"] == ["王小梅"]
    assert found(teacher, "王 梅")["person"] == ["王小梅"]
    assert found(administrator, "ＸＩＡＯＭＥＩ")["person"] == ["王小梅"]


def test_a_page_that_is_closed_to_the_reader_is_not_found():
    lesson = make_lesson(title="秧苗移栽", audience="public")
    user, group = make_user(), Group.objects.create(name="Readers")
    restriction = PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)
    assert (counts(AnonymousUser(), "秧苗"), counts(user, "秧苗")) == ({}, {"lesson": (1, False)})
    assert (suggestions(AnonymousUser(), "秧"), suggestions(user, "秧")) == ([], ["秧苗移栽"])
    restriction.restriction_type = PageViewRestriction.GROUPS
    restriction.save()
    restriction.groups.add(group)
    assert counts(user, "秧苗") == {}
    user.groups.add(group)
    assert counts(user, "秧苗") == {"lesson": (1, False)}
    restriction.restriction_type = PageViewRestriction.PASSWORD
    restriction.save()
    assert counts(user, "秧苗") == {}
    assert counts(make_superuser(), "秧苗") == {"lesson": (1, False)}
    restriction.delete()
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert counts(make_superuser(), "秧苗") == {}


def test_posts_that_are_hidden_or_wait_for_ones_own_are_not_found():
    forum = make_forum()
    training_class = forum.training_class
    reader, moderator = make_enrollment(training_class).learner, make_superuser()
    thread = make_thread(forum, prompt=make_prompt(forum, title="先答后看", answer_first=True))
    post = make_post(thread, body="稻田养鱼的做法")
    assert counts(reader, "稻田") == {}
    assert counts(moderator, "稻田") == {"post": (1, False)}
    assert counts(reader, "先答后看") == {"post": (1, False)}
    make_post(thread, reader, body="我的回答")
    assert counts(reader, "稻田") == {"post": (1, False)}
    hide_post(post=post, hidden=True, reason="off", by=moderator)
    assert (counts(reader, "稻田"), counts(moderator, "稻田")) == ({}, {})
    training_class.enrollments.update(state="withdrawn")
    assert counts(reader, "回答") == {}
    Post.objects.filter(pk=post.pk).update(is_hidden=False)
    assert ForumText.objects.get(post=post).is_hidden


def test_answers_are_found_before_ones_own_by_those_who_keep_order(evening_of_staff):
    forum, people = evening_of_staff
    make_post(make_thread(forum, prompt=make_prompt(forum, answer_first=True)), body="稻田养鱼的做法")
    for name, person in people.items():
        expected = {"post": (1, False)} if standing_of(person, forum).moderates else {}
        assert counts(person, "稻田") == expected, name
    assert {name for name, person in people.items() if counts(person, "稻田")} == {
        "class_teacher", "instructor", "editor", "administrator",
    }  # fmt: skip


@pytest.fixture
def evening_of_staff():
    school = make_school()
    return school.east.forum, school.east.people


def test_what_one_may_see_is_found_however_much_one_may_not(monkeypatch):
    monkeypatch.setattr(sources_module, "MOST", 5)
    make_lesson(title="水渠清淤", audience="public")
    mine = make_forum()
    make_post(make_thread(mine), body="水渠清淤归我们组")
    reader = make_enrollment(mine.training_class).learner
    index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    other = make_thread(make_forum())
    for _number in range(8):
        make_lesson(index=index, title="水渠清淤", audience="class")
        make_post(other, body="水渠清淤归他们组")
    assert counts(reader, "水渠") == {"lesson": (1, False), "post": (1, False)}
    assert counts(make_superuser(), "水渠") == {"lesson": (5, True), "post": (5, True)}


def test_a_title_comes_first_even_where_there_is_more_than_is_counted(monkeypatch):
    monkeypatch.setattr(sources_module, "MOST", 5)
    index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    make_lesson(index=index, title="烧荒须知", audience="public", level="advanced")
    for number in range(8):
        make_lesson(index=index, title=f"防火{number}", intro="禁止烧荒", audience="public", level="basic")
    titles = found(AnonymousUser(), "烧荒")["lesson"]
    assert (titles[0], len(titles)) == ("烧荒须知", 5)
    assert found(AnonymousUser(), "烧荒", kind="lesson", level="advanced")["lesson"] == ["烧荒须知"]
    assert counts(AnonymousUser(), "烧荒", kind="lesson", level="basic")["lesson"] == (5, True)


def test_results_are_sorted_by_fit_or_by_date():
    now = timezone.now()
    for days, title, intro in ((1, "防火", "烧荒" + "别的话" * 30), (3, "烧荒须知", ""), (2, "春季", "烧荒烧荒")):
        lesson = make_lesson(title=title, intro=intro, audience="public")
        LessonPage.objects.filter(pk=lesson.pk).update(first_published_at=now - datetime.timedelta(days=days))
    assert found(AnonymousUser(), "烧荒")["lesson"] == ["烧荒须知", "春季", "防火"]
    assert found(AnonymousUser(), "烧荒", sort="new")["lesson"] == ["防火", "春季", "烧荒须知"]


def test_facets_count_what_is_left_by_the_other_choices():
    city = make_organization("城市")
    east, west = (make_organization(name, parent=city) for name in ("东县", "西县"))
    home = make_place(city)
    places = {one: make_place(one, parent=home) for one in (east, west)}
    indexes = {one: place.add_child(instance=LessonIndexPage(title="L", slug="l")) for one, place in places.items()}
    skills, local = make_category(city, kind="skills"), make_category(city, kind="local")
    for organization, category, level, days in (
        (east, skills, "basic", 1), (east, skills, "advanced", 20), (east, local, "basic", 20),
        (west, local, "basic", 300),
    ):  # fmt: skip
        lesson = make_lesson(
            index=indexes[organization], title="果树修剪", category=category, level=level, audience="public"
        )
        since = timezone.now() - datetime.timedelta(days=days)
        LessonPage.objects.filter(pk=lesson.pk).update(first_published_at=since)
    reader = AnonymousUser()
    offered = choices(reader, "果树", kind="lesson")
    assert offered["organization"] == {"东县": 3, "西县": 1}
    assert list(offered["category"].values()) == [2, 2]
    assert list(offered["level"].values()) == [3, 1]
    assert list(offered["when"].values()) == [1, 3]
    narrowed = choices(reader, "果树", kind="lesson", level="basic", organization=east.public_id)
    assert narrowed["organization"] == {"东县": 2, "西县": 1}
    assert list(narrowed["level"].values()) == [2, 1]
    assert counts(reader, "果树", kind="lesson", level="basic", organization=east.public_id)["lesson"] == (2, False)
    assert counts(reader, "果树", organization=city.public_id)["lesson"] == (4, False)
    assert counts(reader, "果树", organization=make_organization().public_id) == {}
    assert counts(reader, "果树", when="week")["lesson"] == (1, False)


def test_a_region_is_narrowed_to_by_its_topmost_places():
    city = make_organization("City", kind="city")
    home = make_place(city)
    village = make_organization("Village", parent=city)
    below, elsewhere = make_place(village, parent=home), make_place(make_organization("Apart", parent=city))
    assert Places().paths_of(city.public_id) == sorted([home.path, elsewhere.path])
    assert Places().paths_of(village.public_id) == [below.path]


def test_posts_are_narrowed_by_forum():
    first, second = make_forum(title="Salon"), make_forum(title="Evening")
    for forum, number in ((first, 2), (second, 1)):
        thread = make_thread(forum)
        for _post in range(number):
            make_post(thread, body="田头记账")
    user = make_superuser()
    assert choices(user, "记账", kind="post")["forum"] == {"Salon": 2, "Evening": 1}
    assert counts(user, "记账", kind="post", forum=second.public_id)["post"] == (1, False)
    assert counts(user, "记账", kind="post", forum=first.training_class.public_id) == {}


def test_what_is_said_in_a_salon_behind_a_view_restriction_is_not_found():
    home = make_place(make_organization())
    salon = make_forum(home, title="Salon", audience="signed_in")
    make_post(make_thread(salon), body="田头记账")
    reader = make_user()
    assert counts(reader, "记账", kind="post") == {"post": (1, False)}
    restriction = PageViewRestriction.objects.create(page=home, restriction_type=PageViewRestriction.GROUPS)
    assert not standing_of(reader, ForumPage.objects.get(pk=salon.pk)).reads
    assert counts(reader, "记账", kind="post") == {}
    restriction.groups.add(Group.objects.create(name="Readers"))
    reader.groups.add(restriction.groups.get())
    assert counts(reader, "记账", kind="post") == {"post": (1, False)}


def test_a_forum_that_is_closed_to_the_reader_is_not_named_by_narrowing_to_it():
    forum, own = make_forum(title="Closedcanary"), make_forum(title="Own")
    reader = make_enrollment(own.training_class).learner
    for one in (forum, own):
        make_post(make_thread(one), body="田头记账")
    assert "Closedcanary" not in str(choices(reader, "记账", kind="post", forum=forum.public_id))
    assert "Own" in str(choices(reader, "记账", kind="post", forum=own.public_id))
    assert counts(reader, "记账", kind="post", forum=forum.public_id) == {}


def posted(thread, author, number):
    fields = {"body": "记账", "body_html": "<p>记账</p>", "renderer_version": 1, "created_at": timezone.now()}
    return Post(thread=thread, number=number + 1, author=author, **fields)


@pytest.mark.parametrize("number", [1, 30, 300])
def test_searching_costs_as_many_queries_however_much_is_found(number, django_assert_max_num_queries):
    forum = make_forum()
    reader = make_enrollment(forum.training_class).learner
    thread = make_thread(forum)
    Post.objects.bulk_create(posted(thread, reader, one) for one in range(number))
    from forums.actions.search import file_posts

    file_posts(Post.objects.all())
    for _lesson in range(min(number, 30)):
        make_lesson(title="记账", audience="public")
    with django_assert_max_num_queries(24):
        assert counts(reader, "记账")["post"] == (number, False)


def test_what_was_asked_once_is_asked_again_at_the_next_question():
    forum = make_forum()
    make_post(make_thread(forum), body="田头记账")
    enrollment = make_enrollment(forum.training_class)
    assert counts(enrollment.learner, "记账") == {"post": (1, False)}
    enrollment.delete()
    assert counts(enrollment.learner, "记账") == {}


def test_suggestions_are_titles_that_one_may_see():
    make_lesson(title="WPS 表格记账", audience="public")
    make_lesson(title="记账的规矩", audience="class")
    make_training_class(title="记账培训班", audience="public")
    assert set(suggestions(AnonymousUser(), "记账")) == {"WPS 表格记账", "记账培训班"}
    assert suggestions(AnonymousUser(), "wp") == ["WPS 表格记账"]
    assert suggestions(AnonymousUser(), "？！") == []


def test_kinds_that_are_not_asked_for_are_counted_as_if_they_were():
    school = make_school()
    reader = school.east.people["class_teacher"]
    everything, narrowed = counts(reader, "Eastcanary"), counts(reader, "Eastcanary", when="week")
    assert set(everything) >= {"lesson", "class", "session", "forum", "post"}
    assert len(narrowed) > 1
    for kind in everything:
        assert counts(reader, "Eastcanary", kind=kind) == everything
        assert found(reader, "Eastcanary", kind=kind)[kind] == found(reader, "Eastcanary")[kind]
        assert counts(reader, "Eastcanary", kind=kind, when="week") == narrowed
