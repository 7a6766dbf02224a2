"""Writing a new plugin from ``plugin_template/``: a package that installs with pip and whose tests pass."""

import keyword
import os
import re
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps
from django.core.management import CommandError
from packaging.version import Version

from schoolhouse import API_VERSION, quarantine

HOUSE = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).resolve().parent / "plugin_template"
SUFFIX = "-tpl"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 40


def check_name(name: str) -> None:
    """Raise ``CommandError`` unless a plugin may be called ``name``: new, a Python name, and nobody else's."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > _LONGEST:
        raise CommandError(
            f"“{name}” is no name for a plugin: up to {_LONGEST} lower-case letters, digits and single underscores, "
            "beginning with a letter, such as tea_round."
        )
    if name in quarantine.candidates or name in quarantine.reasons:
        raise CommandError(f"There is a plugin “{name}” already; manage.py plugins says where.")
    if apps.is_installed(name) or name in apps.app_configs or (HOUSE / name).is_dir():
        raise CommandError(f"“{name}” is the name of a room or of a part that Schoolhouse uses; choose another.")
    if name in sys.stdlib_module_names or find_spec(name):
        raise CommandError(f"Python has a module “{name}” already; choose another name.")


def write_plugin(name: str, target: Path) -> Path:
    """Write the package of a plugin ``name`` into a new folder below ``target``; return it.

    All or nothing. Raises ``CommandError`` for a name or place that will not do, and ``OSError`` where nothing can be
    written.
    """
    check_name(name)
    folder = target.resolve() / name
    if folder.exists():
        raise CommandError(f"{folder} exists already; nothing was written.")
    for taken in [HOUSE / "plugins", *(HOUSE / room for room in _packages())]:
        if target.resolve().is_relative_to(taken):
            raise CommandError(f"{taken} holds Schoolhouse's own parts; choose a folder outside with --target.")
    target.mkdir(parents=True, exist_ok=True)
    words = _words(name, folder)
    with tempfile.TemporaryDirectory(dir=target, prefix=f".{name}-") as making:
        making_folder = Path(making) / name
        for path in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
            place = making_folder / _fill(path.relative_to(TEMPLATE).as_posix(), words).removesuffix(SUFFIX)
            place = place.with_name(".gitignore") if place.name == "gitignore" else place
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_fill(path.read_text(encoding="utf-8"), words), encoding="utf-8")
        for catalog in making_folder.rglob("*.po"):
            _compile(catalog)
        shutil.move(making_folder, folder)
    return folder


def _compile(catalog: Path) -> None:
    """Compile a catalog; a plugin called *notes* has its title in there twice."""
    found = polib.pofile(str(catalog))
    for entry in reversed([entry for entry in found if found.find(entry.msgid) is not entry]):
        found.remove(entry)
    found.save(str(catalog))
    found.save_as_mofile(str(catalog.with_suffix(".mo")))


def _packages() -> list[str]:
    return [path.parent.name for path in HOUSE.glob("*/__init__.py") if path.parent.name != "plugins"]


def _words(name: str, folder: Path) -> dict[str, str]:
    """Return what stands for each word of the template."""
    api = Version(API_VERSION)
    return {
        "name": name,
        "Name": "".join(part.capitalize() for part in name.split("_")),
        "title": name.replace("_", " ").capitalize(),
        "distribution": f"schoolhouse-{name.replace('_', '-')}",
        "requires_api": f">={API_VERSION},<{api.major + 1}",
        "house": Path(os.path.relpath(HOUSE, folder)).as_posix(),
        "package_path": Path(os.path.relpath(folder / name, HOUSE)).as_posix(),
    }


def _fill(text: str, words: dict[str, str]) -> str:
    return re.sub(r"@@(\w+?)@@", lambda match: words[match[1]], text)
