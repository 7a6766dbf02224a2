"""Where a plugin is off its addresses answer 404: on the whole server, and at a site that has switched it off."""

import sys
import types

import pytest
from django.http import Http404
from django.urls import path
from django.utils.module_loading import import_string
from wagtail.models import Site

from home.navigation import places_of_plugins
from home.queries.panels import panels_for
from schoolhouse.actions.activation import decide
from schoolhouse.extension_points import DashboardPanel, NavigationItem, api_routers, dashboard_panels, navigation
from schoolhouse.gates.middleware import PluginMiddleware
from schoolhouse.plugins import plugin
from tests.factories.classes import make_training_class
from tests.factories.people import make_superuser
from tests.schoolhouse.testing.contracts_run import PLUGIN, registered

pytestmark = pytest.mark.django_db

ADDRESS = f"/plugins/{PLUGIN}/"
IN_THE_ADMIN = f"/admin/{PLUGIN}/"
IN_THE_API = "/api/v1/plugins/kit.test/"


@pytest.fixture
def address(settings, monkeypatch):
    """Put a page of the plugin on the site, and one into the admin."""
    names = {"__name__": "tests.schoolhouse.try_me.views"}
    exec("from django.http import HttpResponse\ndef view(request):\n    return HttpResponse('here')", names)
    addresses = types.ModuleType("addresses_with_a_plugin")
    theirs = [path(place.strip("/") + "/", names["view"]) for place in (ADDRESS, IN_THE_ADMIN)]
    addresses.urlpatterns = [*theirs, *import_string("config.urls.urlpatterns")]
    monkeypatch.setitem(sys.modules, addresses.__name__, addresses)
    settings.ROOT_URLCONF = addresses.__name__


@pytest.fixture
def training_class():
    return make_training_class()


def say(state, page=None):
    decide(plugin=plugin(PLUGIN), page=page, state=state, settings={}, by=None)


def asked(client):
    return [client.get(place).status_code for place in (ADDRESS, IN_THE_ADMIN)]


@pytest.mark.usefixtures("address")
def test_address_is_there_until_the_plugin_is_off_on_the_server(client):
    assert asked(client) == [200, 200]
    for state, answer in (("on", 200), ("below", 200), ("off", 404), ("inherit", 200)):
        say(state)
        assert asked(client) == [answer, answer], state


@pytest.mark.usefixtures("address")
def test_address_is_there_until_the_plugin_is_off_at_the_site(client, training_class):
    root = Site.objects.get(is_default_site=True).root_page
    for state, answer in (("on", 200), ("below", 200), ("off", 404), ("inherit", 200)):
        say(state, root)
        assert asked(client) == [answer, 200], state


@pytest.mark.usefixtures("address")
def test_one_site_or_one_class_that_is_off_closes_no_other(client, training_class):
    root = Site.objects.get(is_default_site=True).root_page
    other = root.get_parent().add_child(instance=type(root)(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    say("off", training_class)
    say("off", other)
    assert asked(client) == [200, 200]
    client.defaults["HTTP_HOST"] = "other.example.org"
    assert asked(client) == [404, 200]


def test_what_leads_there_and_its_part_of_the_api_are_gone_with_it(rf, training_class):
    root = Site.objects.get(is_default_site=True).root_page
    request = rf.get(IN_THE_API)
    request.user = make_superuser()
    gate = PluginMiddleware(lambda request: None)
    entry = NavigationItem("Kit", lambda request: ADDRESS)
    card = DashboardPanel("Kit", lambda request: "kit")
    with registered(navigation, entry), registered(dashboard_panels, card), registered(api_routers, object()):
        for state, shown in (("on", 1), ("off", 0)):
            say(state, root)
            assert [place[0] for place in places_of_plugins(request)].count("Kit") == shown
            assert [panel.label for panel in panels_for(request)].count("Kit") == shown
            if shown:
                gate.process_view(request, lambda request: None, (), {})
            else:
                with pytest.raises(Http404):
                    gate.process_view(request, lambda request: None, (), {})
