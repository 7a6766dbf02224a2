"""The contract of what speaks against closing a class."""

import pytest

from schoolhouse import testing
from schoolhouse.closing import ClosingCheck, Gap
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db


def leave_undone(self, school, training_class):
    training_class.enrollments.create(learner=school.person(), state="waiting")


def missing(page):
    waiting = page.enrollments.filter(state="waiting").count()
    return [Gap("learners wait", waiting, "/learn/")] if waiting else []


def changed(**changes):
    return lambda page: [Gap(**{**vars(gap), **changes}) for gap in missing(page)]


def one_by_one(page):
    return [Gap("a learner waits", 1) for row in page.enrollments.all() if row.learner.is_active]


@pytest.mark.parametrize(
    ("label", "ask", "failing"),
    [
        ("Queue", missing, None),
        ("Queue", changed(url=""), None),
        ("", missing, "test_it_has_a_name"),
        ("Queue", lambda page: [], "test_it_names_what_is_missing"),
        ("Queue", lambda page: ["learners wait"], "test_it_names_what_is_missing"),
        ("Queue", changed(text=" "), "test_it_names_what_is_missing"),
        ("Queue", changed(count=0), "test_it_names_what_is_missing"),
        ("Queue", changed(url="https://elsewhere.example"), "test_it_names_what_is_missing"),
        ("Queue", lambda page: [Gap("something", 1)], "test_it_finds_nothing_in_another_class"),
        ("Queue", one_by_one, "test_its_queries_do_not_grow"),
    ],
)
def test_closing_check_contract(school, label, ask, failing):
    with registered(point_named("closing_checks"), ClosingCheck(label, ask)):
        found = faults(contract_of(testing.ClosingCheckContract, leave_undone=leave_undone), school)
    assert (failing in found) if failing else found == {}
