"""What stands where a plugin has failed, for learners and for administrators."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail import hooks
from wagtail.models import Page, Site

from foundation.fragments import render_shared
from schoolhouse import faults
from schoolhouse.content.plugin_blocks import _guarded
from schoolhouse.extension_points import (
    ContentBlock,
    DashboardPanel,
    Extension,
    LiveProvider,
    NavigationItem,
    Slot,
    dashboard_panels,
    live_providers,
    navigation,
)
from schoolhouse.faults.shown import told_of
from schoolhouse.gates import calls
from schoolhouse.templatetags.schoolhouse import filled
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db

PLACE = "classes.live_class.after_content"
NAMED = "“try_me” failed here (%s), or is switched off as too slow."


def fail(*args, **kwargs):
    raise RuntimeError("bang")


@pytest.fixture(autouse=True)
def failing(monkeypatch, settings):
    settings.LANGUAGE_CODE = "en"
    translation.activate("en")
    monkeypatch.setattr(faults, "_written", {})
    slot = Slot.named(PLACE)
    before = slot.extensions()
    slot._extensions = []
    slot.register("try_me", "test", fail)
    dashboard_panels.register("try_me", "try_me.card", DashboardPanel("News", fail))
    yield
    slot._extensions = before
    dashboard_panels.withdraw("try_me")


def request_of(person, path="/"):
    request = RequestFactory().get(path)
    request.user = person
    return request


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("first", ["learner", "administrator"])
def test_place_in_a_page_that_many_share_names_the_plugin_to_administrators_alone(first, settings, tmp_path):
    (tmp_path / "shared.html").write_text(f"{{% load schoolhouse %}}[{{% slot '{PLACE}' %}}]", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    people = {"learner": make_user(), "administrator": make_superuser()}
    order = sorted(people, key=lambda name: name != first)

    def read(name):
        return text_of(render_shared(request_of(people[name]), "shared.html", key=("test", first), shared=dict))

    seen = {name: read(name) for name in order}
    assert seen["learner"] == "[]"
    assert NAMED % PLACE in seen["administrator"]
    assert 'href="/admin/plugins/try_me/"' in seen["administrator"]


def test_card_that_fails_is_named_on_the_dashboard_of_an_administrator(client):
    client.force_login(make_superuser())
    page = text_of(client.get("/learn/", follow=True))
    assert page.count(NAMED % "dashboard_panels") == 1  # in its place, and not at the end of the page again
    client.force_login(make_user())
    assert "try_me" not in text_of(client.get("/learn/"))


def test_place_that_is_switched_off_says_so_to_administrators(client):
    faults.switch_off("try_me", "dashboard_panels", "It took 3 seconds.")
    client.force_login(make_superuser())
    assert NAMED % "dashboard_panels" in text_of(client.get("/learn/", follow=True))


def test_block_that_fails_is_empty_for_readers_and_named_to_administrators():
    class Block:
        render = fail

    extension = Extension("try_me", "try_me.tip", ContentBlock(block=Block, places=("lessons.body",)), 0)
    Block.render.__name__ = "render"
    render = _guarded(extension, Block().render, str)
    assert render("value", {"request": request_of(make_user())}) == ""
    assert render("value") == ""
    assert NAMED % "content_blocks: try_me.tip" in render("value", {"request": request_of(make_superuser())})


@pytest.fixture
def failing_provider():
    live_providers.register("try_me", "try_me.room", LiveProvider("Room", handles=fail, join_url=fail))
    yield
    live_providers.withdraw("try_me")


def test_way_to_hold_a_live_class_that_fails_is_named_beside_the_door(client, failing_provider):
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": Page.get_first_root_node()})
    training_class = make_training_class()
    soon = timezone.now() + timedelta(minutes=5)
    live_class = make_live_class(training_class, starts_at=soon, mode="online", provider="try_me.room")
    client.force_login(make_superuser())
    assert NAMED % "live_providers" in text_of(client.get(live_class.url))
    client.force_login(make_enrollment(training_class).learner)
    page = text_of(client.get(live_class.url))
    assert "The way in online is not set up yet." in page
    assert "try_me" not in page


@pytest.fixture
def failing_entry():
    navigation.register("try_me", "try_me.entry", NavigationItem("News", fail))
    yield
    navigation.withdraw("try_me")


@pytest.mark.parametrize("address", ["/accounts/profile/", "/search/"])
def test_entry_that_fails_and_leaves_no_place_empty_is_named_at_the_end_of_the_page(client, failing_entry, address):
    client.force_login(make_superuser())
    assert text_of(client.get(address)).count(NAMED % "navigation") == 1
    client.force_login(make_user())
    assert "try_me" not in text_of(client.get(address))


def test_hook_that_fails_is_named_at_the_end_of_the_pages_of_the_admin(client, monkeypatch):
    client.force_login(make_superuser())
    assert "try_me" not in text_of(client.get("/admin/reports/site-history/"))
    with hooks.register_temporarily("insert_global_admin_css", calls._gated("try_me", "insert_global_admin_css", fail)):
        page = text_of(client.get("/admin/reports/site-history/"))
    assert page.count(NAMED % "insert_global_admin_css") == 1


def test_what_failed_in_one_request_is_not_said_in_the_next(client, failing_entry):
    client.force_login(make_superuser())
    client.get("/accounts/profile/")
    navigation.withdraw("try_me")
    assert "try_me" not in text_of(client.get("/accounts/profile/"))


def test_message_names_the_plugin_to_administrators_alone():
    assert told_of("It failed.", request_of(make_user()), "try_me") == "It failed."
    assert "“try_me”" in told_of("It failed.", request_of(make_superuser()), "try_me")


def test_place_that_works_asks_nobody_whether_they_administer(monkeypatch):
    slot = Slot.named(PLACE)
    monkeypatch.setattr(slot, "_extensions", [])
    slot.register("try_me", "well", lambda request, **arguments: "well")
    request = request_of(make_user())
    with CaptureQueriesContext(connection) as asked:
        assert filled(request, PLACE) == "well"
    assert not [one for one in asked.captured_queries if "auth_permission" in one["sql"]]
