"""Ways to break a plugin: what it holds, and what its reason must say. Each is a row of docs/plugins.md."""

TRACES = """
from django.core.checks import register
from django.db.models.signals import post_save
from wagtail import hooks

def seen(**kwargs): pass
post_save.connect(seen, weak=False)
hooks.register("construct_main_menu", seen)
register(lambda app_configs, **kwargs: [])
"""

MODEL = """
from django.db import models
from django.conf import settings
from wagtail.models import Page

class BrokenPage(Page):
    pass

class Note(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="broken_notes")
"""

WAYS = {
    "fails at import": ({"apps.py": "raise RuntimeError('bang')"}, "apps.py: RuntimeError: bang"),
    "fails in its models": ({"models.py": f"{TRACES}\n{MODEL}\nraise RuntimeError('bang')"}, "models.py: RuntimeError"),
    "fails in its hooks": ({"wagtail_hooks.py": f"{TRACES}\nraise RuntimeError('bang')"}, "wagtail_hooks.py: Runtime"),
    "fails in its addresses": ({"urls.py": "import no_such_module"}, "urls.py: ModuleNotFoundError"),
    "fails in register()": (
        {
            "apps.py": f"""
from schoolhouse.plugins import PluginConfig

class Config(PluginConfig):
    name = "plugins.broken"

    def register(self):
        exec({TRACES!r}, {{"__name__": "plugins.broken.apps"}})
        from schoolhouse.extension_points import navigation
        navigation.register("broken", "broken.entry", object())
        raise RuntimeError("bang")
"""
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
    "is too new": ({"apps.py": ("requires_api", ">=7")}, "It is too new: it needs API >=7"),
    "is too old": ({"apps.py": ("requires_api", "<0.1")}, "It is too old: it needs API <0.1"),
    "is malformed": (
        {"apps.py": "from django.apps import AppConfig\nclass Config(AppConfig):\n    name = 'plugins.broken'"},
        "apps.py must hold exactly one PluginConfig, and holds 0",
    ),
    "ends the process": ({"models.py": "import os\nos._exit(3)"}, "models.py: the process ended with status 3"),
    "never ends": ({"models.py": "while True: pass"}, "models.py: it did not finish within"),
    "fails a check": (
        {"models.py": f"{MODEL}    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, 'broken_notes')\n"},
        "check: Reverse accessor",
    ),
    "spoils a model of the house": (
        {"models.py": MODEL.replace("broken_notes", "email")},
        "The site does not start with it: TypeError",
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
    "takes the name of a room": ("forums", "The name is taken by a room"),
    "is named twice": ("twice", "The name is taken by the plugin of plugins/fine"),
}
