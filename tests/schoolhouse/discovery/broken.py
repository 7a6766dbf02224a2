"""Ways to break a plugin: what it holds, and what its reason must say. Each is a row of docs/plugins.md.

``NAME`` stands for the plugin's name. A tuple in the place of ``apps.py`` is an attribute of a sound one.
"""

import re

TRACES = """
from django.core.checks import register
from django.db.models import signals
from wagtail import hooks

def seen(**kwargs): pass
for signal in vars(signals).values():
    if hasattr(signal, "receivers"):
        signal.connect(seen, weak=False)
hooks.register("construct_main_menu", seen)
register(lambda app_configs, **kwargs: [])
"""

MODEL = """
from django.db import models
from django.conf import settings
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

class BrokenPage(Page):
    pass

@register_snippet
class Note(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="NAME_notes")
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="NAME_read")
"""

LATER = """
from plugins.NAME.models import Note
from wagtail.snippets.models import register_snippet

register_snippet(Note)
"""
"""A snippet that is registered where hooks are, when models are there."""

CHECK = """
from django.core import checks

@checks.register()
def look(app_configs, **kwargs):
    {answer}
"""

ACCOUNTS_FIRST = """
from django.core.checks.registry import registry

get_checks = registry.get_checks
registry.get_checks = lambda: sorted(get_checks(), key=lambda check: check.__name__ != "check_user_model")
"""
"""The checks have no order of their own; the one that makes an account fails where no account can be made."""

HOOK = """
from wagtail import hooks

@hooks.register("{hook}")
def hook():
    {answer}
"""


def register_with(line):
    return f"""
from schoolhouse.plugins import PluginConfig

class Config(PluginConfig):
    name = "plugins.NAME"

    def register(self):
        from schoolhouse.extension_points import NavigationItem, navigation
        item = NavigationItem("x", lambda request: "/x/")
        {line}
"""


