"""Many people post at once, and one of their workers is killed in the middle: nothing lost, doubled or drifted."""

import os
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from forums.actions.counters import counter_drift
from forums.actions.post import reply
from forums.actions.search import drift
from forums.models import Post
from forums.models import Thread as ForumThread
from foundation.jobs.models import OutboxEvent
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.forums import make_forum, make_thread

ROOT = Path(__file__).parents[3]
AT_ONCE = 50
KILLED = """
import django, os, uuid
django.setup()
from django.db import transaction
from forums.actions import post
from forums.models import Thread
from people.models import User
thread = Thread.objects.select_related("forum").get(pk={thread})
# Everything is written, and then the machine takes the worker away before it can commit.
with transaction.atomic():
    post.reply(thread=thread, body="Never said", client_key=uuid.UUID(int=9), by=User.objects.get(pk={by}))
    print("written", flush=True)
    os.kill(os.getpid(), 9)
"""


def database_url():
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(named['NAME']).resolve()}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{named['NAME']}"))


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_a_killed_one_leave_no_gap_no_double_and_no_drift():
    training_class = make_training_class()
    forum = make_forum(training_class)
    thread = make_thread(forum)
    count = 50 if connection.vendor == "sqlite" else 200
    people = [make_enrollment(training_class).learner for _person in range(count)]
    keys = {person.pk: uuid.uuid4() for person in people}
    barrier = Barrier(AT_ONCE)

    def say(person):
        try:
            if person in people[:AT_ONCE]:
                barrier.wait(60)
            found = ForumThread.objects.select_related("forum").get(pk=thread.pk)
            said = {"body": f"I am {person.pk}", "client_key": keys[person.pk], "by": person}
            # A browser that did not hear the answer sends it again.
            return [reply(thread=found, **said).number for _time in range(2)]
        finally:
            connection.close()

    script = KILLED.format(thread=thread.pk, by=people[0].pk)
    environment = {**os.environ, "DATABASE_URL": database_url(), "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    killed = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = list(pool.map(say, people))
    out, errors = killed.communicate(timeout=120)

    assert (out, killed.returncode) == (b"written\n", -9), errors.decode()[-2000:]
    assert all(first == again for first, again in numbers)
    assert sorted(first for first, _again in numbers) == list(range(1, count + 1))
    thread.refresh_from_db()
    assert (thread.post_count, thread.last_number) == (count, count)
    assert not Post.objects.filter(client_key=uuid.UUID(int=9)).exists()
    assert not counter_drift()
    assert not drift()
    assert OutboxEvent.objects.filter(name="forums.post_published").count() == count
