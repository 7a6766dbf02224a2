"""Messages of Wagtail and the other parts: our supplements where they lack Simplified Chinese, our corrections where
theirs is not what a Chinese reader would say."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib

from .catalogs import Message, entry_problems
from .sources import LANGUAGE, ROOT, catalog_folders, catalog_path

PARTS = ("wagtail", "wagtailmedia", "allauth", "taggit", "django.conf", "django.contrib.auth")
SUPPLEMENTS = ROOT / "site" / "locale_parts" / LANGUAGE / "LC_MESSAGES"
CORRECTIONS = ROOT / "site" / "locale_corrections" / LANGUAGE / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
NOT_OUR_WORDS = ("用户",)
"""We say 人员 for people and 账号 for what they sign in with."""


def _is_translated(entry: polib.POEntry) -> bool:
    strings = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.obsolete and "fuzzy" not in entry.flags and all(strings)


def _catalogs(domain: str) -> Iterator[Path]:
    for part in PARTS:
        spec = find_spec(part)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield from sorted(Path(place).rglob(f"locale/en/LC_MESSAGES/{domain}.po"))


def lacking(domain: str) -> dict[Message, str]:
    """Collect what the parts say in English only, with the part's catalog that holds it."""
    found: dict[Message, str] = {}
    for english in _catalogs(domain):
        chinese = english.parents[2] / LANGUAGE / "LC_MESSAGES" / english.name
        entries = polib.pofile(str(chinese)) if chinese.exists() else []
        said = {(entry.msgctxt, entry.msgid) for entry in entries if _is_translated(entry)}
        for entry in polib.pofile(str(english)):
            if not entry.obsolete and (entry.msgctxt, entry.msgid) not in said:
                found.setdefault(Message.of(entry), "/".join(english.parts[-6:-3]))
    return found


def check_parts() -> Iterator[str]:
    """Give a line for each message of a part that we show in English, and for each supplement that is wrong or idle."""
    for domain in DOMAINS:
        path = SUPPLEMENTS / f"{domain}.po"
        wanted = lacking(domain)
        ours = {Message.of(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
        missing = sorted(message for message in wanted if message not in ours)
        yield from (f"{path.name}: {wanted[message]} lacks {message.singular!r}" for message in missing)
        yield from (f"{path.name}: no part lacks {message.singular!r}" for message in sorted(set(ours) - set(wanted)))
        for message, entry in ours.items():
            yield from (f"{path.name}: {problem}: {message.singular!r}" for problem in entry_problems(entry))


def _said(domain: str) -> Iterator[tuple[Message, str]]:
    """Give each message that a part says in Chinese, with its words."""
    for english in _catalogs(domain):
        chinese = english.parents[2] / LANGUAGE / "LC_MESSAGES" / english.name
        for entry in polib.pofile(str(chinese)) if chinese.exists() else []:
            if _is_translated(entry):
                yield Message.of(entry), entry.msgstr or entry.msgstr_plural[0]


def _ours() -> dict[tuple[str, str], str]:
    """Return what the rooms say for each message; a correction would drown it. Scripts of ours say nothing."""
    catalogs = [path for folder in catalog_folders() if (path := catalog_path(folder)).exists()]
    return {(e.msgctxt or "", e.msgid): e.msgstr for path in catalogs for e in polib.pofile(str(path))}


def check_corrections() -> Iterator[str]:
    """Give a line for each correction that corrects nothing, drowns what a room says, or is wrong itself."""
    for domain in DOMAINS:
        ours = _ours() if domain == "django" else {}
        yield from _check_corrections(domain, ours)


def _check_corrections(domain: str, ours: dict[tuple[str, str], str]) -> Iterator[str]:
    said: dict[Message, set[str]] = {}
    for message, words in _said(domain):
        said.setdefault(message, set()).add(words)
    path = CORRECTIONS / f"{domain}.po"
    for entry in polib.pofile(str(path)) if path.exists() else []:
        message, words = Message.of(entry), entry.msgstr or entry.msgstr_plural.get(0, "")
        if said.get(message, set()) <= {words}:
            yield f"corrections: no part says otherwise: {message.singular!r}"
        if ours.get((message.context, message.singular), words) != words:
            yield f"corrections: a room says otherwise: {message.singular!r}"
        yield from (f"corrections: {problem}: {message.singular!r}" for problem in entry_problems(entry))


def check_words() -> Iterator[str]:
    """Give a line for each message of a part that reaches the screen with a word the glossary has another one for."""
    for domain in DOMAINS:
        better = {Message.of(entry): entry for path in (CORRECTIONS, SUPPLEMENTS) for entry in _entries(path, domain)}
        shown = {message: words for message, words in _said(domain) if message not in better}
        shown |= {message: entry.msgstr or entry.msgstr_plural.get(0, "") for message, entry in better.items()}
        ours = _ours() if domain == "django" else {}
        for message, words in sorted(shown.items()):
            if any(word in ours.get((message.context, message.singular), words) for word in NOT_OUR_WORDS):
                yield f"{domain}: not a word of ours: {words!r}"


def _entries(folder: Path, domain: str) -> Iterator[polib.POEntry]:
    path = folder / f"{domain}.po"
    yield from polib.pofile(str(path)) if path.exists() else []
