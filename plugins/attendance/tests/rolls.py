"""Makes rolls for the plugin's tests."""

import datetime
import uuid

from django.utils import timezone

from plugins.attendance.actions.marks import Saying, say
from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.models import Roll


def make_roll(school, training_class=None, *, minutes_ago=20, minutes=120, part="whole", **fields):
    """Open the roll of something that began a while ago, as the class teacher; ``fields`` change the roll."""
    training_class = training_class or school.training_class()
    starts_at = timezone.now().replace(second=0, microsecond=0) - datetime.timedelta(minutes=minutes_ago)
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    item = school.timetable_item(training_class, starts_at=starts_at, ends_at=ends_at)
    roll = open_roll(item=item, part=part, by=training_class.class_teacher)
    if fields:
        Roll.objects.filter(pk=roll.pk).update(**fields)
        roll.refresh_from_db()
    return roll


def saying(enrollment, word, at=None, key=None):
    return Saying(enrollment.public_id, word, at or timezone.now(), key or uuid.uuid4())


def say_of(roll, enrollment, word, at=None, key=None):
    return say(roll=roll, said=[saying(enrollment, word, at, key)], by=roll.training_class.class_teacher)
