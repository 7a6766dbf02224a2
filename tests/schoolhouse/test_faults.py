import time

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.html import format_html

from foundation.jobs import registry
from schoolhouse import faults
from schoolhouse.actions.activation import ask_again, decide
from schoolhouse.extension_points import Slot
from schoolhouse.gates import calls
from schoolhouse.models import PluginFault
from schoolhouse.plugins import plugin
from schoolhouse.refusals import Refusal
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db

PLACE = "classes.training_class.aside"
SHOW = Template("{% load schoolhouse %}[{% slot '" + PLACE + "' page=1 %}]")


@pytest.fixture
def fill(monkeypatch):
    """Give a function that has ``try_me`` fill the place."""
    monkeypatch.setattr(faults, "_written", {})
    slot = Slot.named(PLACE)
    before = slot.extensions()
    slot._extensions = []

    def register(renderer, plugin="try_me", name="test"):
        slot.register(plugin, name, renderer)

    yield register
    slot._extensions = before


def show():
    request = RequestFactory().get("/")
    return SHOW.render(RequestContext(request, {}))


def fail(request, **arguments):
    raise RuntimeError("bang")


def test_slot_that_fails_is_empty_and_named(fill):
    fill(fail)
    fill(lambda request, **arguments: format_html("<b>{}</b>", "<"), name="well")
    assert show() == "[<b>&lt;</b>]"
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place, fault.message) == ("try_me", PLACE, "RuntimeError: bang")
    assert "raise RuntimeError" in fault.traceback
    assert not fault.switched_off


def test_slot_that_keeps_failing_is_counted_in_one_row(fill, monkeypatch):
    monkeypatch.setattr(faults, "AGAIN_SECONDS", 0)
    fill(fail)
    show()
    show()
    assert PluginFault.objects.get().count == 2


def test_slot_whose_query_fails_spoils_no_transaction(fill):
    def query(request, **arguments):
        PluginFault.objects.create(plugin="x", place="x", message="x")
        PluginFault.objects.create(plugin="x", place="x", message="x")

    fill(query)
    assert show() == "[]"
    assert [fault.plugin for fault in PluginFault.objects.all()] == ["try_me"]


def test_slot_that_is_too_slow_is_asked_no_more_until_somebody_says_so(fill, monkeypatch):
    monkeypatch.setattr("schoolhouse.templatetags.schoolhouse.SLOT_SECONDS", 0.02)
    pauses = iter([0.05, 0, 0])

    def slow(request, **arguments):
        time.sleep(next(pauses))
        return "slow"

    fill(slow)
    assert show() == "[slow]"
    assert show() == "[]"
    fault = PluginFault.objects.get()
    assert fault.switched_off
    ask_again(fault=fault, by=make_user())
    assert show() == "[slow]"


def test_slot_of_a_plugin_that_is_off_is_empty(fill):
    fill(lambda request, **arguments: "here")
    assert show() == "[here]"
    decide(plugin=plugin("try_me"), page=None, state="off", settings={}, by=None)
    assert show() == "[]"


def test_job_of_a_plugin_that_is_off_does_nothing():
    done = []
    with calls.jobs_of("try_me"):
        registry.job("try_me.test")(lambda: done.append(1))
    try:
        registry.jobs["try_me.test"].function()
        decide(plugin=plugin("try_me"), page=None, state="off", settings={}, by=None)
        registry.jobs["try_me.test"].function()
        assert done == [1]
    finally:
        registry.forget("try_me.test")


def test_job_that_fails_is_named_and_fails_all_the_same(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    with calls.jobs_of("try_me"):
        registry.job("try_me.test")(lambda: fail(None))
    try:
        with pytest.raises(RuntimeError):
            registry.jobs["try_me.test"].function()
        assert PluginFault.objects.get().place == "try_me.test"
    finally:
        registry.forget("try_me.test")


@pytest.mark.parametrize(("name", "silence"), [("insert_editor_js", ""), ("construct_main_menu", None)])
def test_hook_that_only_shows_something_breaks_no_page(name, silence, monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    hook = calls._gated_hook("try_me", name, fail, lambda: silence)
    assert hook(None) == silence
    assert PluginFault.objects.get().place == name


def test_hook_that_guards_something_fails_closed(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    hook = calls._gated_hook("try_me", "before_serve_page", fail, lambda: None)
    with pytest.raises(RuntimeError):
        hook(None)
    assert PluginFault.objects.get().place == "before_serve_page"


def test_refusal_of_a_plugin_is_no_fault():
    def refuse():
        raise Refusal("No.")

    with pytest.raises(Refusal):
        calls._gated_hook("try_me", "construct_main_menu", refuse, lambda: None)()
    assert not PluginFault.objects.exists()


def test_faults_are_shown_to_administrators(fill, client):
    fill(fail)
    show()
    client.force_login(make_superuser())
    page = client.get("/admin/plugins/try_me/").content.decode()
    assert PLACE in page
    assert "RuntimeError: bang" in page
