"""Contracts of what plugins add to live classes and rosters: online rooms, columns, spreadsheets."""

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from schoolhouse.testing.contracts.base import LANGUAGES, ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from classes.models import Enrollment, LiveClassPage, TrainingClassPage
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School

_CELLS = (str, int, float, bool, Decimal, datetime.date, datetime.time, type(None))


class LiveProviderContract(ExtensionContract):
    """A provider knows its rooms without a query, leads to one, and accepts what it can hold.

    ``live_class`` makes a live class that it handles, ``other`` one that it does not. A provider that asks another
    server answers for it in a fixture of the plugin's own tests.
    """

    point = "live_providers"

    def live_class(self, school: "School") -> "LiveClassPage":
        """Make a live class whose room the provider opens."""
        pytest.fail("live_class() must make a live class that the provider handles.")

    def other(self, school: "School") -> "LiveClassPage":
        """Make a live class with which the provider has nothing to do."""
        return school.live_class(school.training_class(), mode="hall")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """Editors choose it by its name."""
        from schoolhouse.extension_points import LiveProvider

        assert isinstance(extension.value, LiveProvider), f"It must be a LiveProvider, not {type(extension.value)}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_knows_its_rooms_without_a_query(self, extension: "Extension[Any]", school: "School") -> None:
        """It is asked on every page of a live class."""
        ours, other = self.live_class(school), self.other(school)
        with at_most(0, "handles()"):
            assert extension.value.handles(ours) is True, "It does not handle the live class of live_class()."
            assert extension.value.handles(other) is False, "It handles the live class of other()."

    def test_it_leads_to_a_room(self, extension: "Extension[Any]", school: "School") -> None:
        """Learners and instructors alike get an address that their browser can open."""
        live_class = self.live_class(school)
        for person in (school.person(), school.superuser()):
            url = extension.value.join_url(live_class, person)
            assert isinstance(url, str), f"join_url() must return text, not {type(url).__name__}."
            parts = urlsplit(url)
            assert parts.scheme in {"http", "https"}, f"“{url}” is no http(s) address."
            assert parts.netloc, f"“{url}” names no server."

    def test_it_accepts_what_it_handles(self, extension: "Extension[Any]", school: "School") -> None:
        """What it can hold an editor can save."""
        extension.value.check(self.live_class(school))


class RosterColumnContract(ExtensionContract):
    """A column gives text by enrollment, and costs the same for one learner and for thirty.

    ``enroll`` enrolls somebody about whom the column has something to say.
    """

    point = "roster_columns"

    def enroll(self, school: "School", training_class: "TrainingClassPage") -> "Enrollment":
        """Enroll somebody about whom the column says something."""
        return school.enrollment(training_class)

    def test_it_has_a_heading(self, extension: "Extension[Any]") -> None:
        """In both languages."""
        from schoolhouse.extension_points import RosterColumn

        assert isinstance(extension.value, RosterColumn), f"It must be a RosterColumn, not {type(extension.value)}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_gives_text_by_enrollment(self, extension: "Extension[Any]", school: "School") -> None:
        """Keys are those of the enrollments that were asked about; an empty roster is no error."""
        from django.utils.functional import Promise
        from django.utils.translation import override

        training_class = school.training_class()
        assert dict(extension.value.values(training_class, [])) == {}
        rows = [self.enroll(school, training_class) for _number in range(2)]
        for language in LANGUAGES:
            with override(language):
                values = dict(extension.value.values(training_class, rows))
            assert values.keys() <= {row.pk for row in rows}, "It gives values of enrollments that are not shown."
            assert any(str(value).strip() for value in values.values()), "It says nothing about who enroll() enrolled."
            assert all(isinstance(value, str | Promise) for value in values.values()), "Its values must be text."

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """A class has sixty learners."""
        training_class = school.training_class()
        for _number in range(10):
            self.enroll(school, training_class)
        # As a roster reads them: what else a column wants of each row it must fetch for all at once.
        rows = list(training_class.enrollments.select_related("learner", "organization"))
        extension.value.values(training_class, rows[:1])
        with at_most(self.most_queries, "One learner"):
            dict(extension.value.values(training_class, rows[:1]))
        with at_most(_queries(extension, training_class, rows[:1]), "Ten learners"):
            dict(extension.value.values(training_class, rows))


class ExportContract(ExtensionContract):
    """An export has a heading for each value, and values that a spreadsheet can hold; an empty class is no error.

    ``fill`` gives a class what is exported.
    """

    point = "exports"

    def fill(self, school: "School", training_class: "TrainingClassPage") -> None:
        """Give the class something to export."""
        school.enrollment(training_class)

    def test_it_has_headings(self, extension: "Extension[Any]") -> None:
        """A name for the list of exports, and one for each column, with its width."""
        from schoolhouse.extension_points import Export

        export = extension.value
        assert isinstance(export, Export), f"It must be an Export, not {type(export).__name__}."
        assert_says_something(export.label, "Its label")
        assert export.columns, "It has no columns."
        for heading, width in export.columns:
            assert_says_something(heading, "A heading")
            assert 1 <= width <= 100, f"The width of {heading} is {width} characters."

    def test_its_rows_fit_the_columns(self, extension: "Extension[Any]", school: "School") -> None:
        """Text, numbers, dates, times or nothing."""
        training_class = school.training_class()
        self.fill(school, training_class)
        rows = [list(row) for row in extension.value.rows(training_class, school.superuser())]
        assert rows, "It exports nothing of what fill() made."
        for row in rows:
            assert len(row) == len(extension.value.columns), f"{len(row)} values for {len(extension.value.columns)}."
            wrong = [type(value).__name__ for value in row if not isinstance(value, _CELLS)]
            assert wrong == [], f"A spreadsheet cannot hold: {', '.join(wrong)}."

    def test_empty_class_is_exported(self, extension: "Extension[Any]", school: "School") -> None:
        """With headings alone."""
        list(extension.value.rows(school.training_class(), school.superuser()))


def _queries(extension: "Extension[Any]", training_class: Any, rows: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as sent:
        dict(extension.value.values(training_class, rows))
    return len(sent)
