"""Copying in the Wagtail admin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from classes.models import LiveClassPage, TrainingClassPage
from people.models import Role
from tests.factories.classes import make_live_class, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_training_class(make_organization("East county"), title="Class 3", period=3, starts_on=date(2026, 9, 1))


@pytest.fixture
def editor(training_class, client):
    person = make_user(role=Role.EDITOR, organization=training_class.organization)
    client.force_login(person)
    return person


def copy_address(page):
    return reverse("wagtailadmin_pages:copy", args=[page.pk])


def test_the_copy_form_of_a_class_asks_for_the_first_day(client, editor, training_class):
    form = client.get(copy_address(training_class)).context["form"]

    proposed = {name: form[name].initial for name in ("starts_on", "period", "title")}
    assert proposed == {"starts_on": date(2026, 9, 8), "period": 4, "title": "Class 4"}


def test_the_copy_form_of_a_class_repeats_it(client, editor, training_class):
    make_live_class(training_class)

    data = {"starts_on": "2026-10-01", "period": "4", "title": "Class 4", "slug": "class-4th"}
    response = client.post(copy_address(training_class), data)

    copy = TrainingClassPage.objects.get(slug="class-4th")
    assert response.url == reverse("wagtailadmin_explore", args=[copy.pk])
    assert LiveClassPage.objects.child_of(copy).get().starts_at.date() == date(2026, 10, 1)


def test_wagtails_own_fields_sent_directly_copy_nothing(client, editor, training_class):
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": training_class.get_parent().pk,
        "copy_subpages": "1",
        "publish_copies": "1",
        "alias": "1",
    }

    assert client.post(copy_address(training_class), data).status_code == 400
    assert TrainingClassPage.objects.count() == 1


def test_a_class_is_not_repeated_from_another_organization(client, training_class):
    client.force_login(make_user(role=Role.EDITOR, organization=make_organization("West county")))

    response = client.post(copy_address(training_class), {"starts_on": "2026-10-01"})

    assert response.status_code in (302, 403, 404)
    assert TrainingClassPage.objects.count() == 1


def test_a_live_class_is_copied_as_a_draft_with_an_id_of_its_own(client, editor, training_class):
    instructor = make_user(role=Role.INSTRUCTOR, organization=training_class.organization)
    live_class = make_live_class(training_class, instructor=instructor)
    live_class.save_revision().publish()

    data = {"new_title": "Again", "new_slug": "again", "new_parent_page": training_class.pk}
    response = client.post(copy_address(live_class), data)

    copy = LiveClassPage.objects.get(slug="again")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert not copy.live
    assert copy.public_id != live_class.public_id
    assert copy.get_latest_revision_as_object().public_id == copy.public_id
    assert [one.instructor for one in copy.instructors.all()] == [instructor]


def test_an_index_is_not_copied_with_its_classes(client, editor, training_class):
    index = training_class.get_parent()
    data = {"new_title": "X", "new_slug": "x", "new_parent_page": index.get_parent().pk, "copy_subpages": "1"}

    client.post(copy_address(index), data)

    assert TrainingClassPage.objects.count() == 1
    assert timedelta(0) == training_class.starts_on - TrainingClassPage.objects.get().starts_on
