"""Which folders keep a catalog, and which of their files hold messages."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("home", "evaluations", "forums", "classes", "lessons", "people", "schoolhouse")
LANGUAGE = "zh_Hans"
SKIPPED = {"migrations", "tests", "node_modules", "static", "__pycache__"}


def catalog_folders() -> list[Path]:
    """List the folders that keep a ``locale/``: rooms, the technical rooms in ``foundation/``, ``site`` and plugins."""
    nested = [*(ROOT / "foundation").iterdir(), *(ROOT / "plugins").iterdir()]
    folders = [ROOT / name for name in ROOMS] + [ROOT / "site"] + sorted(path for path in nested if path.is_dir())
    return [folder for folder in folders if folder.is_dir() and folder.name != "__pycache__"]


def catalog_path(folder: Path) -> Path:
    """Return where ``folder`` keeps its Chinese messages."""
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def _files(folder: Path, *suffixes: str) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and not SKIPPED & set(path.relative_to(folder).parts):
            yield path


def python_files(folder: Path) -> Iterator[Path]:
    """Walk the Python files of ``folder`` that may show words to people."""
    yield from _files(folder, ".py")


def template_files(folder: Path) -> Iterator[Path]:
    """Walk the templates of ``folder``: pages and mails."""
    for path in _files(folder, ".html", ".txt"):
        if "templates" in path.parts:
            yield path
