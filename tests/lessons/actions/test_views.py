"""Views count once for each reader and day, whatever reloads, tabs, replays and robots do."""

import datetime

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lessons.actions.views import count_views, note_views, sweep_views
from lessons.models import LessonView, LessonViewDay
from lessons.seen import is_robot, mark_of_person, view_token
from lessons.views.seen import LIMITS
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE) Chrome/90.0 Mobile"


def token(lesson, ago=30):
    moment = format(timezone.now().timestamp() - ago, ".0f")
    return Signer(salt=f"lessons.seen:{lesson.translation_key}").sign(moment)


def tell(lesson, sealed=None, agent=PHONE, address="10.0.0.1", client=None):
    client = client or Client(enforce_csrf_checks=True)
    where = reverse("lessons:seen", args=[lesson.translation_key, lesson.locale.language_code])
    sealed = token(lesson) if sealed is None else sealed
    answer = client.post(where, {"token": sealed}, headers={"user-agent": agent}, REMOTE_ADDR=address)
    return answer.status_code


def views():
    count_views()
    return sum(LessonViewDay.objects.values_list("views", flat=True))


def test_stranger_counts_once_a_day_however_often_the_page_tells():
    lesson = make_lesson(audience="public")
    for _time in range(3):
        assert tell(lesson) == 204
        assert tell(lesson, token(lesson, ago=60)) == 204
        assert views() == 1
    tell(lesson, address="10.0.0.2")
    tell(lesson, agent=PHONE.replace("9", "10"))
    assert views() == 3
    tell(make_lesson(audience="public"))
    assert views() == 4


def test_one_address_cannot_tell_without_end(monkeypatch):
    monkeypatch.setitem(LIMITS, "seen", "3/m/ip")
    lesson = make_lesson(audience="public")
    told = [tell(lesson, agent=f"Phone {number}") for number in range(5)]
    assert told == [204, 204, 204, 429, 429]
    assert views() == 3
    assert tell(lesson, address="10.0.0.2") == 204


def test_robots_and_pages_not_looked_at_count_nothing():
    lesson = make_lesson(audience="public")
    assert tell(lesson, view_token(lesson.translation_key)) == 400
    assert tell(lesson, token(lesson, ago=13 * 3600)) == 400
    assert tell(lesson, token(make_lesson())) == 400
    assert tell(lesson, "nonsense\x00") == 400
    for agent in ("", "Mozilla/5.0 (compatible; Baiduspider/2.0)", "Mozilla/5.0 HeadlessChrome/90", "curl/8"):
        assert tell(lesson, agent=agent) == 204
        assert is_robot(agent)
    assert views() == 0


def test_lesson_that_a_stranger_may_not_see_is_not_found():
    for lesson in (make_lesson(audience="signed_in"), make_lesson(audience="public", live=False)):
        assert tell(lesson) == 404
    client = Client()
    client.force_login(make_user())
    assert tell(make_lesson(audience="public"), client=client) == 404
    assert not LessonView.objects.exists()


def test_page_of_a_stranger_carries_a_token_and_writes_nothing():
    lesson = make_lesson(audience="public")
    from wagtail.models import Site

    Site.objects.all().delete()
    Site.objects.create(is_default_site=True, root_page=lesson.get_parent().get_parent(), hostname="localhost")
    address = lesson.get_url()
    Client().get(address)
    with CaptureQueriesContext(connection) as queries:
        shown = Client().get(address).content.decode()
    assert "lessons/controllers/seen.js" in shown
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]


@pytest.mark.parametrize("readers", [1, 30, 300])
def test_counting_costs_as_many_queries_however_many_came(readers):
    lesson, day = make_lesson(), timezone.localdate()
    note_views(lesson.translation_key, [(day, mark_of_person(number, day)) for number in range(readers)])
    with CaptureQueriesContext(connection) as queries:
        assert count_views() == readers
    assert len(queries) <= 7
    assert count_views() == 0
    assert views() == readers


def test_marks_do_not_outlive_their_day_and_say_nothing():
    lesson, today = make_lesson(), timezone.localdate()
    days = [today - datetime.timedelta(days=back) for back in range(4)]
    note_views(lesson.translation_key, [(day, mark_of_person(1, day)) for day in days])
    assert len(set(LessonView.objects.values_list("mark", flat=True))) == 4
    assert sweep_views() == 0
    count_views()
    assert sweep_views() == 2
    assert views() == 4
