"""Makes leave for tests."""

import datetime
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from classes.models import Enrollment, TrainingClassPage
from people.models import User
from plugins.leave.actions import leave as actions
from plugins.leave.models import Leave
from schoolhouse.actions.activation import decide
from schoolhouse.plugins import plugin
from tests.factories.classes import make_enrollment, make_timetable_item, make_training_class
from tests.factories.people import make_user

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def make_class(days: int = 7, hours: int = 6, **fields: Any) -> TrainingClassPage:
    """Make a class that began yesterday, with one item of ``hours`` from nine on each of its days."""
    fields.setdefault("starts_on", timezone.localdate() - datetime.timedelta(days=1))
    fields.setdefault("ends_on", fields["starts_on"] + datetime.timedelta(days=days - 1))
    fields.setdefault("class_teacher", make_user("Teacher"))
    training_class = make_training_class(**fields)
    for day in range(days):
        start = at(training_class, day, 9)
        item = {"ends_at": start + datetime.timedelta(hours=hours), "kind": "lesson"}
        make_timetable_item(training_class, starts_at=start, **item)
    return training_class


def at(training_class: TrainingClassPage, day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """Return a time of a day of the class, counted from 0, as its clock shows it."""
    date = training_class.starts_on + datetime.timedelta(days=day)
    return datetime.datetime.combine(date, datetime.time(hour, minute), tzinfo=training_class.zone)


def ask(
    enrollment: Enrollment, day: int = 2, *, send: bool = True, hours: tuple[int, int] = (8, 18), **said: Any
) -> Leave:
    """Let the learner ask for leave on a day of the class."""
    training_class = enrollment.training_class
    said.setdefault("starts_at", at(training_class, day, hours[0]))
    said.setdefault("ends_at", at(training_class, day, hours[1]))
    said = {"kind": "illness", "reason": "A cold", "client_key": uuid.uuid4(), **said}
    leave = actions.begin_leave(enrollment=enrollment, by=enrollment.learner, **said)
    return actions.submit_leave(leave=leave, by=enrollment.learner) if send else leave


def granted(enrollment: Enrollment, day: int = 2, **said: Any) -> Leave:
    """Let the learner have leave on a day of the class."""
    teacher = enrollment.training_class.class_teacher
    return actions.approve_leave(leave=ask(enrollment, day, **said), by=teacher)


def begun(enrollment: Enrollment, **said: Any) -> Leave:
    """Let the learner be away on leave that began an hour ago."""
    leave, now = granted(enrollment, **said), timezone.now().replace(second=0, microsecond=0)
    times = {"starts_at": now - datetime.timedelta(hours=1), "ends_at": now + datetime.timedelta(hours=2)}
    Leave.objects.filter(pk=leave.pk).update(**times, until=times["ends_at"])
    leave.refresh_from_db()
    return leave


def configure(training_class: TrainingClassPage, state: str = "inherit", **settings: Any) -> None:
    """Set the plugin for a class."""
    decide(plugin=plugin("leave"), page=training_class, state=state, settings=settings, by=None)


def seat_in(training_class: TrainingClassPage, name: str = "", **fields: Any) -> Enrollment:
    """Enroll somebody."""
    return make_enrollment(training_class, make_user(name) if name else None, **fields)


def signed_in(client: Client, user: User) -> Client:
    """Let somebody who reads English sign in."""
    user.preferred_language = "en"
    user.save()
    client.force_login(user)
    return client


def of_class(training_class: TrainingClassPage, what: str = "") -> str:
    """Return the address of a page about a class."""
    return f"/plugins/leave/classes/{training_class.public_id}/{what}"


def wall(training_class: TrainingClassPage, day: int, hour: int) -> str:
    """Return a time as a browser sends it."""
    return at(training_class, day, hour).strftime("%Y-%m-%dT%H:%M")


def form(training_class: TrainingClassPage, day: int = 2, **changed: Any) -> dict[str, Any]:
    """Return what a learner fills in."""
    said = {
        "starts_at": wall(training_class, day, 8),
        "ends_at": wall(training_class, day, 18),
        "kind": "illness",
        "reason": "A cold",
        "client_key": str(uuid.uuid4()),
        "send": "1",
    }
    return {**said, **changed}


def text(answer: Any) -> str:
    """Return a page's text on one line."""
    return " ".join(answer.content.decode().split())


def paper(name: str = "note.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return an uploaded file."""
    return SimpleUploadedFile(name, content)
