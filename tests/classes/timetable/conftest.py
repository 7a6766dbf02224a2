"""A class in the week before summer time begins, with a live class, a forum evening and a learner."""

from datetime import date

import pytest
from wagtail.models import Page, Site

from classes.models import TrainingClassIndexPage, TrainingClassPage
from people.models import Role
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.people import make_organization, make_user


@pytest.fixture(autouse=True)
def site(db):
    Site.objects.all().delete()
    return Site.objects.create(hostname="testserver", root_page=Page.get_first_root_node(), is_default_site=True)


@pytest.fixture
def county():
    return make_organization("East county", time_zone="Europe/Berlin")


@pytest.fixture
def teacher(county):
    return make_user("Chen", role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture
def instructor(county):
    return make_user("Li", role=Role.INSTRUCTOR, organization=county)


@pytest.fixture
def training_class(county, teacher):
    return make_training_class(
        county, title="First aid", starts_on=date(2027, 3, 22), ends_on=date(2027, 4, 2), class_teacher=teacher
    )


@pytest.fixture
def beside(training_class):
    """Make another class of the same organization."""

    def make(**fields):
        index = TrainingClassIndexPage.objects.get(pk=training_class.get_parent().pk)
        return make_training_class(index=index, **{"starts_on": training_class.starts_on, **fields})

    return make


@pytest.fixture
def live_class(training_class, instructor):
    page = make_live_class(
        training_class, title="Bandages", instructor=instructor, starts_at=berlin(2027, 3, 26, 9), room="Room 1"
    )
    page.save_revision().publish()
    return page


@pytest.fixture
def item(training_class, live_class):
    return training_class.timetable_items.get(page_id=live_class.pk)


@pytest.fixture
def visit(training_class):
    return make_timetable_item(
        training_class, title="Visit", kind="field_visit", starts_at=berlin(2027, 3, 27, 14), room="Station"
    )


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class, make_user("Zhou")).learner


@pytest.fixture
def found(training_class):
    return lambda: TrainingClassPage.objects.get(pk=training_class.pk)
