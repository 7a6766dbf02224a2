"""What might be a plugin: a folder in ``plugins/`` with an ``apps.py``, or an entry point of an installed package.

Nothing of Django is ready here. Finding imports nothing of a plugin; ``examine`` imports its ``apps.py`` and no more.
"""

import importlib
import inspect
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from schoolhouse import API_VERSION, quarantine

GROUP = "schoolhouse.plugins"
ON_TRIAL = "SCHOOLHOUSE_PLUGINS_ON_TRIAL"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Malformed(Exception):
    """A plugin's declaration is not what ``PluginConfig`` asks for; the message says what is wrong."""


@dataclass(frozen=True)
class Candidate:
    """A plugin that was found and not yet looked into.

    ``name`` is its name and app label, ``package`` what holds its ``apps.py``, ``config`` the class in there (empty:
    the only one), ``origin`` the folder or distribution that it came from, ``version`` that of the distribution.
    """

    name: str
    package: str
    config: str
    origin: str
    version: str

    def location(self) -> Path | None:
        """Return the folder of the plugin's outermost package, found without importing anything of it."""
        top = self.package.split(".")[0]
        try:
            spec = importlib.util.find_spec(top)
        except (ImportError, ValueError):
            return None
        places = list(spec.submodule_search_locations or ()) if spec else []
        if not places:
            return None
        return Path(places[0]).joinpath(*self.package.split(".")[1:])


def find(folder: Path, taken: Iterable[str] = ()) -> tuple[list[Candidate], dict[str, str]]:
    """Return the candidates in ``folder`` and among installed packages, and why others cannot be one, by name.

    ``taken`` are the packages that are installed apart from plugins: neither they nor their labels can be a plugin's.
    Of two with one name the folder's stays, then the one whose distribution comes first.
    """
    labels = {package.rpartition(".")[2] for package in taken}
    found: dict[str, Candidate] = {}
    refused: dict[str, str] = {}
    for candidate, problem in [*_in_folder(folder), *_installed()]:
        name = candidate.name
        if name in found:
            problem = f"The name is taken by the plugin of {found[name].origin}."
            name = f"{name} ({candidate.origin})"
        elif not problem and name in labels:
            problem = "The name is taken by a room."
        if problem:
            refused[name] = problem
        else:
            found[name] = candidate
    return sorted(found.values(), key=lambda candidate: candidate.name), refused


def _in_folder(folder: Path) -> Iterable[tuple[Candidate, str]]:
    for place in sorted(folder.glob("*/")):
        name = place.name
        problem = "" if _NAME.fullmatch(name) else "Its folder's name is not a lower-case Python name."
        if not (place / "apps.py").exists():
            # What git or an editor has left behind is no plugin.
            if not any((place / file).exists() for file in ("__init__.py", "pyproject.toml", "models.py")):
                continue
            problem = _without_apps(place)
        yield Candidate(name, f"{folder.name}.{name}", "", f"{folder.name}/{name}", ""), problem


def _without_apps(place: Path) -> str:
    if (place / "pyproject.toml").exists():
        return "It is a project to install with pip, not a package of plugins/."
    return "It has no apps.py."


def _installed() -> Iterable[tuple[Candidate, str]]:
    seen = set()
    for dist in sorted(metadata.distributions(), key=_sort_key):
        # The first of a name on the path is the one that is imported.
        name = _sort_key(dist)
        if name and name in seen:
            continue
        seen.add(name)
        try:
            points = [point for point in dist.entry_points if point.group == GROUP]
        except Exception as error:
            if _says_plugin(dist, error):
                yield Candidate(name, "", "", name, ""), f"Its entry points cannot be read: {error}"
            continue
        for point in sorted(points, key=lambda point: point.name):
            yield _of_entry_point(point, dist)


def _sort_key(dist: metadata.Distribution) -> str:
    """Return the name of a distribution; empty where its metadata say none."""
    try:
        return str(dist.metadata["Name"] or "").lower().replace("_", "-")
    except Exception:
        return ""


def _says_plugin(dist: metadata.Distribution, error: Exception) -> bool:
    """Say whether a distribution whose entry points cannot be read would bring a plugin."""
    if isinstance(error, UnicodeDecodeError):
        return GROUP.encode() in error.object
    return GROUP in (dist.read_text("entry_points.txt") or "")


