"""``python -m bench.long_thread``: a thread of 100,000 posts; its first, middle and last page, in queries and time.

The school is kept in ``var/bench/long-thread`` and asked again the next time. Times are those of the whole request
through middleware, view and template, one at a time, warm.
"""

import argparse
import json
import os
import statistics
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

import django

from bench.school import FOLDER, share_static

BATCH = 2_000


def main() -> int:
    """Make the thread where it is missing, ask it, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.long_thread", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000, help="how many posts the thread has")
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    arguments = parser.parse_args()
    var = FOLDER / "long-thread"
    var.mkdir(parents=True, exist_ok=True)
    share_static(var)
    os.environ.update(SCHOOLHOUSE_VAR=str(var), DJANGO_SETTINGS_MODULE="bench.settings")
    sys.path.insert(0, "site")
    django.setup()
    _prepare()
    rows = [_ask(*page, arguments.rounds) for page in _pages(arguments.posts)]
    print(json.dumps(rows, indent=1))
    return 0


def _prepare() -> None:
    from django.core.management import call_command

    from people.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not User.objects.filter(account_name="learner").exists():
        call_command("load_demo", scale=0.02, verbosity=0)


def _pages(count: int) -> list[tuple[str, str]]:
    """Return a name and an address for the first, a middle and the last page of the thread."""
    address = f"/forums/threads/{_thread(count)}/"
    starts = {"first": 1, "middle": count // 2, "last": count - 49}
    return [(name, f"{address}?from={start}") for name, start in starts.items()]


def _thread(count: int) -> uuid.UUID:
    """Return the thread of ``count`` posts in a forum of the learner's, made now or before."""
    from django.utils import timezone

    from forums.models import Post, Thread
    from forums.queries.forum import forums_open_to
    from forums.writing.rendering import RENDERER_VERSION, render_post
    from people.models import User

    title = f"A thread of {count} posts"
    if (found := Thread.objects.filter(title=title, post_count=count).first()) is not None:
        return found.public_id
    learner = User.objects.get(account_name="learner")
    forum = next(one for one in forums_open_to(learner) if one.has_opened and one.training_class)
    others = User.objects.filter(enrollments__training_class=forum.training_class).exclude(pk=learner.pk)
    authors = list(others[:60])
    thread, now = Thread.objects.create(forum=forum, title=title), timezone.now()
    html = render_post(body := "大家先听，再说，最后记下来。")
    for start in range(1, count + 1, BATCH):
        Post.objects.bulk_create(
            Post(
                thread=thread,
                number=number,
                author=authors[number % len(authors)],
                body=body,
                body_html=html,
                renderer_version=RENDERER_VERSION,
                created_at=now - timedelta(seconds=count - number),
            )
            for number in range(start, min(start + BATCH, count + 1))
        )
    Thread.objects.filter(pk=thread.pk).update(post_count=count, last_number=count, last_post_at=now)
    return thread.public_id


def _ask(name: str, address: str, rounds: int) -> dict[str, Any]:
    """Ask for one page ``rounds`` times after two that warm up."""
    from django.db import connection
    from django.test import Client

    from people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(account_name="learner"))
    for _time in range(2):
        client.get(address)
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = client.get(address)
    if answer.status_code != 200 or answer.content.count(b'<li class="post"') != 50:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    times = []
    for _round in range(rounds):
        started = time.process_time()
        client.get(address)
        times.append((time.process_time() - started) * 1000)
    return {"page": name, "queries": len(asked), "cpu_ms": round(statistics.median(times), 2)}


if __name__ == "__main__":
    sys.exit(main())
