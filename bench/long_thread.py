"""``python -m bench.long_thread``: a thread of 100,000 posts: its first, middle and last page, and jumps into it.

Writes ``bench/results/long_thread.json``, and fails where a request costs more than 1.2 times the first page or asks
more than ten queries. A jump is two requests, the redirect and the page that it leads to: each has a row and is held
to the same. A school on SQLite is kept below ``var/bench`` and asked again the next time. Times are those of the
whole request through middleware, view and template, one at a time, warm.
"""

import argparse
import json
import os
import statistics
import sys
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from bench.run import RESULTS, _commit, _machine
from bench.school import FOLDER, share_static
from tools import postgres

BATCH = 2_000
MOST_QUERIES, MOST_TIMES = 10, 1.2


def main() -> int:
    """Make the thread where it is missing, ask it, write and print; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.long_thread", description=__doc__)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--scale", type=float, default=0.02, help="size of the school around the thread")
    parser.add_argument("--posts", type=int, default=100_000, help="how many posts the thread has")
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    arguments = parser.parse_args()
    var = FOLDER / f"long-thread-{arguments.db}-{arguments.scale:g}"
    var.mkdir(parents=True, exist_ok=True)
    share_static(var)
    os.environ.update(SCHOOLHOUSE_VAR=str(var), DJANGO_SETTINGS_MODULE="bench.settings")
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, "site")
    with ExitStack() as stack:
        try:
            if arguments.db == "postgres":
                os.environ["DATABASE_URL"] = stack.enter_context(postgres.server()).url
        except postgres.Unavailable as problem:
            print(problem, file=sys.stderr)
            return 1
        django.setup()
        stack.callback(_close)
        _prepare(arguments.scale)
        rows = [_ask(*page, arguments.rounds) for page in _pages(arguments.posts)]
    measured = [{"db": arguments.db, "scale": arguments.scale, "posts": arguments.posts, **row} for row in rows]
    _write(measured)
    print(json.dumps(measured, indent=1))
    broken = over(measured)
    for row in broken:
        print(f"{row['page']}: {row['queries']} queries, {row['cpu_ms']} ms", file=sys.stderr)
    return int(bool(broken))


def over(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that cost too much, measured by the first."""
    most = rows[0]["cpu_ms"] * MOST_TIMES
    return [row for row in rows if row["queries"] > MOST_QUERIES or row["cpu_ms"] > most]


def _write(rows: list[dict[str, Any]]) -> None:
    """Write the rows; those of the other database stay."""
    target = RESULTS / "long_thread.json"
    kept = json.loads(target.read_text())["runs"] if target.exists() else []
    runs = [row for row in kept if row["db"] != rows[0]["db"]] + rows
    results = {
        "machine": _machine(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "runs": runs,
    }
    RESULTS.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _prepare(scale: float) -> None:
    from django.core.management import call_command

    from people.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not User.objects.filter(account_name="learner").exists():
        call_command("load_demo", scale=scale, verbosity=0)


def _pages(count: int) -> list[tuple[str, str]]:
    """Return a name and an address for pages at the beginning, in the middle and at the end, and for jumps into it."""
    thread = _thread(count)
    address = f"/forums/threads/{thread}/"
    starts = {"first": 1, "middle": count // 2, "last": max(1, count - 49)}
    jump, day = f"{address}jump/", _day_of(thread, count // 2)
    jumps = {"jump to a number": f"{jump}?number={count // 2}", "jump to a day": f"{jump}?day={day}"}
    pages = [(name, f"{address}?from={start}") for name, start in starts.items()]
    for name, asked in jumps.items():
        pages += [(name, asked), (f"{name}, its page", _led_to(asked))]
    return pages


def _day_of(thread: uuid.UUID, number: int) -> str:
    """Return the day on which a post of the thread was written, where its class is."""
    from forums.models import Post
    from forums.views.page import zone_of

    post = Post.objects.select_related("thread__forum").get(thread__public_id=thread, number=number)
    return post.created_at.astimezone(zone_of(post.thread.forum)).date().isoformat()


def _led_to(address: str) -> str:
    answer = _client().get(address)
    if answer.status_code != 302:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    return str(answer["Location"]).partition("#")[0]


def _client() -> Any:
    from django.test import Client

    from people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(account_name="learner"))
    return client


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
    return thread.public_id


def _ask(name: str, address: str, rounds: int) -> dict[str, Any]:
    """Ask for one page ``rounds`` times after two that warm up."""
    from django.db import connection

    client = _client()
    for _time in range(2):
        client.get(address)
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = client.get(address)
    shows = answer.content.count(b'<li class="post"')
    if not (shows if "jump" in name else shows == 50) and answer.status_code != 302:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    times = []
    for _round in range(rounds):
        started = time.process_time()
        client.get(address)
        times.append((time.process_time() - started) * 1000)
    return {"page": name, "queries": len(asked), "cpu_ms": round(statistics.median(times), 2)}


if __name__ == "__main__":
    sys.exit(main())