def _of_entry_point(point: metadata.EntryPoint, dist: metadata.Distribution) -> tuple[Candidate, str]:
    module, _, config = point.value.partition(":")
    package, _, last = module.strip().rpartition(".")
    problem = ""
    if not (package and last == "apps" and config.strip().isidentifier()):
        problem = f"Its entry point must read “package.apps:Class”, and reads “{point.value}”."
    elif not _NAME.fullmatch(point.name):
        problem = "Its name is not a lower-case Python name."
    origin = _sort_key(dist)
    # Without a name nothing else can be read either.
    version = str(dist.metadata["Version"] or "") if origin else ""
    return Candidate(point.name, package, config.strip(), origin, version), problem


def examine(candidate: Candidate) -> str:
    """Import the candidate's ``apps.py`` and return the dotted path of its config.

    Raises ``Malformed``, or whatever the plugin's code raises.
    """
    from schoolhouse.plugins import PluginConfig

    module = importlib.import_module(f"{candidate.package}.apps")
    configs = {
        name: value
        for name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, PluginConfig) and value.__module__ == module.__name__
    }
    name = candidate.config
    if not name:
        if len(configs) != 1:
            raise Malformed(f"apps.py must hold exactly one PluginConfig, and holds {len(configs)}.")
        name = next(iter(configs))
    if name not in configs:
        raise Malformed(f"apps.py holds no PluginConfig named “{name}”.")
    _check(candidate, configs[name])
    return f"{module.__name__}.{name}"


def _check(candidate: Candidate, config: type) -> None:
    """Raise ``Malformed`` unless the class keeps to what ``PluginConfig`` says."""
    if getattr(config, "name", None) != candidate.package:
        raise Malformed(f"The config's name must be “{candidate.package}”.")
    label = getattr(config, "label", candidate.package.rpartition(".")[2])
    if label != candidate.name:
        raise Malformed(f"The config's label must be “{candidate.name}”, and is “{label}”.")
    if config.scope not in ("server", "site", "class"):  # type: ignore[attr-defined]
        raise Malformed("scope must be “server”, “site” or “class”.")
    if "ready" in vars(config):
        raise Malformed("It must not define ready(); register() is called when everything is loaded.")
    _check_api(config.requires_api)  # type: ignore[attr-defined]


def _check_api(requires: str) -> None:
    """Raise ``Malformed`` when a plugin is for another version of the API, saying which of the two is older."""
    try:
        wanted = SpecifierSet(requires)
    except (InvalidSpecifier, TypeError) as error:
        raise Malformed(f"requires_api is not a version specifier: {error}") from error
    if wanted.contains(API_VERSION, prereleases=True):
        return
    bounds = [Version(part.version.removesuffix(".*")) for part in wanted if part.operator in (">=", ">", "==", "~=")]
    if any(bound > Version(API_VERSION) for bound in bounds):
        raise Malformed(f"It is too new: it needs API {requires}, and this is {API_VERSION}. Update Schoolhouse.")
    raise Malformed(f"It is too old: it needs API {requires}, and this is {API_VERSION}. Update the plugin.")


def accept(found: list[Candidate], refused: dict[str, str]) -> list[str]:
    """Examine every candidate here and now; raises ``PluginFailed`` for the first fault."""
    for name, reason in refused.items():
        raise quarantine.PluginFailed(f"The plugin “{name}” failed: {reason}")
    paths = []
    for candidate in found:
        try:
            paths.append(examine(candidate))
        except Exception as error:
            raise quarantine.PluginFailed(f"The plugin “{candidate.name}” failed: {error}") from error
    return paths


def put_on_trial(found: list[Candidate]) -> str:
    """Return what the environment variable ``ON_TRIAL`` of a trial says: the candidates."""
    return json.dumps([asdict(candidate) for candidate in found])


def tried() -> list[Candidate]:
    """Return the candidates of the trial that this process is."""
    return [Candidate(**fields) for fields in json.loads(os.environ.get(ON_TRIAL, "[]"))]


def on_trial() -> list[str] | None:
    """Return the dotted paths that this process tries, or ``None`` where it is no trial."""
    if ON_TRIAL not in os.environ:
        return None
    from schoolhouse.discovery import trial

    return trial.examined
