from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.jobs import registry
from home.jobs import publish_scheduled
from tests.factories.lessons import make_lesson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "live"), [(60, False), (-1, True)])
def test_planned_page_is_published_when_its_time_has_come(minutes, live):
    lesson = make_lesson(live=False)
    lesson.go_live_at = timezone.now() + timedelta(minutes=minutes)
    lesson.save_revision(approved_go_live_at=lesson.go_live_at)
    publish_scheduled()
    lesson.refresh_from_db()
    assert lesson.live is live


def test_planned_page_is_taken_down_when_its_time_is_over():
    lesson = make_lesson()
    type(lesson).objects.filter(pk=lesson.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    lesson.refresh_from_db()
    assert not lesson.live


def test_it_is_done_every_minute():
    assert registry.schedules["home.publish_scheduled"].every == timedelta(minutes=1)
