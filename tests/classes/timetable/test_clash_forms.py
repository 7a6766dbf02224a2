"""Clashes in Wagtail's page editor."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classes.models import LiveClassPage, TrainingClassPage
from people.models import Role
from tests.factories.people import make_user


@pytest.fixture
def add(client, county, beside, instructor):
    """Send the form of a new live class of another class, at the time and in the room of the first one."""
    client.force_login(make_user(role=Role.EDITOR, organization=county, preferred_language="en"))
    parent = beside(title="Cooking")

    def send(action="action-publish", **fields):
        data = {
            "title": "Soup",
            "slug": "soup",
            "starts_at": "2027-03-26 16:00",  # ten o'clock in Berlin, written in the editor's own zone, Shanghai
            "ends_at": "2027-03-26 18:00",
            "mode": "hall",
            "room": "room 1",
            "intro": rich_text("", features=[]),
            "instructors": inline_formset([{"instructor": instructor.pk}]),
            "materials": inline_formset([]),
            action: "1",
            **fields,
        }
        address = reverse("wagtailadmin_pages:add", args=["classes", "liveclasspage", parent.pk])
        return client.post(address, nested_form_data(data))

    return send


def test_publishing_into_a_clash_names_it_and_waits_for_a_yes(item, add):
    page = add().content.decode()
    assert "Bandages" in page
    assert "Room 1" in page
    assert "Li" in page
    assert not LiveClassPage.objects.filter(title="Soup").exists()

    add(confirm_clashes="on")
    assert LiveClassPage.objects.get(title="Soup").live


def test_draft_is_saved_in_peace(item, add):
    add("action-draft")
    assert not LiveClassPage.objects.get(title="Soup").live


def test_another_hour_is_published_at_once(item, add):
    add(starts_at="2027-03-26 18:00", ends_at="2027-03-26 19:00")
    assert LiveClassPage.objects.get(title="Soup").live


@pytest.mark.parametrize("room", ["room 1", "Room 2"])
def test_clash_is_named_in_the_form_of_a_brand_new_class(item, client, county, training_class, room):
    client.force_login(make_user(role=Role.EDITOR, organization=county, preferred_language="en"))
    index = training_class.get_parent()
    new = {"kind": "lesson", "title": "Pots", "room": room}
    data = {
        "title": "Cooking again",
        "slug": "cooking-again",
        "intro": rich_text("", features=[]),
        "starts_on": "2027-03-22",
        "ends_on": "2027-04-02",
        "seats": "30",
        "period": "1",
        "offer_hours": "24",
        "enrollment_mode": "closed",
        "audience": "public",
        "materials": inline_formset([]),
        "timetable_items": inline_formset([{**new, "starts_at": "2027-03-26 16:00", "ends_at": "2027-03-26 17:00"}]),
        "action-publish": "1",
    }
    address = reverse("wagtailadmin_pages:add", args=["classes", "trainingclasspage", index.pk])

    page = client.post(address, nested_form_data(data), follow=True).content.decode()

    taken = room == "room 1"
    assert ("Bandages" in page and "Room 1 is taken" in page) == taken
    assert TrainingClassPage.objects.filter(title="Cooking again").exists() != taken
    if taken:
        client.post(address, nested_form_data({**data, "confirm_clashes": "on"}))
        assert TrainingClassPage.objects.get(title="Cooking again").live
