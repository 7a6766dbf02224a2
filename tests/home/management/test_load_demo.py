"""``manage.py load_demo``: the same seed makes the same school, and never where real people may be."""

import datetime
import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from evaluations.models import PointEntry
from forums.models import BoxQuestion, FollowUp, ForumPage, ForumPrompt, Outcome, Post, RoomRecord, Spoken
from home.demo.load import load_school
from lessons.models import LessonPage
from people.models import Notification, Organization, User
from schoolhouse.extension_points import demo_parts
from schoolhouse.testing.contracts.demo import rows_of

pytestmark = pytest.mark.django_db
SCALE = 0.02
NOW = timezone.now()
ACCOUNTS = {"administrator", "editor", "teacher", "coordinator", "head", "instructor", "learner", "learner9", "point"}


def digest():
    """Sum up who and what is there, by names, public ids and words, and all that plugins have added."""
    parts = [
        Organization.objects.order_by("path").values_list("public_id", "name", "kind", "code"),
        User.objects.order_by("pk").values_list("public_id", "full_name", "phone", "account_name"),
        TrainingClassPage.objects.order_by("path").values_list("public_id", "title", "starts_on"),
        LessonPage.objects.order_by("path").values_list("title", "intro"),
        Post.objects.order_by("pk").values_list("public_id", "author__full_name", "body"),
        PointEntry.objects.order_by("pk").values_list("points", "reason"),
        Notification.objects.order_by("pk").values_list("public_id", "person__account_name", "kind", "data"),
        BoxQuestion.objects.order_by("pk").values_list("public_id", "asker__full_name", "body", "state"),
        RoomRecord.objects.order_by("pk").values_list("public_id", "gist", "recorded_at"),
        Spoken.objects.order_by("pk").values_list("person__full_name", "at"),
        Outcome.objects.order_by("pk").values_list("theme", "discussion", "agreed", "state"),
        FollowUp.objects.order_by("pk").values_list("public_id", "owner__full_name", "due_on", "done_at"),
        *(rows_of(found.plugin) for found in demo_parts.extensions()),
    ]
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()


def load(settings, tmp_path, *, seed=2026):
    """Load a small school and undo it; give its digest and how many of each thing there were."""
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        assert load_school(scale=SCALE, seed=seed, password="quiet-lamp-7341", now=NOW, quiet=True).missing == []
        models = (LessonPage, TrainingClassPage, LiveClassPage, ForumPage, ForumPrompt, Post, Organization, User)
        found = digest(), {model.__name__: model.objects.count() for model in models}
        found[1]["accounts"] = len(ACCOUNTS & set(User.objects.values_list("account_name", flat=True)))
        found[1]["evenings"] = evenings()
        found[1]["told"] = told()
        transaction.set_rollback(True)
    return found


def evenings():
    """Count the evenings that lead to a forum, on timetables as published and as editors go on with them."""
    published, drafted = 0, 0
    for one in TrainingClassPage.objects.all():
        forums = set(ForumPage.objects.child_of(one).values_list("pk", flat=True))
        published += one.timetable_items.filter(page__in=forums, title="").count()
        drafted += sum(item.page_id in forums for item in one.get_latest_revision_as_object().timetable_items.all())
    return published, drafted


def told():
    """Return how many notifications the first learner has, how many are unread, and what the bell says."""
    learner = User.objects.get(account_name="learner")
    rows = learner.notifications.all()
    return rows.count(), rows.filter(read_at=None).count(), learner.unread_notifications


def test_demo_is_the_same_for_the_same_seed(settings, tmp_path):
    first, counts = load(settings, tmp_path)
    again, _counts = load(settings, tmp_path)
    other, _counts = load(settings, tmp_path, seed=7)

    assert first == again
    assert first != other
    assert counts["accounts"] == len(ACCOUNTS)
    assert counts["LessonPage"] >= 2 * 28
    count, unread, bell = counts["told"]
    assert count > unread == bell > 0
    assert counts["TrainingClassPage"] >= 4
    assert counts["LiveClassPage"] >= 6
    assert counts["ForumPage"] >= 1
    assert counts["Post"] >= 150
    assert counts["evenings"] == (counts["ForumPage"] - 2,) * 2
    assert counts["User"] >= 120


@pytest.mark.parametrize("hour", ["00:30", "23:30"])
def test_demo_has_a_forum_to_speak_in_at_any_hour(settings, tmp_path, hour):
    settings.MEDIA_ROOT = tmp_path
    now = datetime.datetime.fromisoformat(f"2026-03-03T{hour}+08:00")
    load_school(scale=SCALE, seed=2026, password="quiet-lamp-7341", now=now, quiet=True)

    learner = User.objects.get(account_name="learner")
    own = Page.objects.filter(pk__in=learner.enrollments.values("training_class"))
    forums = [one for held in own for one in ForumPage.objects.descendant_of(held)]
    assert any(one.opens_at <= now < one.closes_at for one in forums)


def test_demo_is_refused_where_real_people_may_be(settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError):
        call_command("load_demo", scale=SCALE, verbosity=0)
    assert not User.objects.exists()


def test_demo_is_refused_on_a_server_with_a_school():
    Organization.add_root(name="School", kind="school")

    with pytest.raises(CommandError):
        call_command("load_demo", scale=SCALE, verbosity=0)
    assert not User.objects.exists()


@pytest.mark.parametrize("scale", [0, -1, 11])
def test_demo_is_refused_in_an_impossible_size(scale):
    with pytest.raises(CommandError):
        call_command("load_demo", scale=scale, verbosity=0)
