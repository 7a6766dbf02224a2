"""What a plugin's hooks put into pages of the admin fails only when it is shown: the page is whole, the fault named."""

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import Menu, MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button

from schoolhouse import faults
from schoolhouse.actions.activation import decide
from schoolhouse.gates import calls
from schoolhouse.gates.once import gated_once
from schoolhouse.models import PluginFault
from schoolhouse.plugins import plugin
from tests.factories.lessons import make_lesson
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db

MARK = "from-the-plugin"


def bang(*args, **kwargs):
    raise RuntimeError("bang")


class Panel(Component):
    order = 50
    media_of = None

    def __init__(self, **failing):
        vars(self).update(failing)

    def render_html(self, parent_context=None):
        return self.shown() if hasattr(self, "shown") else MARK

    @property
    def media(self):
        return self.media_of() if self.media_of else super().media


class Summary(SummaryItem):
    order = 10

    def __init__(self, is_shown):
        self.is_shown_as = is_shown

    def is_shown(self):
        return self.is_shown_as()

    def render_html(self, parent_context=None):
        return bang()


class Entry(MenuItem):
    def __init__(self, label=MARK, component=None):
        super().__init__(label, f"/{MARK}/", name=MARK)
        self.component = component

    def render_component(self, request):
        return self.component() if self.component else super().render_component(request)


class Action(ActionMenuItem):
    name = label = MARK

    def get_context_data(self, parent_context):
        return bang()


@pytest.fixture
def admin(client, monkeypatch):
    """A superuser's browser, beside plugins' hooks as the house gates them."""
    monkeypatch.setattr(faults, "_written", {})
    client.force_login(make_superuser(preferred_language="en"))
    return client


def with_hook(name, function):
    return hooks.register_temporarily(name, calls._gated("try_me", name, function))


def shown(client, address="/admin/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def faulty_places():
    return set(PluginFault.objects.values_list("plugin", "place"))


def add(part):
    return lambda request, parts, *rest, **more: parts.append(part)


@pytest.mark.parametrize(
    ("hook", "part"),
    [
        ("construct_homepage_panels", Panel(shown=bang)),
        ("construct_homepage_panels", Panel(media_of=bang)),
        ("construct_homepage_panels", Panel(order="first")),
        ("construct_homepage_panels", object()),
        ("construct_homepage_summary_items", Summary(bang)),
        ("construct_homepage_summary_items", Summary(lambda: True)),
        ("construct_main_menu", Entry(component=bang)),
        ("construct_main_menu", Entry(component=object)),
        ("construct_settings_menu", Entry(component=bang)),
        ("construct_wagtail_userbar", Panel(shown=bang)),
    ],
)
def test_part_that_fails_when_it_is_shown_leaves_its_place_empty(admin, hook, part):
    with with_hook(hook, add(part)):
        page = shown(admin)
    assert "wagtail-sidebar-props" in page
    assert page.rstrip().endswith("</html>")
    if hook != "construct_wagtail_userbar":
        assert faulty_places() == {("try_me", hook)}


def test_part_that_is_well_is_shown(admin):
    with with_hook("construct_homepage_panels", add(Panel())), with_hook("construct_main_menu", add(Entry())):
        page = shown(admin)
    assert page.count(MARK) >= 2
    assert not faulty_places()


def test_hook_that_fails_half_way_has_changed_nothing(admin):
    def take_out_and_fail(request, items):
        del items[:]
        bang()

    entry = '/admin/plugins/"'
    before = shown(admin).count(entry)
    assert before
    with with_hook("construct_settings_menu", take_out_and_fail):
        assert shown(admin).count(entry) == before


@pytest.mark.parametrize("component", [bang, object])
def test_menu_entry_that_cannot_be_made_is_not_shown(admin, component):
    entry = gated_once("try_me", "register_admin_menu_item", lambda: Entry(component=component))()
    request = admin.get("/admin/").wsgi_request
    assert Menu(items=[entry]).render_component(request) == []
    assert faulty_places() == {("try_me", "register_admin_menu_item")}


@pytest.mark.parametrize("url", [bang, lambda: object()])
def test_editor_opens_with_an_action_and_a_button_that_fail(admin, url):
    class Odd(Button):
        def render_html(self, parent_context=None):
            return url()

    def buttons(*args, **kwargs):
        yield Odd(MARK, "/x/")
        bang()

    page = make_lesson()
    action = gated_once("try_me", "register_page_action_menu_item", lambda: Action(order=1))()
    with (
        with_hook("construct_page_action_menu", lambda items, request, context: items.append(action)),
        with_hook("register_page_header_buttons", buttons),
        with_hook("register_page_listing_buttons", buttons),
    ):
        assert 'name="title"' in shown(admin, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        shown(admin, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert faulty_places() >= {
        ("try_me", "register_page_action_menu_item"),
        ("try_me", "register_page_header_buttons"),
        ("try_me", "register_page_listing_buttons"),
    }


@pytest.mark.parametrize("off", [False, True])
def test_lists_of_pages_stand_where_a_plugin_that_narrows_them_fails_or_is_off(admin, off):
    page = make_lesson(title="First aid")
    if off:
        decide(plugin=plugin("try_me"), page=None, state="off", settings={}, by=None)
    parent = page.get_parent()
    with with_hook("construct_explorer_page_queryset", bang), with_hook("construct_page_chooser_queryset", bang):
        assert "First aid" in shown(admin, reverse("wagtailadmin_explore", args=[parent.pk]))
        assert "First aid" in admin.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk])).json()["html"]
    assert bool(faulty_places()) is not off


def test_text_that_is_none_is_left_out(admin):
    with with_hook("insert_global_admin_css", lambda: 7):
        shown(admin)
    assert faulty_places() == {("try_me", "insert_global_admin_css")}


def test_account_page_stands_where_its_panel_fails(admin):
    with with_hook("register_account_settings_panel", bang), with_hook("get_avatar_url", bang):
        shown(admin, reverse("wagtailadmin_account"))
    assert ("try_me", "get_avatar_url") in faulty_places()
