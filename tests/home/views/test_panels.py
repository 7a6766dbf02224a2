"""Cards that plugins put on the dashboard."""

import pytest
from django.utils.html import format_html

from schoolhouse import faults
from schoolhouse.extension_points import DashboardPanel, dashboard_panels
from schoolhouse.models import PluginFault
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})

    def register(show, name="county.card"):
        dashboard_panels.register("county", name, DashboardPanel("County news", show))

    yield register
    dashboard_panels.withdraw("county")


def dashboard(client, user):
    client.force_login(user)
    answer = client.get("/learn/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_card_is_each_readers_own(client, panel):
    panel(lambda request: format_html("<p>For {}</p>", request.user.full_name))
    for name in ("Wang <Xiulan>", "Li Na"):
        page = dashboard(client, make_user(name))
        assert "County news</h2>" in page
        assert str(format_html("<p>For {}</p>", name)) in page


def test_card_with_nothing_is_left_out(client, panel):
    panel(lambda request: None)
    assert "County news" not in dashboard(client, make_user())
    assert not PluginFault.objects.exists()


@pytest.mark.parametrize("show", [lambda request: 1 / 0, lambda request: request.user.nothing])
def test_card_that_fails_is_left_out_and_named(client, panel, show):
    panel(show)
    panel(lambda request: "1 < 2", name="county.well")
    page = dashboard(client, make_user())
    assert page.count("County news</h2>") == 1
    assert "1 &lt; 2" in page
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place) == ("county", "dashboard_panels")


def test_card_that_is_slow_is_no_longer_asked(client, panel, monkeypatch):
    monkeypatch.setattr("home.queries.panels.SLOT_SECONDS", -1)
    panel(lambda request: "slow")
    user = make_user()
    for _visit in range(3):
        assert not PluginFault.objects.filter(switched_off=True).exists()
        assert "slow" in dashboard(client, user)
    assert "slow" not in dashboard(client, user)
    assert PluginFault.objects.get(plugin="county").switched_off
