"""The contract of what plugins add to the demo school."""

import datetime
from typing import TYPE_CHECKING, Any

from schoolhouse.testing.contracts.base import ExtensionContract, assert_says_something

if TYPE_CHECKING:
    from schoolhouse.demo import LoadedSchool
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School

STAFF = ("administrator", "editor", "teacher", "coordinator", "head", "instructor", "point")
LEARNERS = ("learner", *(f"learner{number}" for number in range(2, 10)))


class DemoPartContract(ExtensionContract):
    """A part writes something, the same for the same seed, and bears a school in which little has happened.

    ``prepare`` adds to a small demo school what the part needs besides: it has a class that is held now, with the
    accounts in it, and one that is over, each with something on its timetable every day.
    """

    point = "demo_parts"

    def prepare(self, school: "School", loaded: "LoadedSchool") -> None:
        """Add what the part needs; nothing by default."""

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """It is named while it is loaded, and knows how much it makes."""
        from schoolhouse.demo import DemoPart

        assert isinstance(extension.value, DemoPart), f"It must be a DemoPart: {extension.value}."
        assert_says_something(extension.value.label, "Its label")
        assert extension.value.amount >= 1, "It makes nothing at scale 1."

    def test_same_seed_writes_the_same(self, extension: "Extension[Any]", school: "School") -> None:
        """Whoever loads the demo again finds the same people doing the same things."""
        from dataclasses import replace

        loaded = small_demo(school)
        self.prepare(school, loaded)
        first = self._written(extension, loaded)
        assert first, "It writes nothing."
        assert self._written(extension, loaded) == first, "The same seed, scale and moment wrote something else."
        assert self._written(extension, replace(loaded, seed=loaded.seed + 1)) != first, "It draws nothing from chance."

    def test_it_bears_a_school_without_learners(self, extension: "Extension[Any]", school: "School") -> None:
        """The smallest school has classes to which nobody came."""
        self._written(extension, small_demo(school, enroll=False))

    def _written(self, extension: "Extension[Any]", loaded: "LoadedSchool") -> list[Any]:
        """Load and undo; return what was written."""
        from django.db import transaction

        before = rows_of(self.plugin)
        with transaction.atomic():
            extension.value.load(loaded)
            found = rows_of(self.plugin)
            transaction.set_rollback(True)
        return [row for row in found if row not in before]


def small_demo(school: "School", *, enroll: bool = True) -> "LoadedSchool":
    """Make a demo school of two classes: one is in its third day, one was over weeks ago."""
    from django.utils import timezone

    from people.models import User
    from people.roles import Role
    from schoolhouse.demo import LoadedSchool

    now = timezone.now()
    roles: dict[str, str] = {**dict.fromkeys(STAFF, ""), "teacher": Role.CLASS_TEACHER}
    roles |= dict.fromkeys(LEARNERS, Role.LEARNER)
    accounts = {user.account_name or "": user for user in User.objects.filter(account_name__in=roles)}
    for name in roles.keys() - accounts.keys():
        accounts[name] = school.person(role=roles[name], account_name=name)
    classes = []
    for began in (2, 40):
        starts_on = now.date() - datetime.timedelta(days=began)
        page = school.training_class(class_teacher=accounts["teacher"], starts_on=starts_on)
        for day in range(5):
            morning = datetime.datetime.combine(starts_on + datetime.timedelta(days=day), datetime.time(9), page.zone)
            ends_at = morning + datetime.timedelta(hours=6)
            school.timetable_item(page, starts_at=morning, ends_at=ends_at, kind="lesson")
        people = [accounts[name] for name in LEARNERS] if began == 2 else [school.person() for _number in range(40)]
        for person in people if enroll else ():
            school.enrollment(page, person)
        classes.append(page)
    return LoadedSchool(scale=0.02, seed=2026, now=now, accounts=accounts, classes=classes)


def rows_of(label: str) -> list[tuple[Any, ...]]:
    """Return all that a plugin has stored, without what differs each time: keys of rows, when and where it was stored.

    A client's key may be made of keys of rows.
    """
    from django.apps import apps

    found: list[tuple[Any, ...]] = []
    for model in apps.get_app_config(label).get_models():
        names = [field.name for field in model._meta.concrete_fields if not _differs(field)]
        rows = model._default_manager.order_by("pk")
        found += [(model.__name__, *row) for row in (rows.values_list(*names) if names else [()] * rows.count())]
    return found


def _differs(field: Any) -> bool:
    from django.db.models import FileField

    stored = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or isinstance(field, FileField)
    return bool(field.primary_key or field.is_relation or stored or field.name == "client_key")
