import pytest
from django.urls import reverse

from foundation import stamps
from people.roles import Role
from schoolhouse.activation import is_active, settings_of
from schoolhouse.models import PluginActivation, PluginFault
from tests.factories.classes import make_training_class
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/plugins/"
PLUGIN = "/admin/plugins/try_me/"
SETTINGS = {"set_points_a_reply": "1.25", "set_most_points_a_forum": "5"}


@pytest.fixture
def administrator(client):
    client.force_login(make_superuser(preferred_language="en"))
    return client


def test_list_names_each_plugin_with_its_state(administrator):
    page = administrator.get(LIST).content.decode()
    assert "A plugin to try" in page
    assert "tests/try_me" in page


def test_administrator_switches_and_sets_a_plugin_for_the_server(administrator):
    answer = administrator.post(PLUGIN, {"state": "below", **SETTINGS})
    assert answer.status_code == 302
    assert PluginActivation.objects.get().state == "below"
    assert settings_of("try_me") == {"points_a_reply": "1.25", "most_points_a_forum": "5"}
    assert "1.25" in administrator.get(PLUGIN).content.decode()


@pytest.mark.parametrize("wrong", [{"state": "perhaps"}, {"state": "on", "set_points_a_reply": "-1"}, {}])
def test_wrong_input_is_told_and_nothing_is_kept(administrator, wrong):
    answer = administrator.post(PLUGIN, {**SETTINGS, **wrong} if wrong else {})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not PluginActivation.objects.exists()


def test_unknown_plugin_is_not_found(administrator):
    assert administrator.get("/admin/plugins/nothing/").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.LEARNER])
def test_plugins_of_the_server_are_for_superusers_alone(client, role, role_holder):
    client.force_login(role_holder(role))
    for address in (LIST, PLUGIN):
        assert client.get(address).status_code in (302, 404)
        assert client.post(address, {"state": "off", **SETTINGS}).status_code in (302, 404, 405)
    assert is_active("try_me")


@pytest.fixture
def role_holder():
    from people.actions.roles import grant_role
    from people.models import Organization

    def hold(role):
        user = make_user()
        organization = Organization.objects.first() or Organization.add_root(name="City", kind="city")
        grant_role(user=user, role=role, organization=organization, by=make_superuser())
        return user

    return hold


def test_plugin_is_switched_for_one_class(administrator):
    training_class = make_training_class()
    address = reverse("schoolhouse_page_plugin", args=[training_class.pk, "try_me"])
    assert administrator.post(address, {"state": "off"}).status_code == 302
    assert not is_active("try_me", training_class)
    assert is_active("try_me", make_training_class())
    listed = administrator.get(reverse("schoolhouse_page_plugins", args=[training_class.pk])).content.decode()
    assert "A plugin to try" in listed


def test_settings_of_a_class_count_only_where_it_has_its_own(administrator):
    training_class = make_training_class()
    address = reverse("schoolhouse_page_plugin", args=[training_class.pk, "try_me"])
    administrator.post(address, {"state": "inherit", **SETTINGS})
    assert settings_of("try_me", training_class)["points_a_reply"] != "1.25"
    administrator.post(address, {"state": "inherit", "own_settings": "on", **SETTINGS})
    assert settings_of("try_me", training_class)["points_a_reply"] == "1.25"


def test_plugin_whose_settings_form_fails_can_be_switched_off_and_keeps_its_settings(administrator, plugin_to_try):
    """Its wheel was taken out while the server runs."""
    address = reverse("schoolhouse_plugin", args=["try_me"])
    administrator.post(address, {"state": "on", **SETTINGS})
    plugin_to_try.settings_form = "tests.schoolhouse.try_me.gone.SettingsForm"
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, {"state": "off"}).status_code == 302
    assert not is_active("try_me")
    del plugin_to_try.settings_form
    assert settings_of("try_me")["points_a_reply"] == "1.25"
    assert PluginFault.objects.get().place == "settings_form"


def test_plugins_of_a_class_are_for_those_who_publish_it(client):
    training_class = make_training_class()
    client.force_login(make_user())
    address = reverse("schoolhouse_page_plugin", args=[training_class.pk, "try_me"])
    assert client.post(address, {"state": "off"}).status_code in (302, 404)
    assert is_active("try_me", training_class)


def test_page_that_is_no_class_and_no_site_has_no_plugins(administrator):
    parent = make_training_class().get_parent()
    assert administrator.get(reverse("schoolhouse_page_plugins", args=[parent.pk])).status_code == 404


def test_fault_is_forgotten_on_request(administrator):
    fault = PluginFault.objects.create(plugin="try_me", place="x", message="slow", switched_off=True)
    address = reverse("schoolhouse_ask_again", args=[fault.pk])
    assert administrator.get(address).status_code == 405
    assert administrator.post(address).status_code == 302
    assert not PluginFault.objects.exists()


def test_change_in_another_process_holds_from_the_next_request_on():
    """What another process writes is only the row and the stamp."""
    assert is_active("try_me")
    PluginActivation.objects.create(plugin="try_me", state="off")
    assert is_active("try_me")
    stamps.bump("plugins")
    assert not is_active("try_me")
