"""Who asks for what: 200 signed-in learners with pages of each kind. ``python -m bench.manifest`` prints it as JSON."""

import json
import os
import sys
from itertools import cycle, islice
from typing import Any

USERS = 200
THREAD_POSTS = 50


def _session(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _path(page: Any) -> str:
    return str(page.get_url_parts()[2])


def _open_threads() -> list[Any]:
    """List the longest threads that any enrolled learner may read and answer now."""
    from django.utils import timezone

    from forums.models import Thread

    now = timezone.now()
    threads = Thread.objects.filter(is_locked=False, forum__live=True).exclude(prompt__answer_first=True)
    threads = threads.exclude(forum__opens_at__gt=now).exclude(forum__closes_at__lt=now)
    return list(threads.order_by("-post_count").select_related("forum")[:40])


def _learners(training_class: Any) -> list[Any]:
    from django.contrib.auth import get_user_model

    enrolled = {"enrollments__training_class": training_class, "enrollments__state": "enrolled", "is_active": True}
    return list(get_user_model().objects.filter(**enrolled).order_by("pk")[:100])


def _people() -> list[dict[str, Any]]:
    from django.urls import reverse

    from classes.models import TrainingClassPage

    people: dict[int, dict[str, Any]] = {}
    for thread in _open_threads():
        training_class = TrainingClassPage.objects.ancestor_of(thread.forum).first()
        for learner in _learners(training_class) if training_class else []:
            pages = {
                "dashboard": "/learn/",
                "class": _path(training_class),
                "forum": _path(thread.forum),
                "thread": reverse("forums:thread", args=[thread.public_id]) + "?from=1",
                "reply": reverse("forums:reply", args=[thread.public_id]),
            }
            writes = {"thread": str(thread.public_id), "class": training_class.pk}
            people.setdefault(learner.pk, {"user": learner, "pages": pages, "writes": writes})
    return list(people.values())


def _spread(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    step = max(1, len(found) // USERS)
    return found[::step][:USERS]


def manifest() -> dict[str, Any]:
    """Collect the users with their cookies, and what each asks for; raises RuntimeError when nobody can."""
    from lessons.models import LessonPage
    from lessons.models.links import PrerequisiteRule

    found = _spread(_people())
    for_all = LessonPage.objects.live().filter(audience__in=["public", "signed_in"])
    for_all = for_all.exclude(prerequisite_rule=PrerequisiteRule.LOCKED, prerequisites__isnull=False)
    lessons = list(for_all.order_by("pk").distinct())
    if not found or not lessons:
        raise RuntimeError("The loaded school has no open forum with learners, or no lesson.")
    people = []
    for entry, lesson in zip(found, cycle(lessons), strict=False):
        user = entry.pop("user")
        entry["pages"] |= {"lesson": _path(lesson), "bare": "/bench/bare/", "hello": "/bench/hello/"}
        entry["writes"]["lesson"] = lesson.pk
        people.append({**entry, "session": _session(user)})
    return {"people": list(islice(cycle(people), USERS))}


def main() -> None:
    """Print the manifest of the school that ``SCHOOLHOUSE_VAR`` or ``DATABASE_URL`` names."""
    from tools.school import ROOT

    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    json.dump(manifest(), sys.stdout)


if __name__ == "__main__":
    main()
