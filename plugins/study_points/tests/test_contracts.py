"""What every extension must keep to."""

from schoolhouse.testing import ScoreRuleContract, assert_no_migration_drift


def test_models_and_migrations_agree():
    assert_no_migration_drift("study_points")


class TestAttendance(ScoreRuleContract):
    plugin = "study_points"
    name = "study_points.attendance"


class TestLesson(ScoreRuleContract):
    plugin = "study_points"
    name = "study_points.lesson"


class TestFeedback(ScoreRuleContract):
    plugin = "study_points"
    name = "study_points.feedback"


class TestHours(ScoreRuleContract):
    plugin = "study_points"
    name = "study_points.hours"


class TestCheck(ScoreRuleContract):
    plugin = "study_points"
    name = "study_points.check"
