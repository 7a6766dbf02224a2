"""A class with a forum, and everybody who may or may not come near it."""

from dataclasses import dataclass, field

import pytest
from wagtail.models import Site

from classes.models import LiveClassInstructor, LiveClassPage, TrainingClassPage
from forums.models import ForumPage
from people.models import Role, User
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.counties import Counties, make_counties
from tests.factories.forums import make_forum
from tests.factories.people import make_superuser, make_user


@dataclass
class Evening:
    """A forum of a class in the eastern county, and people by what they are to it."""

    counties: Counties
    training_class: TrainingClassPage
    forum: ForumPage
    people: dict[str, User] = field(default_factory=dict)


@pytest.fixture
def evening(db) -> Evening:
    counties = make_counties()
    east, west = counties.east, counties.west
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page_id": counties.city_home.pk, "site_name": "School"},
    )
    teacher = make_user("Teacher")
    training_class = make_training_class(east.organization, index=make_index(east.home), class_teacher=teacher)
    other_class = make_training_class(west.organization, index=make_index(west.home))
    session = training_class.add_child(
        instance=LiveClassPage(
            title="Session", slug="session", starts_at="2026-09-01T01:00Z", ends_at="2026-09-01T03:00Z"
        )
    )
    instructor = make_user("Instructor")
    LiveClassInstructor.objects.create(live_class=session, instructor=instructor)
    learner = make_enrollment(training_class, make_user("Learner"), organization=east.organization).learner
    people = {
        "superuser": make_superuser(),
        "administrator": east.administrator,
        "editor": east.editor,
        "class teacher": teacher,
        "instructor": instructor,
        "learner": learner,
        "head": make_user(role=Role.HEAD, organization=east.organization),
        "point": make_user(role=Role.POINT, organization=east.organization),
        "coordinator": make_user(role=Role.COORDINATOR, organization=east.organization),
        "other county's editor": west.editor,
        "other class's learner": make_enrollment(other_class).learner,
        "withdrawn learner": make_enrollment(training_class, state="withdrawn").learner,
        "waiting learner": make_enrollment(training_class, state="waiting").learner,
    }
    return Evening(counties, training_class, make_forum(training_class, title="Evening"), people)


def make_index(home):
    from classes.models import TrainingClassIndexPage

    home.refresh_from_db()
    return home.add_child(instance=TrainingClassIndexPage(title="Classes", slug="classes"))
