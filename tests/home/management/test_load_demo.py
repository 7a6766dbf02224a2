"""``manage.py load_demo``: the same seed makes the same school, and never where real people may be."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from classes.models import LiveClassPage, TrainingClassPage
from evaluations.models import PointEntry
from forums.models import ForumPage, ForumPrompt, Post
from home.demo.load import load_school
from lessons.models import LessonPage
from people.models import Organization, User

pytestmark = pytest.mark.django_db
SCALE = 0.02
ACCOUNTS = {"administrator", "editor", "teacher", "coordinator", "head", "instructor", "learner", "learner9", "point"}


def digest():
    """Sum up who and what is there, by names, public ids and words."""
    parts = [
        Organization.objects.order_by("path").values_list("public_id", "name", "kind", "code"),
        User.objects.order_by("pk").values_list("public_id", "full_name", "phone", "account_name"),
        TrainingClassPage.objects.order_by("path").values_list("public_id", "title", "starts_on"),
        LessonPage.objects.order_by("path").values_list("title", "intro"),
        Post.objects.order_by("pk").values_list("public_id", "author__full_name", "body"),
        PointEntry.objects.order_by("pk").values_list("points", "reason"),
    ]
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()


def load(settings, tmp_path, *, seed=2026):
    """Load a small school and undo it; give its digest and how many of each thing there were."""
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        load_school(scale=SCALE, seed=seed, password="quiet-lamp-7341", quiet=True)
        models = (LessonPage, TrainingClassPage, LiveClassPage, ForumPage, ForumPrompt, Post, Organization, User)
        found = digest(), {model.__name__: model.objects.count() for model in models}
        found[1]["accounts"] = len(ACCOUNTS & set(User.objects.values_list("account_name", flat=True)))
        transaction.set_rollback(True)
    return found


def test_demo_is_the_same_for_the_same_seed(settings, tmp_path):
    first, counts = load(settings, tmp_path)
    again, _counts = load(settings, tmp_path)
    other, _counts = load(settings, tmp_path, seed=7)

    assert first == again
    assert first != other
    assert counts["accounts"] == len(ACCOUNTS)
    assert counts["LessonPage"] >= 2 * 28
    assert counts["TrainingClassPage"] >= 4
    assert counts["LiveClassPage"] >= 6
    assert counts["ForumPage"] >= 1
    assert counts["Post"] >= 150
    assert counts["User"] >= 120


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
