import gc

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import Signal
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from foundation.jobs import enqueue, queue, registry
from foundation.jobs.models import JobState
from schoolhouse import faults
from schoolhouse.actions.activation import decide
from schoolhouse.extension_points import Slot
from schoolhouse.gates import calls, signals
from schoolhouse.gates.once import ONCE, gated_once
from schoolhouse.models import PluginFault
from schoolhouse.plugins import plugin
from schoolhouse.refusals import Refusal
from tests.factories.people import make_superuser
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db

ANY_ANSWER = {"register_rich_text_features", "register_log_actions"}
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


def write_twice(*args, **named):
    """Fail in the database, which then takes no more queries of the transaction."""
    for _time in range(2):
        PluginFault.objects.create(plugin="x", place="x", message="x")


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


def test_job_that_is_killed_is_named_too(monkeypatch):
    """It cannot say anything itself; the worker does."""
    monkeypatch.setattr(faults, "_written", {})
    with calls.jobs_of("try_me"):
        registry.job("try_me.test")(lambda: None)
    try:
        enqueue("try_me.test")
        job = queue.claim("worker")
        assert queue.lose(job, "Killed after its time limit of 6 seconds.") == JobState.WAITING
        fault = PluginFault.objects.get()
        assert (fault.plugin, fault.place) == ("try_me", "try_me.test")
        assert fault.message == "ChildProcessError: Killed after its time limit of 6 seconds."
        job.refresh_from_db()
        assert "time limit of 6 seconds" in job.last_error
    finally:
        registry.forget("try_me.test")


@pytest.mark.parametrize(
    ("name", "silence"), [("insert_editor_js", ""), ("construct_main_menu", None), ("after_edit_page", None)]
)
def test_hook_that_only_shows_something_breaks_no_page(name, silence, monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    hook = calls._gated_hook("try_me", name, fail, lambda *args: silence)
    assert hook(None) == silence
    assert PluginFault.objects.get().place == name


def test_hook_that_fails_in_the_database_spoils_no_transaction(monkeypatch):
    """Wagtail asks the hooks of a bulk action within one."""
    monkeypatch.setattr(faults, "_written", {})
    hook = calls._gated_hook("try_me", "after_bulk_action", write_twice, lambda *args: None)
    with transaction.atomic():
        assert hook(None, "delete", [], None) is None
        assert PluginFault.objects.get().plugin == "try_me"


def test_hook_that_guards_something_fails_closed(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    hook = calls._gated_hook("try_me", "before_serve_page", fail, lambda *args: None)
    with pytest.raises(faults.GuardFailed):
        hook(None)
    assert PluginFault.objects.get().place == "before_serve_page"


def test_guard_that_failed_closes_the_page_and_tells_administrators_which(client, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(faults, "_written", {})
    settings.MEDIA_ROOT = tmp_path
    page = make_school().home
    hook = calls._gated_hook("try_me", "before_serve_page", fail, lambda *args: None)
    with hooks.register_temporarily("before_serve_page", hook):
        closed = client.get(page.get_url())
        client.force_login(make_superuser())
        named = client.get(page.get_url())
        plugins = client.get("/admin/plugins/")

    assert closed.status_code == named.status_code == 503
    assert "try_me" not in closed.content.decode()
    assert "try_me" in named.content.decode()
    assert plugins.status_code == 200


@pytest.mark.parametrize("name", sorted(ONCE))
def test_hook_that_is_asked_once_is_tried_out_and_breaks_no_page(name, monkeypatch):
    monkeypatch.setattr(faults, "_written", {})

    def answer(*arguments):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ONCE[name].try_out(answer)
    given = gated_once("try_me", name, answer)(*ONCE[name].arguments)
    assert PluginFault.objects.get().place == name
    if hasattr(given, "is_shown"):
        assert not given.is_shown(None)
    else:
        assert not given


@pytest.mark.parametrize("name", [name for name in sorted(ONCE) if name not in ANY_ANSWER])
def test_hook_that_answers_with_nonsense_breaks_no_page(name, monkeypatch):
    monkeypatch.setattr(faults, "_written", {})
    gated_once("try_me", name, lambda *arguments: 7)(*ONCE[name].arguments)
    assert PluginFault.objects.get().place == name


def test_menu_entry_that_cannot_say_whether_it_is_shown_is_not(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})

    class Entry(MenuItem):
        def is_shown(self, request):
            raise RuntimeError("bang")

    entry = gated_once("try_me", "register_admin_menu_item", lambda: Entry("x", "/x/"))()
    assert not entry.is_shown(None)
    assert PluginFault.objects.get().message == "RuntimeError: bang"


@pytest.fixture
def happened():
    """A signal to which the plugin has connected something, gated as when it starts."""
    signal, heard = Signal(), []

    def connect(answer, weak=False):
        def receiver(**named):
            heard.append(named["sender"])
            return answer()

        receiver.__module__ = "tests.schoolhouse.try_me.handlers"
        signal.connect(receiver, weak=weak)
        signals.gate_signals("try_me", "tests.schoolhouse.try_me")
        return receiver

    signal.receive, signal.heard = connect, heard
    return signal


def test_receiver_that_fails_keeps_nobody_from_anything(happened, monkeypatch):
    monkeypatch.setattr(faults, "_written", {})

    happened.receive(write_twice)
    happened.receive(lambda: "heard")
    assert [answer for _receiver, answer in happened.send(sender="here")] == [None, "heard"]
    fault = PluginFault.objects.get()
    assert fault.plugin == "try_me"
    assert fault.place.startswith("signal: ")


def test_receiver_may_refuse(happened):
    def refuse():
        raise ValidationError("No.")

    happened.receive(refuse)
    with pytest.raises(ValidationError):
        happened.send(sender="here")
    assert not PluginFault.objects.exists()


def test_receiver_of_a_plugin_that_is_off_hears_nothing(happened):
    happened.receive(lambda: None)
    decide(plugin=plugin("try_me"), page=None, state="off", settings={}, by=None)
    happened.send(sender="here")
    assert happened.heard == []


def test_receiver_is_called_without_asking_while_tables_are_made(happened):
    """By whatever program: there may be no table yet that says what is on."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            happened.send(sender="here")
        return any("stamps_stamp" in query["sql"] for query in queries)

    happened.receive(lambda: None)
    assert asked()
    named = {"verbosity": 0, "interactive": False, "using": "default", "plan": [], "apps": apps}
    first = next(iter(apps.get_app_configs()))
    pre_migrate.send(sender=first, app_config=first, **named)
    assert not asked()
    post_migrate.send(sender=first, app_config=first, **named)
    assert asked()
    assert happened.heard == ["here"] * 3


def test_receiver_can_be_disconnected_and_dies_with_its_owner(happened):
    receiver = happened.receive(lambda: None)
    assert happened.disconnect(receiver)
    receiver = happened.receive(lambda: None, weak=True)
    happened.send(sender="here")
    del receiver
    gc.collect()
    happened.send(sender="there")
    assert happened.heard == ["here"]


def test_refusal_of_a_plugin_is_no_fault():
    def refuse():
        raise Refusal("No.")

    with pytest.raises(Refusal):
        calls._gated_hook("try_me", "construct_main_menu", refuse, lambda *args: None)()
    assert not PluginFault.objects.exists()


def test_faults_are_shown_to_administrators(fill, client):
    fill(fail)
    show()
    client.force_login(make_superuser())
    page = client.get("/admin/plugins/try_me/").content.decode()
    assert PLACE in page
    assert "RuntimeError: bang" in page
