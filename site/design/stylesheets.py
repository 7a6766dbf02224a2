"""The style sheets of the school in the order in which they are joined into one file."""

from pathlib import Path

from django.conf import settings

BUNDLE = "css/school.css"
ORDER = [
    "tokens",
    "base",
    "type",
    "layout",
    "buttons",
    "forms",
    "tables",
    "cards",
    "timeline",
    "shelf",
    "hero",
    "figures",
    "messages",
    "forum",
    "checks",
    "print",
]


def sources() -> list[Path]:
    """Return the paths of the style sheets that make up the bundle, in order."""
    folder = Path(settings.ROOT) / "site" / "static" / "css"
    return [folder / f"{name}.css" for name in ORDER]


def joined() -> str:
    """Return the text of the bundle."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sources())


def written(folder: Path) -> Path:
    """Write the bundle below ``folder`` where it is missing or older than its sources; return its path."""
    target = folder / BUNDLE
    newest = max(path.stat().st_mtime_ns for path in sources())
    if not target.exists() or target.stat().st_mtime_ns < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".new")
        draft.write_text(joined(), encoding="utf-8")
        draft.replace(target)
    return target
