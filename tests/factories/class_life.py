"""Makes what belongs to the life of a class for tests."""

import uuid
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from classes.actions.life.duties import give_duty
from classes.actions.life.notices import publish_notice
from classes.actions.life.wall import write_on_wall
from classes.models import ClassGroup, ClassNotice, ClassOffice, DutyShift, Enrollment, TrainingClassPage, WallPost
from people.models import User
from tests.factories.classes import make_training_class
from tests.factories.people import make_superuser, make_user

_numbers = count(1)


def make_class_today(**fields: Any) -> TrainingClassPage:
    """Make a class of five days that begins today where it is held, with a class teacher."""
    fields.setdefault("class_teacher", make_user("Class teacher"))
    fields.setdefault("starts_on", timezone.localdate())
    return make_training_class(**fields)


def make_group(
    training_class: TrainingClassPage, *, name: str = "", members: Iterable[Enrollment] = (), leader: Any = None
) -> ClassGroup:
    """Make a group with these members."""
    number = next(_numbers)
    group = ClassGroup.objects.create(training_class=training_class, name=name or f"Team {number}", number=number)
    for one in members:
        one.group, one.leads_group = group, one == leader
        one.save()
    return group


def make_office(training_class: TrainingClassPage, *, title: str = "", holder: Enrollment | None = None) -> ClassOffice:
    """Make an office."""
    return ClassOffice.objects.create(
        training_class=training_class, title=title or f"Office {next(_numbers)}", holder=holder
    )


def make_shift(enrollment: Enrollment, duty: str, on: date | None = None) -> DutyShift:
    """Put a learner on duty, today where the class is held if no day is given."""
    training_class = enrollment.training_class
    day = on or timezone.now().astimezone(training_class.zone).date()
    give_duty(
        training_class=training_class, date=day, duty=duty, enrollments=[enrollment.public_id], by=make_superuser()
    )
    return DutyShift.objects.get(enrollment=enrollment, date=day, duty=duty)


def make_notice(
    training_class: TrainingClassPage, *, title: str = "", body: str = "", author: User | None = None
) -> ClassNotice:
    """Publish a notice."""
    author = author or training_class.class_teacher or make_superuser()
    return publish_notice(
        training_class=training_class,
        title=title or f"Notice {next(_numbers)}",
        body=body,
        client_key=uuid.uuid4(),
        by=author,
    )


def make_photo(size: tuple[int, int] = (60, 40), *, kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    """Make a photo as a phone uploads it; ``options`` go to its file, such as ``exif``."""
    out = BytesIO()
    Image.new("RGB", size, (next(_numbers) % 255, 120, 60)).save(out, kind, **options)
    return SimpleUploadedFile(f"IMG_{next(_numbers)}.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def make_wall_post(training_class: TrainingClassPage, author: User, **fields: Any) -> WallPost:
    """Let somebody put a few words on the wall, today if no day is given."""
    fields = {"body": "A good day", "photos": [], "date": timezone.localdate(), **fields}
    return write_on_wall(training_class=training_class, by=author, client_key=uuid.uuid4(), **fields)
