"""Grows a school in the database of its settings, asks ``/search/`` as a browser does, and prints what it cost as JSON.

Called by ``python -m bench.search`` in a process of its own. Times are those of the whole request through middleware,
view and template, one at a time.
"""

import json
import sys
import time
from typing import Any

import django

QUESTIONS = {
    "common pair": {"q": "我们"},
    "rare": {"q": "冰箱门上贴三个电话"},
    "one character": {"q": "的"},
    "Latin": {"q": "AED"},
    "two words": {"q": "大家 没有"},
    "phrase": {"q": "更愿意"},
    "nothing": {"q": "昆仑派"},
    "name": {"q": "王"},
    "posts, newest": {"q": "我们", "kind": "post", "sort": "new"},
    "lessons of a level": {"q": "我们", "kind": "lesson", "level": "advanced"},
    "posts, page 9": {"q": "大家", "kind": "post", "page": "9"},
}
PEOPLE = ("learner", "teacher", "administrator", "")


def main() -> int:
    """Grow, ask, print."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from forums.models import Post

    pages, posts, rounds = map(int, sys.argv[1:4])
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Post.objects.exists():
        call_command("load_demo", scale=0.05, verbosity=0)
    if Post.objects.count() < posts:
        from bench.search.grow import grow

        started = time.monotonic()
        grow(pages, posts)
        print(f"grown in {time.monotonic() - started:.0f} s", file=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rows = [_ask(person, name, query, rounds) for person in PEOPLE for name, query in QUESTIONS.items()]
    print(json.dumps(rows, ensure_ascii=False))
    return 0


def _ask(person: str, name: str, query: dict[str, str], rounds: int) -> dict[str, Any]:
    """Ask one question ``rounds`` times after two that warm up, as one person."""
    from django.test import Client

    from home.queries.search import Asked, search
    from people.models import User

    client = Client(headers={"host": "localhost"})
    user: Any = User.objects.by_identifier(person) if person else None
    if user:
        client.force_login(user)
    answer = client.get("/search/", query)
    if answer.status_code != 200:
        raise RuntimeError(f"/search/ answered {answer.status_code}.")
    client.get("/search/", query)
    times, cpu = [], time.process_time()
    for _round in range(rounds):
        started = time.perf_counter()
        client.get("/search/", query)
        times.append((time.perf_counter() - started) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / rounds
    times.sort()
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    parameters = QueryDict(mutable=True)
    parameters.update(query)
    total = search(user or AnonymousUser(), Asked.from_query(parameters)).total
    return {
        "person": person or "stranger",
        "question": name,
        "words": query["q"],
        "found": f"{total.number}{'+' if total.is_more else ''}",
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "cpu_ms": round(cpu, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
