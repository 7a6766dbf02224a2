"""Whatever a plugin does wrong: the site starts without it, names it and its reason, and the other plugins work."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils.html import escape

from tests.factories.people import make_superuser
from tests.schoolhouse.discovery.broken import ALONE, MODEL, TRACES, WAYS, break_plugin, name_of
from tests.schoolhouse.house import LEFT, House

pytestmark = pytest.mark.django_db

FINE = {
    "urls.py": """
        from django.http import HttpResponse
        from django.urls import path
        urlpatterns = [path("", lambda request: HttpResponse("fine"))]
    """,
    "models.py": """
        from django.db import models

        class Fine(models.Model):
            class Meta:
                managed = False
    """,
    "templatetags/__init__.py": "",
    "templatetags/fine_tags.py": "from django.template import Library\nregister = Library()",
    "management/__init__.py": "",
    "management/commands/__init__.py": "",
    "management/commands/refine.py": "from django.core.management.base import BaseCommand as Command",
    "wagtail_hooks.py": """
        from wagtail import hooks

        @hooks.register("insert_editor_js")
        def script():
            return ""
    """,
}
"""A sound plugin that has of everything that is looked at in a trial."""

ASK = """
import io
from django.core.management import call_command
from django.test import Client
from people.models import User

errors = io.StringIO()
call_command("check", stdout=io.StringIO(), stderr=errors)
answer["check"] = errors.getvalue()
listed = io.StringIO()
call_command("plugins", stdout=listed)
answer["plugins"] = listed.getvalue()
client = Client()
answer["sign-in"] = client.get("/accounts/login/").status_code
answer["fine"] = client.get("/plugins/fine/").content.decode()
client.force_login(User.objects.get(is_superuser=True))
answer["admin"] = client.get("/admin/plugins/", headers={"accept-language": "en"}).content.decode()
"""

LOOK = f"""
{LEFT}
answer["left"] = left("plugins.broken")
"""

SOUND = {
    "models.py": f"{TRACES}\n{MODEL}".replace("NAME", "broken_not"),
    "urls.py": FINE["urls.py"].replace('"""', "").replace(")]", ', name="broken")]'),
    "templatetags/__init__.py": "",
    "templatetags/broken_tags.py": FINE["templatetags/fine_tags.py"],
    "jobs.py": """
        from foundation.jobs import job

        @job("broken.tidy")
        def tidy(payload):
            pass
    """,
    "events.py": """
        from schoolhouse.events import Event

        happened = Event("broken.happened", version=1, doc="It happened.", fields={"id": "whose"})
    """,
}
"""What the broken ones leave, and more, in one that does not break."""

REGISTER = """
    def register(self):
        from schoolhouse.extension_points import NavigationItem, navigation
        navigation.register("broken_not", "broken_not", NavigationItem("x", lambda request: "/x/"))
"""


TOGETHER = [way for way in WAYS if way not in ALONE]


def ask(house, ways):
    """Break plugins, start the site with them and a sound one, and look at it; return what is seen and the reasons."""
    house.plugin("fine", FINE)
    reasons = {way: break_plugin(house, way) for way in ways}
    return house.ask(ASK + LOOK, PLUGINS_STEP_SECONDS="20"), reasons


@pytest.fixture(scope="module")
def asked(tmp_path_factory, committed, django_db_blocker):
    """What is seen in a house with those whose fault is easy to find, and in one with the others, at the same time."""
    with django_db_blocker.unblock(), ThreadPoolExecutor() as threads:
        make_superuser()
        jobs = [threads.submit(ask, House(tmp_path_factory.mktemp("house")), ways) for ways in (TOGETHER, ALONE)]
        return [job.result() for job in jobs]


def look(answer, way, reason):
    name, checked = name_of(way), answer["check"].replace("\n", " ")
    assert f"“{name}” is left out: {reason}" in checked
    assert f"The plugin {name} is left out: {reason}" in answer["log"]
    assert f"\n{name}: left out" in "\n" + answer["plugins"].replace(" 1.2", "")
    assert f">{name}</a>" in answer["admin"]
    assert escape(reason) in answer["admin"]


@pytest.mark.parametrize("way", WAYS)
def test_broken_plugin_is_named(asked, way):
    answer, reasons = asked[way in ALONE]
    look(answer, way, reasons[way])


@pytest.mark.parametrize("alone", [False, True])
def test_site_and_other_plugins_work_and_nothing_of_them_is_left(asked, alone):
    answer, _reasons = asked[alone]
    assert answer["sign-in"] == 200
    assert answer["fine"] == "fine"
    assert "\nfine: active" in "\n" + answer["plugins"]
    assert {kind: found for kind, found in answer["left"].items() if found} == {}


def test_what_is_looked_for_is_seen_where_nothing_breaks(house):
    house.plugin("broken_not", SOUND, body=REGISTER)
    found = house.ask(LOOK)["left"]
    assert [kind for kind, seen in found.items() if not seen] == []
    assert len(set(found["signals"])) == 10
