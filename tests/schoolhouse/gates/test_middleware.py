"""What is answered where a plugin's own page fails."""

import pytest

from schoolhouse import faults
from schoolhouse.models import PluginFault
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


def bang(request, *args, **kwargs):
    raise RuntimeError("bang")


@pytest.fixture
def failing(monkeypatch):
    """A page of the plugin, in the place of one of the house, that fails; as on a site in service."""
    monkeypatch.setattr(faults, "_written", {})
    monkeypatch.setenv("PLUGINS_STRICT", "0")
    source = "def view(request, *args, **kwargs):\n    raise error"
    names = {"__name__": "tests.schoolhouse.try_me.views", "error": RuntimeError("bang")}
    exec(source, names)
    monkeypatch.setattr("schoolhouse.admin.views.PluginListView.get", lambda self, *args, **kwargs: names["view"](None))
    return names


def test_page_of_a_plugin_that_fails_is_named_for_administrators(client, failing):
    client.force_login(make_superuser(preferred_language="en"))
    answer = client.get("/admin/plugins/")
    assert answer.status_code == 500
    assert "try_me" in answer.content.decode()
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place, fault.message) == ("try_me", "address: /admin/plugins/", "RuntimeError: bang")


def test_reader_of_a_page_that_fails_learns_no_more_than_that(client, failing, monkeypatch):
    monkeypatch.setattr("schoolhouse.admin.views.may_administer", lambda user: True)
    monkeypatch.setattr("schoolhouse.gates.middleware.may_administer", lambda user: False)
    client.force_login(make_superuser(preferred_language="en"))
    answer = client.get("/admin/plugins/")
    assert answer.status_code == 500
    assert "try_me" not in answer.content.decode()
    assert "Something went wrong" in answer.content.decode()


def test_error_of_the_house_is_nobodys(client, monkeypatch):
    monkeypatch.setenv("PLUGINS_STRICT", "0")
    client.force_login(make_superuser())
    monkeypatch.setattr("schoolhouse.admin.views.PluginListView.get", bang)
    with pytest.raises(RuntimeError):
        client.get("/admin/plugins/")
    assert not PluginFault.objects.exists()


def test_developers_see_the_error_itself(client, failing, settings):
    settings.DEBUG = True
    client.force_login(make_superuser())
    with pytest.raises(RuntimeError):
        client.get("/admin/plugins/")
    assert PluginFault.objects.exists()
