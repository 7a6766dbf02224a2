"""What a plugin must keep to, apart from running: else it would stand in the way of the house or of other plugins.

Asked in a trial, when everything is loaded. Each function raises ``Malformed``, or what the plugin's code raises.
"""

import dataclasses
import json
import pkgutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schoolhouse.discovery.candidates import Malformed

if TYPE_CHECKING:
    from schoolhouse.plugins import PluginConfig


def models_are_its_own(config: "PluginConfig") -> None:
    """Refuse models under the name of a room: their tables would become the room's."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if f"{model.__module__}.".startswith(f"{config.name}.") and model._meta.app_label != config.label:
            raise Malformed(f"Its model {model.__name__} says that it belongs to “{model._meta.app_label}”.")


def names_are_free(config: "PluginConfig") -> None:
    """Refuse commands and libraries of template tags that would take the place of somebody else's."""
    from django.core.management import get_commands

    taken, libraries = _taken_libraries(config), _libraries()
    for name in _modules(f"{config.name}.templatetags"):
        if name in taken or libraries[name] != config.name:
            raise Malformed(f"Its template tags are called “{name}”, which is taken.")
    commands = get_commands()
    for name in _modules(f"{config.name}.management.commands"):
        if commands.get(name) != config.name or name in _taken_commands():
            raise Malformed(f"Its command “{name}” is one that Schoolhouse has already.")


def _modules(package: str) -> list[str]:
    """Return the modules of a package, none where there is no such package; imports the package, not the modules."""
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:
        return []
    places = list(spec.submodule_search_locations or ()) if spec else []
    return [info.name for info in pkgutil.iter_modules(places) if not info.name.startswith("_")]


def _libraries() -> dict[str, str]:
    """Return which plugin's template tags are found under each name.

    Django says it too, but imports them all: what is wrong with one plugin's would be laid at another's door.
    """
    from schoolhouse.plugins import plugins

    return {name: config.name for config in plugins() for name in _modules(f"{config.name}.templatetags")}


def _taken_libraries(config: "PluginConfig") -> set[str]:
    from django.apps import apps

    from schoolhouse.plugins import PluginConfig as Plugin

    others = [other for other in apps.get_app_configs() if other.label != config.label]
    names = ("django", *(other.name for other in others if not isinstance(other, Plugin)))
    return {name for package in names for name in _modules(f"{package}.templatetags")}


def _taken_commands() -> set[str]:
    from django.apps import apps
    from django.core import management

    from schoolhouse.plugins import PluginConfig as Plugin

    folders = [Path(management.__file__).parent]
    folders += [Path(other.path) / "management" for other in apps.get_app_configs() if not isinstance(other, Plugin)]
    return {name for folder in folders for name in management.find_commands(str(folder))}


def migrations_keep_their_place(config: "PluginConfig", loader: Any) -> None:
    """Refuse migrations that want to run before those of a room, which may have run long ago."""
    for (label, name), migration in loader.disk_migrations.items():
        before = [other for other, _name in migration.run_before if other != label]
        if label == config.label and before:
            raise Malformed(f"Its migration {name} must not run before those of “{before[0]}”.")


def texts_can_be_read(config: "PluginConfig") -> None:
    """Say its name and every text that it registered once in each language: Django translates them on a page."""
    from django.conf import settings
    from django.utils.translation import override

    for language, _name in settings.LANGUAGES:
        with override(language):
            for text in _texts(config):
                str(text)


def _texts(config: "PluginConfig") -> Iterator[Any]:
    from django.utils.functional import Promise

    from schoolhouse.extension_points import all_points

    yield config.verbose_name
    yield config.description
    for model in config.get_models():
        yield from (model._meta.verbose_name, model._meta.verbose_name_plural)
    for point in all_points():
        for extension in point.extensions():
            if extension.plugin == config.label and dataclasses.is_dataclass(extension.value):
                yield from (part for part in vars(extension.value).values() if isinstance(part, Promise))


def settings_can_be_kept(config: "PluginConfig") -> None:
    """Refuse a settings form that is none, or whose initial values are no values."""
    from django.core.serializers.json import DjangoJSONEncoder
    from django.forms import Form

    from schoolhouse.activation import initial_of

    form_class = config.settings_form_class()
    if form_class is None:
        return
    if not (isinstance(form_class, type) and issubclass(form_class, Form)):
        raise Malformed(f"settings_form must name a Django form, and names {form_class!r}.")
    json.dumps({name: initial_of(field) for name, field in form_class.base_fields.items()}, cls=DjangoJSONEncoder)


RULES: dict[str, Callable[["PluginConfig"], None]] = {
    "models.py": models_are_its_own,
    "names": names_are_free,
    "settings_form": settings_can_be_kept,
    "texts": texts_can_be_read,
}
"""By the step of a trial in which each is asked."""
