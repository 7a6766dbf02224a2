"""Enrollments, when two accounts of one person become one."""

import pytest

from classes import merging
from classes.models import Enrollment, EnrollmentTransition
from people.actions.merging import merge_people
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_keeps_one_enrollment_with_both_histories():
    keep, duplicate, boss = make_user(), make_user(), make_superuser()
    training_class, elsewhere = make_training_class(), make_training_class()
    first = make_enrollment(training_class, keep, state="withdrawn", extra={"room": "201"})
    second = make_enrollment(training_class, duplicate, state="enrolled", extra={"room": "9", "diet": "halal"})
    only = make_enrollment(elsewhere, duplicate)
    EnrollmentTransition.objects.create(enrollment=first, to_state="withdrawn", by=boss)
    EnrollmentTransition.objects.create(enrollment=second, to_state="enrolled", by=duplicate)

    merge_people(keep=keep, duplicate=duplicate, by=boss)

    row = Enrollment.objects.get(training_class=training_class)
    assert (row.learner, row.state, row.extra) == (keep, "enrolled", {"room": "201", "diet": "halal"})
    assert sorted(row.transitions.values_list("to_state", "by")) == [("enrolled", keep.pk), ("withdrawn", boss.pk)]
    only.refresh_from_db()
    assert only.learner == keep


def test_rows_that_exist_once_are_joined_as_their_model_says(monkeypatch):
    keep, duplicate = make_user(), make_user()
    training_class = make_training_class()
    stays, goes = make_enrollment(training_class, keep), make_enrollment(training_class, duplicate)
    joined = []
    monkeypatch.setattr(merging, "_joiners", {})
    merging.register_joiner(EnrollmentTransition, lambda row, other: joined.append((row.pk, other.pk)))

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert joined == [(stays.pk, goes.pk)]
    with pytest.raises(ValueError, match="joiner already"):
        merging.register_joiner(EnrollmentTransition, lambda row, other: None)
