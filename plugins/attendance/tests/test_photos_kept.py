"""Photos of rolls are deleted when their time is over; what was recorded by them stays."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from plugins.attendance.jobs import sweep
from plugins.attendance.models import Mark, PointPhoto, Roll, SheetPhoto
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    roll = make_roll(school)
    say_of(roll, school.enrollment(roll.training_class), "present")
    common = {"roll": roll, "by": roll.training_class.class_teacher, "width": 4, "height": 3}

    def files(name):
        return {field: ContentFile(name.encode(), f"{field}.jpg") for field in ("file", "small")}

    point = PointPhoto(organization=school.organization, client_key=uuid.uuid4(), **common, **files("room"))
    sheet = SheetPhoto(digest="0" * 64, **common, **files("sheet"))
    for photo in (point, sheet):
        photo.save()
    return point, sheet


def over(days):
    ended = timezone.now() - datetime.timedelta(days=days)
    Roll.objects.update(starts_at=ended - datetime.timedelta(hours=1), ends_at=ended)


@pytest.mark.parametrize(("kept", "ago", "left"), [(30, 29, 2), (30, 31, 0), (400, 366, 2), (None, 366, 0)])
def test_photos_go_when_the_days_that_the_class_has_set_are_over(
    photos, switch, django_capture_on_commit_callbacks, kept, ago, left
):
    roll = photos[0].roll
    if kept is not None:
        switch(roll.training_class, photo_days=kept)
    over(ago)
    names = [str(stored.name) for photo in photos for stored in (photo.file, photo.small)]

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assert PointPhoto.objects.count() + SheetPhoto.objects.count() == left
    assert [default_storage.exists(name) for name in names] == [left > 0] * 4
    assert Mark.objects.count() == 1
