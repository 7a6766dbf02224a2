"""Keeping order."""

import pytest
from wagtail.models import PageLogEntry

from forums.actions.thread import hide_post, lock_thread
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_post, make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return make_user("Teacher")


@pytest.fixture
def post(teacher):
    return make_post(make_thread(make_forum(make_training_class(class_teacher=teacher))))


def entries(post):
    return [
        (row.action, row.user_id, row.data)
        for row in PageLogEntry.objects.filter(page=post.thread.forum, action__startswith="forums.").order_by("pk")
    ]


def test_hiding_is_logged_with_its_reason_and_only_when_it_changes(post, teacher):
    for _time in range(2):
        hide_post(post=post, hidden=True, reason=" Names a patient ", by=teacher)
    hide_post(post=post, hidden=False, reason="Agreed with the author", by=teacher)

    post.refresh_from_db()
    assert not post.is_hidden
    key = str(post.public_id)
    assert entries(post) == [
        ("forums.post.hide", teacher.pk, {"post": key, "reason": "Names a patient"}),
        ("forums.post.show", teacher.pk, {"post": key, "reason": "Agreed with the author"}),
    ]


def test_locking_is_logged_with_its_reason_and_only_when_it_changes(post, teacher):
    for locked in (True, True, False):
        lock_thread(thread=post.thread, locked=locked, reason="Late", by=teacher)

    post.thread.refresh_from_db()
    assert not post.thread.is_locked
    assert [action for action, _user, _data in entries(post)] == ["forums.thread.lock", "forums.thread.unlock"]


def test_moderator_without_reason_and_learner_with_one_are_refused(post, teacher):
    learner = make_enrollment(post.thread.forum.training_class).learner

    for by, reason, code in ((teacher, " \x00", "empty"), (learner, "Why not", "forbidden")):
        with pytest.raises(Refusal) as caught:
            hide_post(post=post, hidden=True, reason=reason, by=by)
        assert caught.value.code == code
        with pytest.raises(Refusal) as caught:
            lock_thread(thread=post.thread, locked=True, reason=reason, by=by)
        assert caught.value.code == code
    assert entries(post) == []
