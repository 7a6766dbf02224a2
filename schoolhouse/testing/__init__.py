"""The test kit for plugins: a small school, a database in a moment, and a contract for each extension point.

A plugin's ``conftest.py`` says ``pytest_plugins = ["schoolhouse.testing"]``, its pytest settings
``DJANGO_SETTINGS_MODULE = "config.settings.test"``. Then:

- the fixture ``school`` makes what a test needs: classes, people in their roles, a client who is signed in;
- a test class made from a contract holds what every extension at that point must keep to:

      class TestEntry(NavigationContract):
          plugin = "tea_round"
          name = "tea_round"

- ``with switched_off("tea_round", training_class)`` looks at a class that has switched the plugin off;
- ``assert_no_migration_drift("tea_round")`` fails when models and migrations differ.

This package is no part of what runs in a school: it may know every room, and no room may import it.
"""

from schoolhouse.testing.contracts.api import ApiRouterContract
from schoolhouse.testing.contracts.attendance import (
    AbsenceExcusesContract,
    AttendanceRecordsContract,
    AttendanceSourceContract,
    TrainingHoursContract,
)
from schoolhouse.testing.contracts.base import ExtensionContract, switched_off
from schoolhouse.testing.contracts.blocks import ContentBlockContract
from schoolhouse.testing.contracts.checks import CheckContract
from schoolhouse.testing.contracts.class_life import ClassDutyContract, ClassToolContract
from schoolhouse.testing.contracts.classes import (
    ClassRepeatMoverContract,
    ScoreRuleContract,
    TimetableKindContract,
)
from schoolhouse.testing.contracts.closing import ClosingCheckContract
from schoolhouse.testing.contracts.demo import DemoPartContract
from schoolhouse.testing.contracts.events import EventHandlerContract
from schoolhouse.testing.contracts.feedback import QuestionKindContract
from schoolhouse.testing.contracts.live import ExportContract, LiveProviderContract, RosterColumnContract
from schoolhouse.testing.contracts.notifications import NotificationChannelContract, NotificationKindContract
from schoolhouse.testing.contracts.pages import DashboardPanelContract, NavigationContract, SlotContract
from schoolhouse.testing.contracts.sign_in import SignInMethodContract
from schoolhouse.testing.database import django_db_setup
from schoolhouse.testing.drift import assert_no_migration_drift
from schoolhouse.testing.school import School, school

CONTRACTS: dict[str, type] = {
    "absence_excuses": AbsenceExcusesContract,
    "api_routers": ApiRouterContract,
    "attendance_records": AttendanceRecordsContract,
    "attendance_sources": AttendanceSourceContract,
    "class_duties": ClassDutyContract,
    "class_repeat_movers": ClassRepeatMoverContract,
    "class_tools": ClassToolContract,
    "closing_checks": ClosingCheckContract,
    "content_blocks": ContentBlockContract,
    "dashboard_panels": DashboardPanelContract,
    "demo_parts": DemoPartContract,
    "exports": ExportContract,
    "live_providers": LiveProviderContract,
    "navigation": NavigationContract,
    "notification_channels": NotificationChannelContract,
    "notification_kinds": NotificationKindContract,
    "question_kinds": QuestionKindContract,
    "roster_columns": RosterColumnContract,
    "score_rules": ScoreRuleContract,
    "sign_in_methods": SignInMethodContract,
    "timetable_item_kinds": TimetableKindContract,
    "training_hours": TrainingHoursContract,
}
"""The contract of each extension point, by the point's name; that of every slot is ``SlotContract``."""

__all__ = [
    "CONTRACTS",
    "AbsenceExcusesContract",
    "ApiRouterContract",
    "AttendanceRecordsContract",
    "AttendanceSourceContract",
    "CheckContract",
    "ClassDutyContract",
    "ClassRepeatMoverContract",
    "ClassToolContract",
    "ClosingCheckContract",
    "ContentBlockContract",
    "DashboardPanelContract",
    "DemoPartContract",
    "EventHandlerContract",
    "ExportContract",
    "ExtensionContract",
    "LiveProviderContract",
    "NavigationContract",
    "NotificationChannelContract",
    "NotificationKindContract",
    "QuestionKindContract",
    "RosterColumnContract",
    "School",
    "ScoreRuleContract",
    "SignInMethodContract",
    "SlotContract",
    "TimetableKindContract",
    "TrainingHoursContract",
    "assert_no_migration_drift",
    "django_db_setup",
    "school",
    "switched_off",
]
