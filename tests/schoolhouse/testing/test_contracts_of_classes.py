"""Contracts of what plugins add to live classes, rosters and lessons."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail import blocks

from people.models import User
from schoolhouse import testing
from schoolhouse.extension_points import ContentBlock, Export, LiveProvider, RosterColumn, TimetableKind
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db


def check(base, value, failing, school, **attributes):
    with registered(point_named(base.point), value):
        found = faults(contract_of(base, **attributes), school)
    assert (failing in found) if failing else found == {}


def refuse(page):
    raise ValidationError("No.")


def provider(**changes):
    sound = {
        "label": "Link",
        "handles": lambda page: bool(page.meeting_url),
        "join_url": lambda page, user: page.meeting_url,
    }
    return LiveProvider(**{**sound, **changes})


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, None),
        ({"label": ""}, "test_it_has_a_name"),
        ({"handles": lambda page: True}, "test_it_knows_its_rooms_without_a_query"),
        ({"handles": lambda page: User.objects.exists()}, "test_it_knows_its_rooms_without_a_query"),
        ({"join_url": lambda page, user: "javascript:alert(1)"}, "test_it_leads_to_a_room"),
        ({"join_url": lambda page, user: user.no_such}, "test_it_leads_to_a_room"),
        ({"check": refuse}, "test_it_accepts_what_it_handles"),
    ],
)
def test_live_provider_contract(school, changes, failing):
    def live_class(self, school):
        return school.live_class(school.training_class(), mode="online", meeting_url="https://meet.example.org/")

    check(testing.LiveProviderContract, provider(**changes), failing, school, live_class=live_class)


def names(page, rows):
    found = User.objects.in_bulk([row.learner_id for row in rows])
    return {row.pk: found[row.learner_id].full_name for row in rows}


def names_one_by_one(page, rows):
    return {row.pk: User.objects.get(pk=row.learner_id).full_name for row in rows}


@pytest.mark.parametrize(
    ("label", "values", "failing"),
    [
        ("Name", names, None),
        ("", names, "test_it_has_a_heading"),
        ("Name", names_one_by_one, "test_its_queries_do_not_grow"),
        ("Name", lambda page, rows: {}, "test_it_gives_text_by_enrollment"),
        ("Name", lambda page, rows: {0: "x"}, "test_it_gives_text_by_enrollment"),
        ("Name", lambda page, rows: {row.pk: 7 for row in rows}, "test_it_gives_text_by_enrollment"),
        ("Name", lambda page, rows: {rows[0].pk: "x"}, "test_it_gives_text_by_enrollment"),
    ],
)
def test_roster_column_contract(school, label, values, failing):
    check(testing.RosterColumnContract, RosterColumn(label, values), failing, school)


@pytest.mark.parametrize(
    ("label", "icon", "failing"),
    [
        ("Drill", "bell", None),
        ("", "bell", "test_it_has_a_name_and_an_icon"),
        ("Drill", "no such icon", "test_it_has_a_name_and_an_icon"),
        ("Other", "bell", "test_it_stands_on_a_timetable"),
    ],
)
def test_timetable_kind_contract(school, label, icon, failing):
    with override("en"):
        check(testing.TimetableKindContract, TimetableKind(label, icon), failing, school)


def rows_of(page, user):
    return [(enrollment.learner.full_name, enrollment.pk) for enrollment in page.enrollments.all()]


@pytest.mark.parametrize(
    ("columns", "rows", "failing"),
    [
        ([("Name", 20), ("Number", 8)], rows_of, None),
        ([("Name", 20)], rows_of, "test_its_rows_fit_the_columns"),
        ([("", 20), ("Number", 8)], rows_of, "test_it_has_headings"),
        ([("Name", 20)], lambda page, user: [[object()]], "test_its_rows_fit_the_columns"),
        ([("Name", 20)], lambda page, user: [], "test_its_rows_fit_the_columns"),
        ([("Name", 20)], lambda page, user: [[page.enrollments.all()[0].state]], "test_empty_class_is_exported"),
    ],
)
def test_export_contract(school, columns, rows, failing):
    check(testing.ExportContract, Export("Learners", columns, rows), failing, school)


class Card(blocks.StructBlock):
    text = blocks.CharBlock()

    class Meta:
        label = "Card"


class Forgetful(Card):
    def to_python(self, value):
        return super().to_python({})


class Unsound(Card):
    def render(self, value, context=None):
        return "<p>"


class Broken(Card):
    def get_searchable_content(self, value):
        raise RuntimeError("bang")


one = Card()


@pytest.mark.parametrize(
    ("value", "failing"),
    [
        (ContentBlock(Card, ("lessons.body",)), None),
        (ContentBlock(Card, ()), "test_it_is_declared"),
        (ContentBlock(lambda: one, ("lessons.body",)), "test_it_is_declared"),
        (ContentBlock(lambda: "card", ("lessons.body",)), "test_it_is_declared"),
        (ContentBlock(Forgetful, ("lessons.body",)), "test_it_keeps_what_was_written"),
        (ContentBlock(Unsound, ("lessons.body",)), "test_it_shows_sound_html"),
        (ContentBlock(Broken, ("lessons.body",)), "test_it_can_be_searched_and_indexed"),
    ],
)
def test_content_block_contract(school, value, failing):
    with registered(point_named("content_blocks"), value, name="try_me.card"):
        contract = contract_of(testing.ContentBlockContract, name="try_me.card", example={"text": "<b>"})
        found = faults(contract, school)
    assert (failing in found) if failing else found == {}
