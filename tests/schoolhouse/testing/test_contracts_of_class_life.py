"""Contracts of what plugins add to running a class."""

import pytest
from django.urls import reverse

from classes.permissions import may_run_class
from people.models import User
from schoolhouse import testing
from schoolhouse.extension_points import ClassDuty, ClassTool
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db


def check(base, value, failing, school, **attributes):
    with registered(point_named(base.point), value, plugin="classes"):
        found = faults(contract_of(base, **attributes), school)
    own = {name for name in found if "plugin" not in name}
    assert own == set((failing or "").split())


def groups(page, user):
    return reverse("classes:groups", args=[page.public_id]) if may_run_class(user, page) else None


def asks(page, user):
    User.objects.exists()
    return groups(page, user)


def open_to_all(page, user):
    return reverse("classes:groups", args=[page.public_id])


def public(page, user):
    return "/search/" if may_run_class(user, page) else None


@pytest.mark.parametrize(
    ("label", "icon", "url", "failing"),
    [
        ("Groups", "list", groups, None),
        ("", "list", groups, "test_it_has_a_name_and_an_icon"),
        ("Groups", "no-such", groups, "test_it_has_a_name_and_an_icon test_it_opens_for_who_runs_the_class"),
        ("Groups", "list", asks, "test_it_opens_for_who_runs_the_class"),
        ("Groups", "list", open_to_all, "test_it_is_closed_to_others"),
        ("Groups", "list", public, "test_it_is_closed_to_others"),
    ],
)
def test_class_tool_contract(school, label, icon, url, failing):
    check(testing.ClassToolContract, ClassTool(label, icon, url), failing, school)


@pytest.mark.parametrize(
    ("label", "url", "failing", "attributes"),
    [
        ("Notices", lambda page: reverse("classes:notices", args=[page.public_id]), None, {"needs_page": True}),
        ("Roll", lambda page: None, None, {}),
        ("", lambda page: None, "test_it_has_a_name", {}),
        ("Roll", lambda page: None, "test_it_opens_its_page_for_who_is_on_duty", {"needs_page": True}),
        ("Groups", lambda page: groups_of(page), "test_it_opens_its_page_for_who_is_on_duty", {}),
    ],
)
def test_class_duty_contract(school, label, url, failing, attributes):
    check(testing.ClassDutyContract, ClassDuty(label, url=url), failing, school, **attributes)


def groups_of(page):
    return reverse("classes:groups", args=[page.public_id])
