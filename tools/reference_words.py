"""The Chinese of the reference: a catalog by its English, kept up to date and checked.

A unit is a paragraph of a docstring, a description of a point, event or field, or a fixed phrase of the page.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polib

from .messages.catalogs import ENGLISH_WORDS, HEADER, entry_problems

CODE = re.compile(r"`[^`]+`")


def unit(english: str) -> str:
    """Return the English as the catalog names it: on one line, so that a docstring wrapped anew keeps its Chinese."""
    return " ".join(english.split())


def chinese(path: Path) -> Callable[[str], str]:
    """Return what gives the Chinese of a unit, and its English where there is none or that cannot be right."""
    found = {entry.msgid: entry.msgstr for entry in _read(path) if not any(_entry_problems(entry))}
    return lambda english: found.get(unit(english)) or english


def update(path: Path, units: Sequence[str]) -> tuple[int, int]:
    """Bring the catalog to hold these units in this order, keeping their Chinese; how many are new and were dropped."""
    old = {entry.msgid: entry for entry in _read(path)}
    new = polib.POFile(wrapwidth=100)
    new.metadata = HEADER
    new.extend(old.get(english) or polib.POEntry(msgid=english) for english in units)
    new.save(str(path))
    return len(set(units) - set(old)), len(set(old) - set(units))


def problems(path: Path, units: Sequence[str]) -> Iterator[str]:
    """Say which units have no Chinese, or one that cannot be right, and which are gone."""
    entries = {entry.msgid: entry for entry in _read(path)}
    yield from (f"missing (run with --update): {english!r}" for english in units if english not in entries)
    yield from (f"no longer used (run with --update): {english!r}" for english in entries if english not in units)
    for english, entry in entries.items():
        yield from (f"{problem}: {english!r}" for problem in _entry_problems(entry))


def _entry_problems(entry: polib.POEntry) -> Iterator[str]:
    yield from entry_problems(entry)
    if not entry.msgstr:
        return
    lost = sorted(set(CODE.findall(entry.msgid)) - set(CODE.findall(entry.msgstr)))
    if lost:
        yield f"lacks {', '.join(lost)}"
    if ENGLISH_WORDS.search(CODE.sub("", entry.msgstr)):
        yield "partly left in English"


def _read(path: Path) -> list[polib.POEntry]:
    """Return the entries that count; there are none before the first update."""
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []
