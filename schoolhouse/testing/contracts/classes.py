"""Contracts of what plugins add to a training class: kinds of items, its repetition, the explanation of points."""

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from schoolhouse.testing.contracts.base import (
    LANGUAGES,
    ExtensionContract,
    assert_says_something,
    at_most,
    switched_off,
)

if TYPE_CHECKING:
    from classes.models import TrainingClassPage
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class ScoreRuleContract(ExtensionContract):
    """A score rule belongs to its plugin and explains itself in both languages, in a class without any points too."""

    point = "score_rules"

    def test_it_names_its_source(self, extension: "Extension[Any]") -> None:
        """The ledger's entries lead back to the plugin by their source."""
        from schoolhouse.extension_points import ScoreRule

        rule = extension.value
        assert isinstance(rule, ScoreRule), f"It must be a ScoreRule, not {type(rule).__name__}."
        owner = rule.source.partition(".")[0]
        assert owner == self.plugin, f"Its source must be “{self.plugin}” or begin with “{self.plugin}.”."
        assert_says_something(rule.label, "Its label")

    def test_it_explains_itself(self, extension: "Extension[Any]", school: "School") -> None:
        """Learners read it where they read their points."""
        from django.utils.translation import override

        training_class = school.training_class()
        for language in LANGUAGES:
            with override(language), at_most(self.most_queries, "The explanation"):
                assert_says_something(extension.value.explain(training_class), "The explanation")


class ClassRepeatMoverContract(ExtensionContract):
    """A mover carries the plugin's records of a class along to the next one, moves their days, and leaves the old be.

    ``make_records`` gives a class records of the plugin; ``records`` returns what there is for a class, in the same
    order each time, with dates left out or as days from the class's beginning.
    """

    point = "class_repeat_movers"

    def make_records(self, school: "School", training_class: "TrainingClassPage") -> None:
        """Give the class records that must be carried along."""
        pytest.fail("make_records() must give the class records of the plugin.")

    def records(self, training_class: "TrainingClassPage") -> list[Any]:
        """Return the class's records as plain values that can be compared."""
        pytest.fail("records() must return the class's records as values.")

    def repeat(self, school: "School", training_class: "TrainingClassPage") -> "TrainingClassPage":
        """Repeat the class four weeks later, as a superuser does."""
        from classes.actions.repeat_class import repeat_class

        return repeat_class(
            source=training_class,
            starts_on=training_class.starts_on + datetime.timedelta(days=28),
            period=2,
            title="Again",
            slug=f"again-{training_class.pk}",
            by=school.superuser(),
        )

    def test_records_are_carried_along(self, extension: "Extension[Any]", school: "School") -> None:
        """The next class has equal records, the old one still has its own."""
        training_class = school.training_class()
        self.make_records(school, training_class)
        before = self.records(training_class)
        if not before:
            pytest.fail("make_records() made nothing that records() finds.")
        copy = self.repeat(school, training_class)
        assert self.records(copy) == before
        assert self.records(training_class) == before

    def test_class_without_records_is_repeated(self, extension: "Extension[Any]", school: "School") -> None:
        """A plugin must not keep a school from repeating what it has nothing to do with."""
        copy = self.repeat(school, school.training_class())
        assert self.records(copy) == []


class TimetableKindContract(ExtensionContract):
    """A kind has a name in both languages, an icon that is drawn, and stays readable while its plugin is off."""

    point = "timetable_item_kinds"

    def test_it_has_a_name_and_an_icon(self, extension: "Extension[Any]") -> None:
        """It stands beside what happens, on every timetable."""
        from classes.models.timetable import KIND_LENGTH
        from design.icons import ICONS
        from schoolhouse.extension_points import TimetableKind

        kind = extension.value
        assert isinstance(kind, TimetableKind), f"It must be a TimetableKind, not {type(kind).__name__}."
        assert_says_something(kind.label, "Its label")
        assert kind.icon in ICONS, f"There is no icon “{kind.icon}”."
        assert len(extension.name) <= KIND_LENGTH, f"“{extension.name}” is longer than {KIND_LENGTH} characters."

    def test_it_stands_on_a_timetable(self, extension: "Extension[Any]", school: "School") -> None:
        """Under its own name; while the plugin is off, under another that says something."""
        training_class = school.training_class()
        begins = datetime.datetime.combine(training_class.starts_on, datetime.time(9), tzinfo=training_class.zone)
        item = training_class.timetable_items.create(
            kind=extension.name, title="Item", starts_at=begins, ends_at=begins + datetime.timedelta(hours=1)
        )
        item.clean()
        assert item.kind_label == extension.value.label
        with switched_off(self.plugin):
            assert_says_something(item.kind_label, "The neutral name")
            assert item.kind_label != extension.value.label
