"""Whatever a plugin does wrong: the site starts without it, names it and its reason, and the other plugins work."""

import pytest

from tests.factories.people import make_superuser
from tests.schoolhouse.discovery.broken import WAYS
from tests.schoolhouse.house import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

FINE = {
    "urls.py": """
        from django.http import HttpResponse
        from django.urls import path
        urlpatterns = [path("", lambda request: HttpResponse("fine"))]
    """,
}

ASK = """
import gc, io, sys
from django.core.checks import registry
from django.core.management import call_command
from django.db import models
from django.db.models import signals
from django.test import Client
from django.urls import get_resolver
from wagtail import hooks
from wagtail.models import get_page_models
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

def ours(thing):
    return "plugins.broken" in (getattr(thing, "__module__", "") or "") or "plugins.broken" in repr(thing)

hooks.search_for_hooks()
answer["left"] = [
    *[name for name in sys.modules if name.startswith("plugins.broken")],
    *[repr(found) for found in signals.post_save.receivers if ours(found)],
    *[name for name, functions in hooks._hooks.items() for function, order in functions if ours(function)],
    *[repr(check) for check in registry.registry.registered_checks if ours(check)],
    *[repr(page) for page in get_page_models() if ours(page)],
    *[name for name in dir(User) if name.startswith("broken")],
    *[pattern for pattern in get_resolver().reverse_dict if "broken" in str(pattern)],
]
"""


def break_plugin(house, way):
    files, reason = WAYS[way]
    house.plugin("fine", FINE)
    if files == "twice":
        house.install("again", "fine = again.apps:Config", {"again/__init__.py": "", "again/apps.py": ""})
        return "fine (again)", reason
    if files == "forums":
        house.plugin("forums")
        return "forums", reason
    files = dict(files)
    body = "pass"
    if isinstance(files.get("apps.py"), tuple):
        name, value = files.pop("apps.py")
        body = f"{name} = {value!r}"
    house.plugin("broken", files, body=body)
    return "broken", reason


@pytest.mark.parametrize("way", WAYS)
def test_broken_plugin_is_named_and_left_out(house, way):
    make_superuser()
    name, reason = break_plugin(house, way)
    answer = house.ask(ASK, PLUGINS_TRIAL_SECONDS="25" if way == "never ends" else "120")
    assert answer["sign-in"] == 200
    assert answer["fine"] == "fine"
    assert f"“{name}” is left out: {reason}" in answer["check"].replace("\n", " ")
    assert f"{name}: left out" in answer["plugins"].replace(" 1.2", "")
    assert reason in answer["plugins"]
    assert f">{name}</a>" in answer["admin"]
    assert reason.replace(">", "&gt;").replace("<", "&lt;") in answer["admin"]
    assert answer["left"] == []


@pytest.mark.parametrize("way", ["fails in its models", "is too old", "is named twice"])
def test_strict_raises_instead(house, way):
    name, _reason = break_plugin(house, way)
    ended = house.manage("check", PLUGINS_STRICT="1", check=False)
    assert ended.returncode != 0
    assert f"The plugin “{name}” failed" in ended.stderr


def test_verdict_is_kept_until_the_plugin_changes(house):
    house.plugin("broken", {"models.py": "raise RuntimeError('first')"})
    house.manage("check")
    assert "first" in house.verdict()["broken"]
    (house.plugins / "broken" / "models.py").write_text("")
    answer = house.manage("check")
    assert house.verdict() == {}
    assert "left out" not in answer.stderr


def test_plugin_that_fails_after_its_trial_is_left_out_by_the_next_start(house):
    """The trial went well, and then, say, a file that it reads has gone."""
    house.plugin("fickle", {"models.py": "import os\nif 'FAIL' in os.environ: raise RuntimeError('gone')"})
    house.manage("check")
    assert house.verdict() == {}
    ended = house.run("-c", START_AS_MANAGE, FAIL="1")
    assert "Starting again without it" in ended.stderr
    assert "STARTED []" in ended.stdout
    assert "gone" in house.verdict()["fickle"]


START_AS_MANAGE = """
import django
from schoolhouse.discovery.restart import start_again
from schoolhouse.quarantine import PluginFailed
try:
    django.setup()
except PluginFailed as failure:
    start_again(failure)
from schoolhouse.plugins import plugins
print("STARTED", plugins())
"""


def test_installed_package_is_found_by_its_entry_point(house):
    house.install(
        "school-bells",
        "bells = bells.apps:Bells",
        {
            "bells/__init__.py": "",
            "bells/apps.py": """
                from schoolhouse.plugins import PluginConfig

                class Bells(PluginConfig):
                    name = "bells"
            """,
        },
    )
    listed = house.manage("plugins").stdout
    assert "bells 1.2: active, switched for the server (school-bells)" in listed


@pytest.mark.parametrize(
    ("entry_point", "reason"),
    [("bells = bells.apps", "must read “package.apps:Class”"), ("Bells = bells.apps:Bells", "lower-case")],
)
def test_malformed_entry_point_is_named(house, entry_point, reason):
    house.install("school-bells", entry_point)
    assert reason in house.manage("check").stderr


def test_nothing_is_tried_twice_by_processes_that_start_together(house):
    import threading

    house.plugin("noted", {"models.py": f"open({str(house.folder / 'trace')!r}, 'a').write('x')"})
    starts = [threading.Thread(target=house.manage, args=("check",)) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    # One trial, and the three themselves.
    assert (house.folder / "trace").read_text() == "xxxx"


def test_folder_elsewhere_stands_before_the_houses_own(house):
    """``manage.py`` puts the house first on the path."""
    house.plugin("fine")
    listed = house.run(str(ROOT / "manage.py"), "plugins").stdout
    assert "fine: active" in listed
    assert "reply_points" not in listed


def test_start_warns_of_nothing_where_a_plugin_has_tables(house):
    house.plugin("fine", {"migrations/__init__.py": "", "migrations/0001_initial.py": EMPTY_MIGRATION})
    assert "RuntimeWarning" not in house.manage("check", PYTHONWARNINGS="always").stderr


EMPTY_MIGRATION = "from django.db import migrations\nclass Migration(migrations.Migration): pass\n"
