"""What class teachers may do with classes and the pages below them in the Wagtail admin."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from classes.models import LiveClassPage, TrainingClassIndexPage, TrainingClassPage
from lessons.models import LessonIndexPage
from people.actions.roles import revoke_role
from people.models import Role, User
from tests.factories.classes import make_live_class, make_timetable_item, make_training_class
from tests.factories.forums import make_forum
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db

TEACHER = Role.CLASS_TEACHER
WITHOUT = [Role.LEARNER, Role.COORDINATOR, Role.HEAD, Role.INSTRUCTOR, Role.POINT]
VIEWS = ["edit", "copy", "history", "unpublish"]


@pytest.fixture
def school():
    """A class of the eastern county that an editor made, with a live class, an item and a forum evening below it."""
    city = make_organization("City")
    top = make_place(city)
    east, west = (make_organization(name, parent=city) for name in ("East county", "West county"))
    home, west_home = make_place(east, parent=top), make_place(west, parent=top)
    index = home.add_child(instance=TrainingClassIndexPage(title="Classes", slug="classes"))
    west_home.add_child(instance=TrainingClassIndexPage(title="Classes", slug="classes"))
    found = make_training_class(index=index, title="Class 3", period=3, starts_on=date(2026, 9, 1))
    live_class = make_live_class(found)
    make_timetable_item(found, title="Opening")
    return SimpleNamespace(city=city, east=east, west=west, home=home, index=index, found=found, live_class=live_class)


def rights(user: User, page: Page) -> set[str]:
    """Return what ``user`` may do with ``page``, asked of the page as Wagtail's explorer has it."""
    tester = Page.objects.get(pk=page.pk).permissions_for_user(User.objects.get(pk=user.pk))
    return {
        name for name in ("edit", "publish", "unpublish", "add_subpage", "copy") if getattr(tester, f"can_{name}")()
    }


