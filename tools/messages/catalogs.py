"""Extract messages into catalogs, compile them, and check that each one is translated."""

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polib

from .sources import ROOT, catalog_folders, catalog_path, python_files, template_files

HEADER = {
    "Project-Id-Version": "Schoolhouse",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;?!]|[\u4e00-\u9fff]:(?!//)|\.\.\.")
ENGLISH_WORDS = re.compile(r"[a-z]{3,} [a-z]{2,}")


class Message(NamedTuple):
    """A message as the sources hold it."""

    context: str
    singular: str
    plural: str

    @classmethod
    def of(cls, entry: polib.POEntry) -> "Message":
        """Name a catalog's entry."""
        return cls(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _extract(source: str, *, origin: Path) -> Iterator[Message]:
    from babel.messages.extract import extract

    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        singular, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, "")
        if singular and isinstance(singular, str):
            yield Message(context or "", singular, plural or "")
        elif not isinstance(singular, str):
            raise ValueError(f"{origin}: a message is not a plain string")


def messages_of(folder: Path) -> set[Message]:
    """Collect every message that the Python files and templates of ``folder`` hold."""
    from django.utils.translation.template import templatize

    found: set[Message] = set()
    for path in python_files(folder):
        found.update(_extract(path.read_text(encoding="utf-8"), origin=path))
    for path in template_files(folder):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # A template's indentation means nothing, but would to Python's tokenizer.
        flat = "\n".join(line.lstrip() for line in source.splitlines())
        found.update(_extract(flat, origin=path))
    return found


def _read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)


def _kept(
    message: Message, entries: dict[Message, polib.POEntry], by_id: dict[tuple[str, str], polib.POEntry]
) -> polib.POEntry:
    """Return the catalog's entry for ``message`` with its translation, or an empty new one."""
    old = entries.get(message) or by_id.get((message.context, message.singular))
    entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None, tcomment=old.tcomment if old else "")
    translation = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: translation}
    else:
        entry.msgstr = translation
    if old and "fuzzy" in old.flags:
        entry.flags.append("fuzzy")
    return entry


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def update_all(folders: Sequence[Path] = ()) -> Iterator[tuple[Path, int, int]]:
    """Bring every catalog up to its sources, keeping translations; give path, number of new and of dropped messages.

    ``folders`` are packages of plugins outside; without them it is the whole house.
    """
    for folder in folders or catalog_folders():
        path, wanted = catalog_path(folder), _without_bare_twins(messages_of(folder))
        old = _read(path)
        entries = {Message.of(entry): entry for entry in old}
        if not wanted and not entries:
            continue
        by_id = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
        new = polib.POFile(wrapwidth=100)
        new.metadata = HEADER
        new.extend(_kept(message, entries, by_id) for message in sorted(wanted))
        path.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(path))
        yield _shown(path), len(wanted - set(entries)), len(set(entries) - wanted)


def _without_bare_twins(found: set[Message]) -> set[Message]:
    """Leave out a singular that also occurs with a plural: a catalog holds one entry for both."""
    with_plural = {(message.context, message.singular) for message in found if message.plural}
    return {m for m in found if m.plural or (m.context, m.singular) not in with_plural}


def _all_catalogs() -> Iterator[Path]:
    yield from (catalog_path(folder) for folder in catalog_folders() if catalog_path(folder).exists())
    for name in ("locale_parts", "locale_corrections"):
        yield from sorted((ROOT / "site" / name).rglob("*.po"))


def compile_all(folders: Sequence[Path] = ()) -> list[Path]:
    """Write the ``.mo`` of every catalog that is newer than it; give the catalogs compiled."""
    compiled = []
    for path in [catalog_path(folder) for folder in folders] or _all_catalogs():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        making = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(path)).save_as_mofile(str(making))
        making.replace(target)
        compiled.append(path)
    return compiled


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """Say what is wrong with one translation."""
    strings = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(strings):
        yield "not translated"
        return
    if "fuzzy" in entry.flags:
        yield "marked fuzzy"
    allowed = [sorted(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
    for text in strings:
        if sorted(PLACEHOLDER.findall(text)) not in allowed:
            yield "placeholders differ"
        if HALF_WIDTH.search(text):
            yield "half-width punctuation in Chinese"
        if text == entry.msgid and ENGLISH_WORDS.search(text):
            yield "left in English"


def check_catalogs(folders: Sequence[Path] = ()) -> Iterator[str]:
    """Give a line for each message that is missing, untranslated, at odds with its source, or no longer used."""
    translations: dict[tuple[str, str], tuple[str, Path]] = {}
    for folder in folders or catalog_folders():
        path, wanted = catalog_path(folder), _without_bare_twins(messages_of(folder))
        shown = _shown(path)
        catalog = _read(path)
        entries = {Message.of(entry): entry for entry in catalog if not entry.obsolete}
        yield from (f"{shown}: missing (run make messages): {m.singular!r}" for m in sorted(wanted - set(entries)))
        yield from (f"{shown}: no longer used: {m.singular!r}" for m in sorted(set(entries) - wanted))
        yield from (f"{shown}: obsolete: {entry.msgid!r}" for entry in catalog.obsolete_entries())
        for message, entry in entries.items():
            yield from (f"{shown}: {problem}: {message.singular!r}" for problem in entry_problems(entry))
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            first, where = translations.setdefault((message.context, message.singular), (text, shown))
            if text and first and text != first:
                yield f"{shown}: {message.singular!r} is {text!r} here but {first!r} in {where}"
