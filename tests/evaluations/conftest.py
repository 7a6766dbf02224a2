"""A class with a live class, its instructor and six learners."""

import datetime
from dataclasses import dataclass

import pytest
from django.utils import timezone

from classes.models import LiveClassInstructor, LiveClassPage, TrainingClassPage
from people.models import Organization, User
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_user


@dataclass
class Lecture:
    organization: Organization
    training_class: TrainingClassPage
    live_class: LiveClassPage
    instructor: User
    teacher: User
    learners: list[User]


@pytest.fixture
def lecture(db: None) -> Lecture:
    organization = make_organization("Own county")
    teacher = make_user("Teacher")
    training_class = make_training_class(organization, class_teacher=teacher)
    instructor = make_user("Instructor")
    now = timezone.now()
    live_class = LiveClassPage(
        title="Reading land records",
        slug="live",
        starts_at=now - datetime.timedelta(hours=2),
        ends_at=now - datetime.timedelta(hours=1),
    )
    live_class.instructors = [LiveClassInstructor(instructor=instructor)]
    training_class.add_child(instance=live_class)
    learners = [make_enrollment(training_class).learner for _number in range(6)]
    return Lecture(organization, training_class, live_class, instructor, teacher, learners)
