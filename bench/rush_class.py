"""The class of the rush: ``python -m bench.rush_class make PEOPLE`` or ``count ROLL``, in a served school.

Prints JSON: sessions of everybody and the codes of the next half hour, or what was recorded.
"""

import datetime
import json
import os
import sys
from collections import Counter
from typing import Any

AHEAD = datetime.timedelta(minutes=30)


def make(people: int) -> dict[str, Any]:
    """Make a class of so many signed-in learners with an open roll."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from classes.models import TimetableItem, TrainingClassIndexPage, TrainingClassPage
    from plugins.attendance.actions.rolls import open_roll
    from plugins.attendance.codes import Code

    now = timezone.now()
    teacher = get_user_model().objects.get(account_name="teacher")
    index = TrainingClassIndexPage.objects.first()
    days = {"starts_on": now.date(), "ends_on": now.date() + datetime.timedelta(days=1)}
    page = TrainingClassPage(title="签到高峰", slug="rush", class_teacher=teacher, audience="class", **days)
    index.add_child(instance=page)
    item = TimetableItem.objects.create(
        training_class=page, title="开班", kind="ceremony", starts_at=now, ends_at=now + datetime.timedelta(hours=3)
    )
    roll = open_roll(item=item, by=teacher)
    shown = Code.at(roll.door, "in", now, 20)
    codes = [shown.later(number) for number in range(AHEAD // datetime.timedelta(seconds=20))]
    return {
        "roll": str(roll.public_id),
        "door": roll.door,
        "tokens": {str(code.period): code.token for code in codes},
        "sessions": _learners(page, people),
    }


def _learners(page: Any, people: int) -> list[str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone
    from django.utils.crypto import get_random_string

    from classes.models import Enrollment

    model, store = get_user_model(), SessionStore()
    users = [
        model(full_name=f"学员{number}", account_name=f"rush-{number}", password=f"!{get_random_string(40)}")
        for number in range(people)
    ]
    users = model.objects.bulk_create(users, batch_size=500)
    Enrollment.objects.bulk_create([Enrollment(training_class=page, learner=one) for one in users], batch_size=500)
    ends, sessions = timezone.now() + datetime.timedelta(days=1), []
    for user in users:
        data = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]}
        data[HASH_SESSION_KEY] = user.get_session_auth_hash()
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        sessions.append(Session(session_key=key, session_data=store.encode(data), expire_date=ends))
    Session.objects.bulk_create(sessions, batch_size=500)
    return [str(session.session_key) for session in sessions]


def count(roll: str) -> dict[str, Any]:
    """Count what was recorded: marks, learners with one, learners with more than one, and events."""
    from foundation.jobs.models import OutboxEvent
    from plugins.attendance.models import Mark

    marks = Counter(Mark.objects.filter(roll__public_id=roll).values_list("enrollment_id", flat=True))
    events = OutboxEvent.objects.filter(name="attendance.signed_in", data__roll=roll).count()
    twice = sum(number > 1 for number in marks.values())
    return {"marks": sum(marks.values()), "learners": len(marks), "twice": twice, "events": events}


def main() -> None:
    """Make or count, and print it."""
    from tools.school import ROOT

    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    act, value = sys.argv[1:]
    json.dump(make(int(value)) if act == "make" else count(value), sys.stdout)


if __name__ == "__main__":
    main()
