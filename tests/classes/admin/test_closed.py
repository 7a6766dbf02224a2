"""What the admin's forms refuse of a closed class."""

import datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from classes.actions.closing import close_class
from classes.models import LiveClassPage, TrainingClassPage
from people.models import Role
from tests.classes.admin.test_pages import add_address, live_class_data
from tests.classes.models.test_page_rights import form_of
from tests.factories.classes import make_live_class, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def training_class(county, client):
    client.force_login(make_user(role=Role.EDITOR, organization=county))
    return make_training_class(county, starts_on=datetime.date(2026, 9, 1))


def test_days_and_timetable_of_a_closed_class_stay_and_its_words_do_not(client, training_class):
    close_class(training_class=training_class, by=make_superuser())
    address = reverse("wagtailadmin_pages:edit", args=[training_class.pk])

    moved = client.post(address, {**form_of(client, training_class), "ends_on": "2026-09-09"})
    said = client.post(address, {**form_of(client, training_class), "intro": "It is over.", "action-publish": "1"})

    assert moved.context["form"].non_field_errors()
    assert said.status_code == 302
    kept = TrainingClassPage.objects.get(pk=training_class.pk)
    assert (kept.ends_on, kept.intro) == (datetime.date(2026, 9, 5), "It is over.")


def test_closed_class_takes_no_live_class_and_moves_none(client, training_class, county):
    instructor = make_user(role=Role.INSTRUCTOR, organization=county)
    there = make_live_class(training_class, instructor=instructor)
    close_class(training_class=training_class, by=make_superuser())

    added = client.post(add_address(training_class, "liveclasspage"), live_class_data(instructor))
    address = reverse("wagtailadmin_pages:edit", args=[there.pk])
    moved = client.post(address, {**form_of(client, there), "intro": rich_text(""), "room": "Elsewhere"})

    assert added.context["form"].non_field_errors()
    assert moved.context["form"].non_field_errors()
    assert list(LiveClassPage.objects.values_list("pk", "room")) == [(there.pk, "")]