def form_of(client, page: Page) -> dict[str, str]:
    """Return what the admin's form of a page sends when nothing was changed."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    sent = {}
    for one in [
        form,
        *(child for formset in form.formsets.values() for child in [formset.management_form, *formset.forms]),
    ]:
        for field in one:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = field.field.prepare_value(value) if not hasattr(value, "pk") else value.pk
    return nested_form_data({key: str(value) for key, value in sent.items()})


@pytest.mark.parametrize("place", ["east", "city"])
def test_class_teacher_edits_and_publishes_what_somebody_else_made(school, place):
    teacher = make_user(role=TEACHER, organization=getattr(school, place))

    assert rights(teacher, school.found) == {"edit", "publish", "unpublish", "add_subpage", "copy"}
    assert rights(teacher, school.live_class) == {"edit", "publish", "unpublish", "copy"}
    assert rights(teacher, make_forum(school.found)) == {"edit", "publish", "unpublish", "copy"}


def test_class_teacher_adds_classes_but_keeps_off_the_list_itself_and_other_pages(school):
    teacher = make_user(role=TEACHER, organization=school.east)

    assert rights(teacher, school.index) == {"add_subpage"}
    assert school.index.permissions_for_user(teacher).can_publish_subpage()
    assert rights(teacher, school.home) == {"add_subpage"}
    lessons = school.home.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    assert rights(teacher, make_lesson(index=lessons)) == set()
    assert rights(teacher, make_forum(school.home)) == set()


@pytest.mark.parametrize("role", WITHOUT)
def test_other_roles_do_nothing_with_classes(school, role):
    person = make_user(role=role, organization=school.east)

    assert rights(person, school.found) == set()
    assert rights(person, school.live_class) == set()


def test_rights_end_with_the_role(school):
    teacher = make_user(role=TEACHER, organization=school.east)
    revoke_role(user=teacher, role=TEACHER, organization=school.east, by=None)

    assert rights(teacher, school.found) == set()


def test_class_teacher_of_another_county_does_nothing_and_finds_nothing(client, school):
    client.force_login(teacher := make_user(role=TEACHER, organization=school.west))

    assert rights(teacher, school.found) == set()
    for page in (school.found, school.live_class):
        for view in VIEWS:
            address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
            assert (view, client.get(address).status_code) == (view, 404)
            assert (view, client.post(address).status_code) == (view, 404)


def test_class_teacher_changes_the_timetable_and_publishes(client, school):
    client.force_login(make_user(role=TEACHER, organization=school.east))
    sent = form_of(client, school.found)
    sent["timetable_items-0-title"] = "Opening in the hall"

    client.post(reverse("wagtailadmin_pages:edit", args=[school.found.pk]), {**sent, "action-publish": "1"})

    found = TrainingClassPage.objects.get(pk=school.found.pk)
    assert [item.title for item in found.timetable_items.all()] == ["Opening in the hall"]
    assert not found.has_unpublished_changes


def test_class_teacher_adds_a_live_class_and_publishes_it(client, school):
    client.force_login(make_user(role=TEACHER, organization=school.east))
    address = reverse("wagtailadmin_pages:add", args=["classes", "liveclasspage", school.found.pk])
    none = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    sent = {
        **{f"{name}-{key}": value for name in ("instructors", "materials", "comments") for key, value in none.items()},
        **{"title": "Second day", "slug": "second", "starts_at": "2026-09-02 09:00", "ends_at": "2026-09-02 11:00"},
        **{"mode": "hall", "intro": "null", "action-publish": "1"},
    }

    client.post(address, sent)

    made = LiveClassPage.objects.get(slug="second")
    assert made.live
    assert school.found.timetable_items.filter(page=made).exists()


def test_class_teacher_repeats_the_class(client, school):
    client.force_login(make_user(role=TEACHER, organization=school.east))
    sent = {"starts_on": "2026-10-01", "period": "4", "title": "Class 4", "slug": "class-4th"}

    client.post(reverse("wagtailadmin_pages:copy", args=[school.found.pk]), sent)

    copy = TrainingClassPage.objects.get(slug="class-4th")
    assert copy.live
    assert LiveClassPage.objects.child_of(copy).get().starts_at.date() == date(2026, 10, 1)


@pytest.fixture
def named(school, client):
    """A class teacher of the western county whom the eastern class names."""
    teacher = make_user(role=TEACHER, organization=school.west)
    TrainingClassPage.objects.filter(pk=school.found.pk).update(class_teacher=teacher)
    client.force_login(teacher)
    return teacher


def test_whom_a_class_names_has_the_rights_there_and_only_there(school, named):
    other = make_training_class(index=school.index, title="Another")

    assert rights(named, school.found) == {"edit", "publish", "unpublish", "add_subpage", "copy"}
    assert rights(named, school.live_class) == {"edit", "publish", "unpublish", "copy"}
    assert rights(named, other) == rights(named, school.index) == set()


def test_whom_a_class_names_finds_it_in_the_admin(client, school, named):
    other = make_training_class(index=school.index, title="Another")
    statuses = {
        page.title: [
            client.get(reverse(name, args=[page.pk])).status_code
            for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:copy", "wagtailadmin_explore")
        ]
        for page in (school.found, other)
    }

    assert statuses == {"Class 3": [200, 200, 200], "Another": [404, 404, 404]}


def test_whom_a_class_names_repeats_it(client, school, named):
    sent = {"starts_on": "2026-10-01", "period": "4", "title": "Class 4", "slug": "class-4th"}

    response = client.post(reverse("wagtailadmin_pages:copy", args=[school.found.pk]), sent)

    copy = TrainingClassPage.objects.get(slug="class-4th")
    assert copy.live
    assert copy.class_teacher == named
    assert client.get(response.url).status_code == 200


def test_a_learner_whom_a_class_names_does_not_enter_the_admin(client, school):
    client.force_login(person := make_user(role=Role.LEARNER, organization=school.east))
    TrainingClassPage.objects.filter(pk=school.found.pk).update(class_teacher=person)

    assert client.get(reverse("wagtailadmin_pages:edit", args=[school.found.pk])).status_code == 404


def test_the_explorer_asks_class_teachers_hardly_more_than_editors(client, school):
    for _number in range(10):
        make_forum(school.found)
    asked = {}
    for role in (Role.EDITOR, TEACHER):
        client.force_login(make_user(role=role, organization=school.east))
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("wagtailadmin_explore", args=[school.found.pk]))
        asked[role] = len(queries)

    assert asked[TEACHER] <= asked[Role.EDITOR] + 3
