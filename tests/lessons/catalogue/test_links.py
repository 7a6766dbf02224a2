"""What stands around a lesson: shown to those who may see it, with what is done, and at no query more."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site
from wagtail.test.utils.form_data import inline_formset

from lessons.models import LessonIndexPage, LessonPage, LessonProgress, PrerequisiteRule, RelatedLesson
from tests.factories.lessons import make_category, make_lesson, make_prerequisites, make_series
from tests.factories.people import make_organization, make_place, make_user
from tests.lessons.forms.test_pages import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    place = make_place(make_organization())
    found = place.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    Site.objects.all().delete()
    Site.objects.create(is_default_site=True, root_page=place, hostname="localhost")
    return found


def signed_in(user=None):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user or make_user())
    return client


def text(client, lesson, status=200):
    answer = client.get(LessonPage.objects.get(pk=lesson.pk).get_url())
    assert answer.status_code == status
    return answer.content.decode()


def finish(learner, lesson):
    from django.utils import timezone

    LessonProgress.objects.create(
        learner=learner,
        translation_key=lesson.translation_key,
        state="completed",
        percent=100,
        completed_at=timezone.now(),
    )


def test_learner_is_told_what_comes_first_and_what_of_it_is_done(index):
    first, second = make_lesson(index=index, title="Firstcanary"), make_lesson(index=index, title="Secondcanary")
    lesson = make_prerequisites(make_lesson(index=index), first, second)
    learner = make_user()
    finish(learner, first)
    shown = text(signed_in(learner), lesson)
    assert "Study these first" in shown
    assert shown.index("Finished: </span></span><a") < shown.index("Firstcanary") < shown.index("Secondcanary")
    assert shown.count("Not finished: ") == 1
    assert text(signed_in(), lesson).count("Not finished: ") == 2
    finish(learner, second)
    assert "You have finished what comes before" in text(signed_in(learner), lesson)


def test_locked_lesson_opens_once_its_prerequisites_are_finished(index):
    body = '[{"type": "text", "value": "<p>Bodycanary</p>"}]'
    first = make_lesson(index=index, title="Firstcanary", audience="public")
    lesson = make_lesson(index=index, body=body, audience="public")
    lesson = make_prerequisites(lesson, first, prerequisite_rule=PrerequisiteRule.LOCKED)
    learner = make_user()
    client = signed_in(learner)
    api = f"/api/v1/lessons/{lesson.translation_key}/{lesson.locale.language_code}"
    for reader in (client, Client()):
        shown = text(reader, lesson, status=403)
        assert "Firstcanary" in shown
        assert "Bodycanary" not in shown
        assert reader.get(api).json()["code"] == "prerequisites_missing"
    reported = client.post(f"{api}/progress", {"beats": []}, content_type="application/json")
    assert reported.status_code == 403
    client.post(reverse("lessons:finish", args=[lesson.translation_key, lesson.locale.language_code]))
    assert not LessonProgress.objects.exists()
    finish(learner, first)
    assert "Bodycanary" in text(client, lesson)
    assert "Bodycanary" in client.get(api).json()["body_html"]


def test_whoever_looks_after_a_locked_lesson_may_open_it(index):
    lesson = make_prerequisites(make_lesson(index=index), make_lesson(index=index), prerequisite_rule="locked")
    from people.queries.ownership import organization_of

    owner = organization_of(lesson)
    text(signed_in(make_user(role="editor", organization=owner)), lesson)
    text(signed_in(make_user(role="learner", organization=owner)), lesson, status=403)


def test_circle_of_prerequisites_is_refused_in_the_editor_and_locks_nobody_out(index):
    one, two = make_lesson(index=index, title="One"), make_lesson(index=index, title="Two")
    three = make_prerequisites(make_lesson(index=index), two)
    two = make_prerequisites(two, one, prerequisite_rule="locked")
    for other in (three, two, one):
        rows = inline_formset([{"lesson": str(other.pk)}])
        answer = save(one, needs_word="on", prerequisites=rows)
        assert answer.status_code in (200, 400)
        assert not LessonPage.objects.get(pk=one.pk).prerequisites.exists()
    assert save(one, needs_word="on", prerequisites=inline_formset([{"lesson": str(index.pk)}])).status_code != 302
    fine = make_lesson(index=index)
    assert save(one, needs_word="on", prerequisites=inline_formset([{"lesson": str(fine.pk)}])).status_code == 302
    # Two pages published at the same moment.
    make_prerequisites(one, two, prerequisite_rule="locked")
    text(signed_in(), two)


def test_lesson_asked_for_twice_is_refused_in_words(index):
    one, other = make_lesson(index=index), make_lesson(index=index)
    rows = inline_formset([{"lesson": str(other.pk)}, {"lesson": str(other.pk)}])
    assert save(one, needs_word="on", prerequisites=rows).status_code in (200, 400)


def test_series_gives_the_place_and_the_ways(index):
    lessons = [make_lesson(index=index, title=f"Part {number}") for number in "abc"]
    series = make_series(lessons=lessons, title="Seriescanary")
    shown = text(signed_in(), lessons[1])
    assert "2 of 3" in shown
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown
    address = reverse("lessons:series", args=[series.translation_key, "zh-hans"])
    learner = make_user()
    finish(learner, lessons[0])
    page = signed_in(learner).get(address).content.decode()
    assert "1 of 3 finished" in page
    page = page[page.index("series-rows") :]
    assert page.index("Part a") < page.index("Part b") < page.index("Part c")
    assert Client().get(address).status_code == 404
    series.title = "Newcanary"
    series.save()
    assert "Newcanary" in text(signed_in(), lessons[1])


def test_nothing_around_a_lesson_is_named_to_those_who_may_not_see_it(index):
    limited = {"audience": "organization", "audience_organization": make_organization()}
    closed = make_lesson(index=index, title="Closedcanary", **limited)
    # An organization that was chosen before counts no more.
    limited["audience"] = "class"
    klass = make_lesson(index=index, title="Classcanary", **limited)
    for hidden in (closed, klass):
        hidden.tags.add("same")
        hidden.save()
    lesson = make_lesson(index=index, audience="public")
    lesson.tags.add("same")
    lesson.save()
    lesson.related_lessons.set([RelatedLesson(lesson=closed)])
    lesson = make_prerequisites(lesson, closed)
    other = make_lesson(index=index, title="Opencanary", audience="signed_in")
    make_series(lessons=[closed, lesson, klass, other])
    inside = signed_in(make_user(role="learner", organization=closed.audience_organization))
    shown = text(inside, lesson)
    assert "Closedcanary" in shown
    assert "Classcanary" not in shown
    for reader in (signed_in(), Client()):
        shown = text(reader, lesson)
        assert "Closedcanary" not in shown
        assert "Classcanary" not in shown
    assert "1 of 2" in text(signed_in(), lesson)
    assert "Opencanary" not in text(Client(), lesson)


def test_lesson_behind_a_view_restriction_is_named_to_those_it_lets_in(index):
    closed, lesson = make_lesson(index=index, title="Closedcanary", audience="public"), make_lesson(index=index)
    lesson = make_prerequisites(lesson, closed, audience="public")
    catalogue = reverse("lessons:catalogue")
    for reader in (signed_in(), Client()):
        assert "Closedcanary" in text(reader, lesson)
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert "Closedcanary" not in text(Client(), lesson)
    assert "Closedcanary" in text(signed_in(), lesson)
    restriction.restriction_type = PageViewRestriction.GROUPS
    restriction.save()
    restriction.groups.add(Group.objects.create(name="Readers"))
    inside = make_user()
    inside.groups.add(restriction.groups.get())
    assert [_is_named(one, lesson, catalogue) for one in (signed_in(), signed_in(inside))] == [
        (False,) * 2,
        (True,) * 2,
    ]


def _is_named(client, lesson, catalogue):
    shelf = client.get(catalogue, headers={"accept-language": "zh-hans"}).content.decode()
    return "Closedcanary" in text(client, lesson), "Closedcanary" in shelf


def test_related_lessons_are_the_editors_first_then_by_tags(index):
    category = make_category()
    lesson = make_lesson(index=index, category=category)
    by_category = make_lesson(index=index, title="Bycategory", category=category)
    by_tag, picked = make_lesson(index=index, title="Bytag"), make_lesson(index=index, title="Picked")
    make_lesson(index=index, title="Unrelated")
    for one in (lesson, by_tag):
        one.tags.add("soil")
        one.save()
    lesson.related_lessons.set([RelatedLesson(lesson=picked)])
    lesson.save_revision().publish()
    shown = text(signed_in(), lesson)
    places = [shown.index(one.title) for one in (picked, by_tag, by_category)]
    assert places == sorted(places)
    assert "Unrelated" not in shown


@pytest.mark.parametrize("count", [1, 30])
def test_what_stands_around_costs_a_lesson_no_query(index, count):
    others = [make_lesson(index=index, audience="signed_in") for _number in range(count)]
    lesson = make_prerequisites(make_lesson(index=index, audience="signed_in"), *others[:9])
    make_series(lessons=[*others, lesson])
    client = signed_in()
    text(client, lesson)
    address = LessonPage.objects.get(pk=lesson.pk).get_url()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 5
