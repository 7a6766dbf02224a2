"""Reading positions and posts, when two accounts of one person become one."""

import pytest
from django.utils import timezone

from forums.models import ForumPage, Post, Thread, ThreadRead
from people.actions.merging import merge_people
from tests.factories.classes import make_training_class
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_keeps_the_position_further_down_and_every_post():
    keep, duplicate = make_user(), make_user()
    forum = make_training_class().add_child(instance=ForumPage(title="Evening", slug="evening"))
    thread = Thread.objects.create(forum=forum, title="Thread", author=duplicate)
    for number, author in enumerate((keep, duplicate), start=1):
        Post.objects.create(
            thread=thread, number=number, author=author, body="x", renderer_version=1, created_at=timezone.now()
        )
    ThreadRead.objects.create(reader=keep, thread=thread, last_read_number=1)
    ThreadRead.objects.create(reader=duplicate, thread=thread, last_read_number=2)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert ThreadRead.objects.get().last_read_number == 2
    assert set(Post.objects.values_list("author", flat=True)) == {keep.pk}
    thread.refresh_from_db()
    assert thread.author == keep
