"""Finding a class or a roll for the person who asks; what they may not see does not exist for them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import Enrollment, TrainingClassPage
from people.models import User
from people.views.current import person_of
from plugins.attendance.models import Roll
from plugins.attendance.permissions import may_call_roll, may_show_code, may_take_roll, may_watch_roll
from schoolhouse.activation import is_active

PLUGIN = "attendance"
May = Callable[[Any, TrainingClassPage], bool]
MayRoll = Callable[[Any, Roll], bool]


def class_for(request: HttpRequest, public_id: uuid.UUID, may: May = may_take_roll) -> tuple[TrainingClassPage, User]:
    """Return the class and who asks, if they ``may`` there and the plugin is on; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    user = person_of(request)
    if not is_active(PLUGIN, training_class) or not may(user, training_class):
        raise Http404
    return training_class, user


def _roll_for(request: HttpRequest, public_id: uuid.UUID, may: MayRoll) -> tuple[Roll, User]:
    roll = get_object_or_404(Roll.objects.select_related("training_class"), public_id=public_id)
    user = person_of(request)
    if not is_active(PLUGIN, roll.training_class) or not may(user, roll):
        raise Http404
    return roll, user


def roll_for(request: HttpRequest, public_id: uuid.UUID) -> tuple[Roll, User]:
    """Return the roll for those who answer for it, if the plugin is on; else answer 404."""
    return _roll_for(request, public_id, lambda user, roll: may_take_roll(user, roll.training_class))


def roll_to_call(request: HttpRequest, public_id: uuid.UUID) -> tuple[Roll, User]:
    """Return the roll for those who may call it, which on its day are also those on duty; else answer 404."""
    return _roll_for(request, public_id, may_call_roll)


def roll_to_watch(request: HttpRequest, public_id: uuid.UUID) -> tuple[Roll, User]:
    """Return the roll for those who may see who is missing; else answer 404."""
    return _roll_for(request, public_id, may_watch_roll)


def roll_to_show(request: HttpRequest, public_id: uuid.UUID) -> tuple[Roll, User]:
    """Return the roll for those who may show its code; else answer 404."""
    return _roll_for(request, public_id, lambda user, roll: may_show_code(user, roll.training_class))


def enrollment_of(roll: Roll, public_id: uuid.UUID) -> Enrollment:
    """Return an enrollment in the class of ``roll``; else answer 404."""
    rows = Enrollment.objects.filter(training_class=roll.training_class).select_related("learner", "organization")
    return get_object_or_404(rows, public_id=public_id)
