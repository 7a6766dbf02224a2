"""Finding plugins while settings load: each folder in ``plugins/`` that has an ``apps.py``.

Nothing of Django is ready here, and nothing that a plugin does wrong may stop the site.
"""

import importlib
import inspect
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from schoolhouse import API_VERSION, quarantine


def plugin_apps(folder: Path) -> list[str]:
    """Return what belongs into ``INSTALLED_APPS`` for the plugins in ``folder``, by name.

    A folder ``reply_points`` is imported as ``plugins.reply_points`` and has the app label ``reply_points``. One that
    fails, or asks for another version of the API, is left out and noted in ``quarantine``.
    """
    found = []
    for apps_file in sorted(folder.glob("*/apps.py")):
        name = apps_file.parent.name
        try:
            found.append(_config_path(f"{folder.name}.{name}"))
        except Exception as error:  # whatever its code may raise
            quarantine.add(name, f"{type(error).__name__}: {error}")
    return found


def _config_path(package: str) -> str:
    """Return the dotted path of the package's ``PluginConfig``; raises ``ValueError`` for a malformed one."""
    from schoolhouse.plugins import PluginConfig

    module = importlib.import_module(f"{package}.apps")
    configs = [
        value
        for _name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, PluginConfig) and value.__module__ == module.__name__
    ]
    if len(configs) != 1:
        raise ValueError(f"apps.py must hold exactly one PluginConfig, and holds {len(configs)}.")
    config = configs[0]
    if getattr(config, "name", None) != package:
        raise ValueError(f"The config's name must be “{package}”.")
    try:
        wanted = SpecifierSet(config.requires_api)
    except InvalidSpecifier as error:
        raise ValueError(f"requires_api is not a version specifier: {error}") from error
    if not wanted.contains(API_VERSION, prereleases=True):
        raise ValueError(f"It needs API {config.requires_api}; this is {API_VERSION}.")
    return f"{module.__name__}.{config.__name__}"