WAYS = {
    "fails at import": ({"apps.py": "raise RuntimeError('bang')"}, "apps.py: RuntimeError: bang"),
    "fails in its models": ({"models.py": f"{TRACES}\n{MODEL}\nraise RuntimeError('bang')"}, "models.py: RuntimeError"),
    "fails in its hooks": (
        {
            "models.py": MODEL.replace("@register_snippet\n", ""),
            "wagtail_hooks.py": f"{TRACES}\n{LATER}\nraise RuntimeError('bang')",
        },
        "wagtail_hooks.py: Runtime",
    ),
    "fails in its addresses": ({"urls.py": "import no_such_module"}, "urls.py: ModuleNotFoundError"),
    "fails in register()": (
        {
            "models.py": MODEL,
            "apps.py": f"""
from schoolhouse.plugins import PluginConfig

class Config(PluginConfig):
    name = "plugins.NAME"

    def register(self):
        exec({TRACES!r}, {{"__name__": "plugins.NAME.apps"}})
        from schoolhouse.extension_points import NavigationItem, navigation
        navigation.register("NAME", "NAME.entry", NavigationItem("x", lambda request: "/x/"))
        raise RuntimeError("bang")
""",
        },
        "register(): RuntimeError: bang",
    ),
    "fails in its migrations": (
        {"migrations/__init__.py": "", "migrations/0001_initial.py": "class Migration("},
        "migrations: SyntaxError",
    ),
    "fails in its template tags": (
        {"templatetags/__init__.py": "", "templatetags/broken_tags.py": "raise RuntimeError('bang')"},
        "templatetags: RuntimeError: bang",
    ),
    "is too new": ({"apps.py": ("requires_api", "'>=7'")}, "It is too new: it needs API >=7"),
    "is too old": ({"apps.py": ("requires_api", "'<0.1'")}, "It is too old: it needs API <0.1"),
    "is malformed": (
        {"apps.py": "from django.apps import AppConfig\nclass Config(AppConfig):\n    name = 'plugins.NAME'"},
        "apps.py must hold exactly one PluginConfig, and holds 0",
    ),
    "ends the process": ({"models.py": "import os\nos._exit(3)"}, "models.py: the process ended with status 3"),
    "never ends": ({"models.py": "import time\nwhile True: time.sleep(1)"}, "models.py: it did not finish within"),
    "fails a check": (
        {"models.py": f"{MODEL}    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, 'NAME_notes')\n"},
        "check: Reverse accessor",
    ),
    "spoils a model of the house": (
        {"models.py": MODEL.replace("NAME_notes", "email"), "handlers.py": ACCOUNTS_FIRST},
        "check: Reverse accessor",
    ),
    "fails when addresses are made": (
        {
            "wagtail_hooks.py": """
from wagtail import hooks

@hooks.register("register_admin_urls")
def urls():
    raise RuntimeError("bang")
"""
        },
        "wagtail_hooks.py: RuntimeError: bang",
    ),
    "has a broken translation": ({"locale/zh_Hans/LC_MESSAGES/django.mo": b"nonsense"}, "locale: OSError"),
    "cannot be decoded": ({"models.py": b"x = '\xe9'"}, "models.py: SyntaxError: (unicode error)"),
    "has no apps.py": ({"apps.py": None}, "It has no apps.py."),
    "takes all memory": ({"models.py": "bytearray(3 << 30)"}, "models.py: MemoryError"),
    "starts a thread that does not end": (
        {"models.py": "import threading, time\nthreading.Thread(target=time.sleep, args=[300]).start()"},
        "models.py: it starts a thread",
    ),
    "has an error to report at every check": (
        {"handlers.py": CHECK.format(answer="return [checks.Error('no key', id='x.E001')]")},
        "check: no key (x.E001)",
    ),
    "ends the process in a check": (
        {"handlers.py": CHECK.format(answer="raise SystemExit(4)")},
        "check: SystemExit: 4",
    ),
    "has a model under a room's name": (
        {
            "models.py": "from django.db import models\nclass Extra(models.Model):\n"
            "    class Meta:\n        app_label = 'people'"
        },
        "Its model Extra says that it belongs to “people”",
    ),
    "wants to migrate before a room": (
        {
            "migrations/__init__.py": "",
            "migrations/0001_initial.py": "from django.db import migrations\n"
            "class Migration(migrations.Migration): run_before = [('people', '0001_initial')]",
        },
        "Its migration 0001_initial must not run before those of “people”",
    ),
    "takes the name of template tags": (
        {
            "templatetags/__init__.py": "",
            "templatetags/wagtailcore_tags.py": "from django.template import Library\nregister = Library()",
        },
        "Its template tags are called “wagtailcore_tags”, which is taken",
    ),
    "takes the name of a command": (
        {"management/__init__.py": "", "management/commands/__init__.py": "", "management/commands/check.py": ""},
        "Its command “check” is one that Schoolhouse has already",
    ),
    "registers what the point does not take": (
        {"apps.py": register_with("navigation.register('NAME', 'NAME.entry', object())")},
        "register(): TypeError: “NAME.entry” at navigation must be a NavigationItem",
    ),
    "registers under another name": (
        {"apps.py": register_with("navigation.register('other', 'NAME.entry', item)")},
        "“NAME.entry” at navigation must be registered by “NAME”, its name",
    ),
    "has a text that cannot be said": (
        {"apps.py": ("verbose_name", "__import__('django.utils.functional').utils.functional.lazy(int, str)('x')")},
        "texts: ValueError",
    ),
    "fails when the menu is made": (
        {"wagtail_hooks.py": HOOK.format(hook="register_admin_menu_item", answer="raise RuntimeError('bang')")},
        "wagtail_hooks.py, register_admin_menu_item: RuntimeError: bang",
    ),
    "answers a hook with nonsense": (
        {"wagtail_hooks.py": HOOK.format(hook="register_settings_menu_item", answer="return 7")},
        "wagtail_hooks.py, register_settings_menu_item: TypeError",
    ),
    "has settings that are no form": (
        {"forms.py": "Form = 7", "apps.py": ("settings_form", "'plugins.NAME.forms.Form'")},
        "settings_form must name a Django form",
    ),
    "takes the table of a room": (
        {
            "models.py": "from django.db import models\nclass Extra(models.Model):\n"
            "    class Meta:\n        db_table = 'people_user'"
        },
        "The site does not start with it: db_table",
    ),
    "refuses the model of another plugin": (
        {
            "models.py": """
from django.db.models.signals import class_prepared

def look(sender, **named):
    if sender.__module__.startswith("plugins.fine"):
        raise RuntimeError("bang")

class_prepared.connect(look, weak=False)
"""
        },
        "models.py: RuntimeError: bang",
    ),
    "takes the name of a room": ("forums", "The name is taken by a room"),
    "is named twice": ("twice", "The name is taken by the plugin of plugins/fine"),
}

ALONE = ("spoils a model of the house", "takes the table of a room")
"""What is tried in a house of its own: such a fault spoils what others stand on, and may point at nobody."""


def name_of(way):
    """Return the name of the plugin that is broken this way."""
    return {"takes the name of a room": "forums", "is named twice": "fine (again)"}.get(
        way, f"broken_{re.sub('[^a-z]+', '_', way).strip('_')}"
    )


def break_plugin(house, way):
    """Write a plugin that is broken this way beside a sound one; return the reason that must be given."""
    files, reason = WAYS[way]
    name = name_of(way)
    if files == "twice":
        house.install("again", "fine = again.apps:Config", {"again/__init__.py": "", "again/apps.py": ""})
    elif files == "forums":
        house.plugin("forums")
    else:
        files = {path: text.replace("NAME", name) if isinstance(text, str) else text for path, text in files.items()}
        body = "pass"
        if isinstance(files.get("apps.py"), tuple):
            attribute, value = files.pop("apps.py")
            body = f"{attribute} = {value.replace('NAME', name)}"
        house.plugin(name, {path: text for path, text in files.items() if text is not None}, body=body)
        if None in files.values():
            (house.plugins / name / "apps.py").unlink()
    return reason.replace("NAME", name)
