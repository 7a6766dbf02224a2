"""The contract of what speaks against closing a class."""

from typing import TYPE_CHECKING, Any

import pytest

from schoolhouse.testing.contracts.base import LANGUAGES, ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from classes.models import TrainingClassPage
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class ClosingCheckContract(ExtensionContract):
    """A check names what is missing, with a number and a way there, and nothing where nothing is missing.

    ``leave_undone`` leaves something undone in a class; it is called several times for the same class.
    """

    point = "closing_checks"

    def leave_undone(self, school: "School", training_class: "TrainingClassPage") -> None:
        """Leave something undone that the check finds."""
        pytest.fail("leave_undone() must leave something undone that the check finds.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """It is named where it could not be asked."""
        from schoolhouse.closing import ClosingCheck

        assert isinstance(extension.value, ClosingCheck), f"It must be a ClosingCheck: {extension.value}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_names_what_is_missing(self, extension: "Extension[Any]", school: "School") -> None:
        """In both languages, with at least one of it, and an address of this site."""
        from django.utils.translation import override

        from schoolhouse.closing import Gap

        training_class = school.training_class()
        self.leave_undone(school, training_class)
        for language in LANGUAGES:
            with override(language):
                gaps = list(extension.value.missing(training_class))
                assert gaps, "It finds nothing, and leave_undone() left something undone."
                for gap in gaps:
                    assert isinstance(gap, Gap), f"It must give Gaps, not {type(gap).__name__}."
                    assert_says_something(gap.text, "What is missing")
                    assert gap.count >= 1, f"It says that {gap.count} are missing."
                    assert not gap.url or gap.url.startswith("/"), f"“{gap.url}” is no address of this site."

    def test_it_finds_nothing_in_another_class(self, extension: "Extension[Any]", school: "School") -> None:
        """What is missing elsewhere keeps nobody from closing."""
        self.leave_undone(school, school.training_class())
        assert list(extension.value.missing(school.training_class())) == []

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """Ten things undone cost no more than one."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        training_class = school.training_class()
        self.leave_undone(school, training_class)
        list(extension.value.missing(training_class))
        with at_most(self.most_queries, "One thing undone"), CaptureQueriesContext(connection) as sent:
            list(extension.value.missing(training_class))
        for _number in range(9):
            self.leave_undone(school, training_class)
        with at_most(len(sent.captured_queries), "Ten things undone"):
            list(extension.value.missing(training_class))
