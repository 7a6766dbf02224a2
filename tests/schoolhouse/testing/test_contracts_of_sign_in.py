"""Contracts of ways to sign in and of the dashboard's cards."""

import pytest
from django.core import signing
from django.utils.html import format_html

from people.models import User
from schoolhouse import testing
from schoolhouse.extension_points import DashboardPanel, SignInMethod, dashboard_panels, sign_in_methods
from tests.schoolhouse.testing.contracts_run import contract_of, faults, registered

pytestmark = pytest.mark.django_db


def answer(self, school, person):
    return {"seen": signing.dumps(str(person.public_id))}


def seen(request):
    try:
        return User.objects.filter(public_id=signing.loads(request.GET.get("seen", ""))).first()
    except signing.BadSignature:
        return None


def credulous(request):
    public_id = signing.b64_decode(request.GET.get("seen", "").partition(":")[0].encode()).decode().strip('"')
    return User.objects.filter(public_id=public_id).first()


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, None),
        ({"label": ""}, "test_it_has_a_name"),
        ({"start": lambda request, back: "//"}, "test_it_leads_to_an_address_and_takes_the_way_back_along"),
        ({"start": lambda request, back: "/lessons/"}, "test_it_leads_to_an_address_and_takes_the_way_back_along"),
        ({"start": lambda request, back: 1 / 0}, "test_it_lets_in_who_comes_back"),
        ({"person": lambda request: None}, "test_it_lets_in_who_comes_back"),
        ({"person": credulous}, "test_it_lets_in_nobody_else"),
    ],
)
def test_sign_in_method_contract(school, changes, failing):
    sound = {"label": "Card", "start": lambda request, back: f"/card/?back={back}", "person": seen}
    with registered(sign_in_methods, SignInMethod(**{**sound, **changes})):
        found = faults(contract_of(testing.SignInMethodContract, answer=answer), school)
    assert (failing in found) if failing else found == {}, found


@pytest.mark.parametrize(
    ("label", "show", "failing"),
    [
        ("A card", lambda request: format_html("<p>{}</p>", request.user), None),
        ("", lambda request: "x", "test_it_has_a_heading"),
        ("A card", lambda request: None, "test_it_shows_sound_html_or_nothing"),
        ("A card", lambda request: "x" * sum(User.objects.count() for _ in range(4)), "test_it_costs_little"),
        ("A card", lambda request: 1 / 0, "test_it_stands_on_the_dashboard_until_the_plugin_is_off"),
    ],
)
def test_dashboard_panel_contract(school, label, show, failing):
    with registered(dashboard_panels, DashboardPanel(label, show)):
        found = faults(contract_of(testing.DashboardPanelContract), school)
    assert (failing in found) if failing else found == {}, found
